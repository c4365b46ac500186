"""What changed between two attempts at a run is said in words; what did not change is no difference."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests_support import environment

STAGE = """
from pydantic import Field
import hookline
from red_words import WORDS

class Redact(hookline.Stage):
    name = "mask"
    edits_text = True
    class Options(hookline.Options):
        keep: set[str] = Field({"a", "bb", "ccc", "dddd"}, description="what stays")
        mark: str = Field("x", description="what to put there")
        key: str = Field("", description="a password")
    @classmethod
    def model_digest(cls, options):
        import pathlib
        path = pathlib.Path("model.bin")
        return path.read_text() if path.exists() else "none"
    def process(self, docs):
        for doc in docs:
            if "STOP" in doc.text:
                raise ValueError("stop")
            yield doc.with_text(doc.text.replace(WORDS, self.options.mark))

@hookline.hookimpl
def hookline_register(registry):
    registry.stage(Redact)
"""


@pytest.fixture
def plugin(project):
    """A plugin in a distribution of its own, with a helper module beside its package."""
    write_plugin(project, "1.0")
    project.documents("in.jsonl", ["red one", "red STOP", "red three"])
    project.config("\n  - use: mask\n    key: ${KEY:-k}", more="failures: {limit: 0}\n")
    return project


def write_plugin(project, version):
    for old in Path("site").glob("*.dist-info"):
        old.rename(f"site/hl_redact-{version}.dist-info")
    info = f"site/hl_redact-{version}.dist-info"
    project.write(
        f"{info}/METADATA", f"Metadata-Version: 2.1\nName: hl-redact\nVersion: {version}\n"
    )
    project.write(f"{info}/entry_points.txt", "[hookline]\nmask = hl_redact\n")
    project.write("site/hl_redact/__init__.py", "from hl_redact.stage import hookline_register\n")
    project.write("site/hl_redact/stage.py", STAGE)
    project.write("site/red_words.py", "from deep import WORDS\n")
    project.write("site/deep.py", "WORDS = 'red'\n")


def run(project, *arguments, seed="0", **variables):
    """Run in a process of its own, as another attempt is, with a hash seed."""
    path = os.pathsep.join([environment()["PYTHONPATH"], str(project.folder / "site")])
    env = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"}
    call = [
        sys.executable,
        "-m",
        "hookline",
        "run",
        "c.yaml",
        "--workers",
        "1",
        "--quiet",
        *arguments,
    ]
    return subprocess.run(call, env=env | variables, capture_output=True, text=True)


def edit(name, old, new):
    text = Path(name).read_text()
    assert old in text
    Path(name).write_text(text.replace(old, new))


def upgrade(project):
    write_plugin(project, "2.0")
    edit("site/hl_redact/stage.py", '"stop"', '"STOP"')


def upgrade_beside(project):
    """Install a version as `pip install --target --upgrade` does, which leaves the metadata of the last."""
    info = "site/hl_redact-2.0.dist-info"
    project.write(f"{info}/METADATA", "Metadata-Version: 2.1\nName: hl-redact\nVersion: 2.0\n")
    project.write(f"{info}/entry_points.txt", "[hookline]\nmask = hl_redact\n")


CHANGES = {
    "the plugin hl-redact went from 1.0 to 1.0 and 2.0;": upgrade_beside,
    "a plugin changed since out.jsonl was begun: the plugin hl-redact went from 1.0 to 2.0;": upgrade,
    "the code of hl_redact was edited": lambda project: edit("site/hl_redact/stage.py", '"stop"', '"!"'),
    "the code of deep was edited": lambda project: edit("site/deep.py", "red", "blue"),
    'the default of the option mask.mark changed from "x" to "y"': lambda project: edit(
        "site/hl_redact/stage.py", '"x"', '"y"'
    ),
    'the option mask.keep changed from ["a","bb","ccc","dddd"] to ["a"]': lambda project: edit(
        "c.yaml", "    key", "    keep: [a]\n    key"
    ),
    "the model of stage mask changed": lambda project: project.write("model.bin", "new"),
    "the input in.jsonl changed": lambda project: project.documents("in.jsonl", ["other"]),
    "its stages were mask and are mask, shout": lambda project: edit(
        "c.yaml", "\nsink", "\n  - use: shout\nsink"
    ),
    "the config changed since out.jsonl was begun: its sources were jsonl and are text": lambda project: edit(
        "c.yaml", "use: jsonl\n  path: in", "use: text\n  path: in"
    ),
}  # fmt: skip


@pytest.mark.parametrize("message", CHANGES)
def test_what_changed_between_two_attempts_is_said(plugin, message):
    """Plugin, code, default, option, model, input and components: each by its name, and `--fresh` helps."""
    assert run(plugin).returncode == 3
    CHANGES[message](plugin)
    result = run(plugin)
    assert result.returncode == 2, result.stderr
    assert message in result.stderr
    assert "start again with --fresh" in result.stderr
    assert "Traceback" not in result.stderr
    assert run(plugin, "--fresh").returncode in (0, 1, 3)


def test_what_is_the_same_is_no_difference(plugin):
    """Another hash seed, a touched file, a default that is written, and a moved output are none."""
    assert run(plugin, seed="1").returncode == 3
    edit("c.yaml", "    key", "    mark: x\n    key")
    for path in Path("site").rglob("*.py"):
        path.touch()
    result = run(plugin, "--set", "failures.limit=5", seed="7")
    assert result.returncode == 1, result.stderr
    assert len(plugin.records()) == 2


def test_secrets_are_compared_and_stored_nowhere(plugin):
    """A value from the environment and a password in an address are noticed, and in no file of the run."""
    plugin.config(
        "\n  - {use: mask, key: '${KEY:-k}'}\n  - {use: mask, name: other, key: 'db://me:hunter2@host/x'}",
        more="failures: {limit: 0}\n",
    )
    assert run(plugin, KEY="sesame-one").returncode == 3
    result = run(plugin, KEY="sesame-two")
    assert result.returncode == 2
    assert (
        "a value from the environment changed since out.jsonl was begun: the option mask.key"
        in result.stderr
    )
    edit("c.yaml", "hunter2", "hunter3")
    result = run(plugin, KEY="sesame-one")
    assert result.returncode == 2
    assert "the option other.key" in result.stderr
    assert "hunter" not in result.stderr
    stored = b"".join(identity_bytes())
    assert b"mask.key" in stored
    for secret in (b"sesame", b"hunter"):
        assert secret not in stored


def identity_bytes():
    """Yield what a checkpoint stores, decompressed."""
    from hookline.runner.checkpoint import Checkpoint

    checkpoint = Checkpoint("out.jsonl")
    yield json.dumps([checkpoint.read(), checkpoint.identity()]).encode()
    checkpoint.close()


def test_the_cache_notices_a_module_beside_the_plugin(plugin):
    """An outcome is not taken from the cache once a helper of a helper was edited, and is otherwise."""
    plugin.documents("in.jsonl", ["red one", "red two"])
    plugin.config("[{use: mask}, {use: counted}]", more="cache: kept\n")
    assert run(plugin).returncode == 0
    assert run(plugin, "--fresh").returncode == 0
    assert os.path.getsize("marks") == 2
    assert "one" in plugin.records()[0]["text"]
    edit("site/deep.py", "red", "one")
    result = run(plugin, "--fresh")
    assert result.returncode == 0, result.stderr
    assert "ed x" in plugin.records()[0]["text"]


def test_canonical_values_do_not_depend_on_order_or_class(tmp_path):
    """Equal values have one form; values that differ have two."""
    from hookline.plan.canonical import canonical

    names = ["a", "bb", "ccc", "dddd", "eeeee"]
    assert (
        canonical(set(names)) == canonical(frozenset(reversed(names))) == canonical(sorted(names))
    )
    assert canonical({"b": 1, "a": Path("x")}) == canonical({"a": "x", "b": 1})
    assert canonical({2: "b", 1: "a"}) == canonical({1: "a", 2: "b"})
    different = [1, 1.0, True, "1", None, [1], {"a": 1}, b"1", {1: 2}, float("inf"), "\ud800"]
    assert len({canonical(value) for value in different}) == len(different)
