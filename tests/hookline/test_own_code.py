"""Components of one's own without a package: `use: module:Class` and `--plugins FILE.py`."""

import json
import pickle
import subprocess
import sys

import pytest
from tests_support import environment

from hookline import ConfigError, Pipeline, PluginError, read_plan, run

CODE = '''
from hookline import Sink, Stage, stage, hookimpl
from pydantic import Field

class Suffix(Stage):
    """Append a mark to the text."""
    name = "suffix"
    edits_text = True
    class Options(Stage.Options):
        mark: str = Field("!", description="what to append")
    def process(self, docs):
        return [doc.with_text(doc.text + self.options.mark) for doc in docs]

@stage("whisper", edits_text=True)
def whisper(doc):
    """Lower-case the text."""
    return doc.with_text(doc.text.lower())

NOTHING = 7
'''
REGISTERED = (
    CODE
    + """
@hookimpl
def hookline_register(registry):
    registry.stage(Suffix)
"""
)


@pytest.fixture
def own(project, monkeypatch):
    """A project with a module of its own, whose name no other test uses."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    name = f"own_{project.folder.name.replace('-', '_')}"
    project.write(f"{name}.py", CODE)
    project.documents("in.jsonl", ["Ab", "Cd"])
    project.module = name
    yield project
    sys.modules.pop(name, None)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_class_is_found_in_the_working_directory(own, workers):
    """`use: module:Class` runs a class, with options, and a decorated function, in any process."""
    own.config(f"[{{use: '{own.module}:Suffix'}}, '{own.module}:whisper']")
    change = ("--set", "stages.Suffix.mark='?'")  # by the name of the class
    result = own.call("run", "c.yaml", "--workers", workers, *change)
    assert result.code == 0, result.err
    assert [record["text"] for record in own.records()] == ["ab?", "cd?"]


def test_every_command_takes_code_from_a_file(own):
    """run, check, explain, verify, replay, diff and schema load `--plugins FILE.py`."""
    own.write(f"elsewhere/{own.module}.py", REGISTERED)
    (own.folder / f"{own.module}.py").unlink()
    own.documents("in.jsonl", ["Ab", "RAISE"])
    own.config(f"[poison, suffix, '{own.module}:whisper']")
    code = ("--plugins", f"elsewhere/{own.module}.py")
    assert own.call("check", "c.yaml", *code).code == 0
    assert own.call("run", "c.yaml", "--workers", "2", *code).code == 1
    assert [record["text"] for record in own.records()] == ["ab!"]
    assert "Ab!" in own.call("explain", "c.yaml", "in.jsonl", *code).out
    assert own.call("verify", "c.yaml", *code).code == 0
    own.config("[suffix]")
    assert own.call("replay", "out.failures.jsonl", "-o", "again.jsonl", *code).code == 0
    assert own.records("again.jsonl")[0]["text"] == "RAISE!"
    assert own.call("diff", "c.yaml", "c.yaml", "in.jsonl", *code).code == 0
    schema = json.loads(own.call("schema", *code).out)
    assert "mark" in schema["$defs"]["stage-suffix"]["properties"]


def test_a_plan_with_own_code_is_sent_to_another_process(own):
    """A fresh process that unpickles a plan loads the file that its classes come from."""
    own.write(f"elsewhere/{own.module}.py", REGISTERED)
    (own.folder / f"{own.module}.py").unlink()
    config = {"source": {"use": "jsonl", "path": "in.jsonl"}, "stages": ["suffix"]}
    config["sink"] = {"use": "jsonl", "path": "out.jsonl"}
    plan = read_plan(config, plugins=[f"elsewhere/{own.module}.py"])
    (own.folder / "plan").write_bytes(pickle.dumps(plan))
    code = (
        "import pickle, hookline\n"
        "plan = pickle.load(open('plan', 'rb'))\n"
        "assert plan.hooks is None\n"
        "if __name__ == '__main__': print(hookline.run(plan, workers=1).written)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=own.folder,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert done.stdout == "2\n", done.stderr


def test_wrong_references_are_explained(own):
    """A module, a name or a class that cannot be used is a problem at its place."""
    own.write("own_broken.py", "1 / 0\n")
    for use, message in (
        ("no_such_module:Class", "there is no module `no_such_module`, neither installed nor in"),
        (f"{own.module}:Missing", "has no `Missing`"),
        (f"{own.module}:NOTHING", "registry.stage takes a subclass of Stage, got 7"),
        ("own_broken:Class", "cannot import the module `own_broken`: ZeroDivisionError"),
        ("a b:Class", "expected module:Class"),
    ):
        own.config(f"[{{use: '{use}'}}]")
        result = own.call("check", "c.yaml")
        assert result.code == 2
        assert "c.yaml:4:" in result.out
        assert message in result.out
    own.config(f"[{{use: '{own.module}:Suffix', marc: '?'}}]")
    assert "has no option `marc` (did you mean `mark`?)" in own.call("check", "c.yaml").out


def test_a_plugin_file_that_cannot_be_loaded_is_an_error(own):
    """A missing file, one that fails and one that hides a module are said, with code 2."""
    own.config("[]")
    own.write("own_failing.py", "raise SystemExit('no')")
    own.write("json.py", "")
    for name, message in (
        ("missing.py", "cannot load missing.py: there is no such file"),
        ("own_failing.py", "cannot load own_failing.py: SystemExit: no"),
        ("json.py", "there is already a module `json`; rename the file"),
    ):
        result = own.call("check", "c.yaml", "--plugins", name)
        assert result.code == 2
        assert message in result.err


def test_plugins_are_objects_modules_or_files(own):
    """`read_plan` and `Pipeline` take all three; a name that is taken is refused at once."""
    own.write(f"elsewhere/{own.module}.py", REGISTERED)
    file = f"elsewhere/{own.module}.py"
    with Pipeline.from_config({"stages": ["suffix"]}, plugins=[file]) as pipeline:
        assert pipeline.process("a").text == "a!"
    with Pipeline.from_config({"stages": ["suffix"]}, plugins=[own.module]) as pipeline:
        assert pipeline.process("a").text == "a!"
    config = {"source": {"use": "jsonl", "path": "in.jsonl"}, "stages": ["suffix"]}
    config["sink"] = {"use": "jsonl", "path": "out.jsonl"}
    assert run(read_plan(config, plugins=[sys.modules[own.module]])).written == 2
    with pytest.raises(PluginError, match="there is already a stage named `suffix`"):
        read_plan(config, plugins=[file, Rival()])
    with pytest.raises(ConfigError, match="there is no stage named `suffix`"):
        read_plan(config)


class Rival:
    """A plugin object that registers a name that is taken."""

    from hookline import hookimpl

    @hookimpl
    def hookline_register(self, registry):
        """Register a stage named like another."""
        from hookline import stage

        registry.stage(stage("suffix")(lambda doc: doc))
