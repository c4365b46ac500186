"""`hookline new`: packages that pass their own tests."""

import re
import subprocess
import sys

import pytest
from tests_support import environment

KINDS = ("stage", "source", "sink", "engine", "hook")


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_plugin_is_found_and_passes_its_tests(project, kind):
    """Once its metadata is on the path, the plugin is listed and its tests pass."""
    name = f"my-{kind}"
    assert project.call("new", name, "--kind", kind).code == 0
    folder = project.folder / f"hookline-{name}"
    (entry_point,) = (
        line
        for line in (folder / "pyproject.toml").read_text().splitlines()
        if line.startswith("my-")
    )
    info = folder / f"hookline_my_{kind}-0.1.0.dist-info"
    info.mkdir()  # what an installation would write
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: hookline-{name}\nVersion: 0.1.0\n"
    )
    (info / "entry_points.txt").write_text(f"[hookline]\n{entry_point.replace(chr(34), '')}\n")
    env = {**environment(), "PYTHONPATH": str(folder)}
    commands = [["pytest", "-q", "-p", "no:cacheprovider"]]
    if kind != "hook":
        commands.append(["hookline", "plugins", name])
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=folder, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_wrong_names_and_existing_folders_are_refused(project):
    """A name that is no package name, and a folder that is there, are clear errors."""
    result = project.call("new", "Not A Name")
    assert result.code == 2
    assert "is not a valid plugin name" in result.err
    assert "already an installed stage `clean`" in project.call("new", "clean").err
    assert "already an installed module `hookline_text`" in project.call("new", "text").err
    assert "already an installed sink `csv`" in project.call("new", "csv", "--kind", "sink").err
    (project.folder / "hookline-there").mkdir()
    result = project.call("new", "there")
    assert result.code == 2
    assert "there is already a hookline-there here" in result.err


@pytest.mark.parametrize(
    ("name", "kind", "class_name"),
    [
        ("minimum-words", "stage", "MinimumWords"),
        ("none", "stage", "NoneStage"),
        ("drop", "stage", "DropStage"),
        ("pipeline", "stage", "PipelineStage"),
        ("document", "source", "DocumentSource"),
        ("path", "hook", "PathHook"),
        ("registrar", "sink", "RegistrarSink"),
    ],
)
def test_the_class_hides_no_name_of_its_module(project, name, kind, class_name):
    """A name that Python or the module has another use for gets the kind of the component."""
    assert project.call("new", name, "--kind", kind).code == 0
    code = (
        project.folder / f"hookline-{name}/hookline_{name.replace('-', '_')}/{kind}.py"
    ).read_text()
    assert re.search(r"^class (\w+)", code, re.MULTILINE)[1] == class_name
    compile(code, kind, "exec")
