"""The public face, the hooks, and the documentation of both."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

from tests_support import environment

import hookline
from hookline.components import hooks

ROOT = Path(__file__).parents[2]


def test_every_public_name_is_there():
    """`__all__` is sorted, and each of its names can be loaded."""
    assert sorted(hookline.__all__) == hookline.__all__
    for name in hookline.__all__:
        assert getattr(hookline, name) is not None


def test_every_public_class_and_function_has_a_docstring():
    """Each public name says what it is for."""
    for name in hookline.__all__:
        value = getattr(hookline, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert inspect.getdoc(value), name


def test_every_hook_is_documented():
    """The plugin guide has a heading with the exact signature of every hook."""
    text = (ROOT / "docs" / "plugins.md").read_text()
    documented = re.findall(r"### `(hookline_\w+\(.*\))`", text)
    expected = [
        f"{name}({', '.join(inspect.signature(hook).parameters)})"
        for name, hook in vars(hooks).items()
        if name.startswith("hookline_")
    ]
    assert documented == expected


def test_every_hook_is_called(project):
    """A plugin that implements every hook sees them in order, none once per document."""
    calls = []

    class Spy:
        @hookline.hookimpl
        def hookline_register(self, registry):
            calls.append("register")

        @hookline.hookimpl
        def hookline_run_started(self, name, report):
            calls.append("started")

        @hookline.hookimpl
        def hookline_batch_done(self, report):
            calls.append("batch")

        @hookline.hookimpl
        def hookline_document_failed(self, failure):
            calls.append(f"failed {failure.id}")

        @hookline.hookimpl
        def hookline_run_finished(self, report):
            calls.append(f"finished {report.written}")

    project.documents("in.jsonl", ["a", "RAISE", "b"])
    path = project.config("[{use: poison}]")
    hookline.run(hookline.read_plan(path, plugins=[Spy()]))
    seen = list(dict.fromkeys(calls))  # a slow start can make for a second batch
    assert seen == ["register", "started", "failed d1", "batch", "finished 2"]


def test_the_command_line_answers_without_heavy_imports():
    """`hookline --help` loads neither pydantic nor anything heavier."""
    code = (
        "import sys\nfrom hookline.cli.command_line import run\nrun(['--help'])\n"
        "print([m for m in ('pydantic', 'rich', 'torch', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_schema_describes_every_component(project):
    """`hookline schema` is a JSON Schema that names each installed component."""
    import json

    schema = json.loads(project.call("schema").out)
    assert {"source-text", "stage-shout", "sink-jsonl"} <= set(schema["$defs"])
    assert schema["$defs"]["source-text"]["required"] == ["use", "path"]


def test_doctor_lists_the_plugins(project):
    """`hookline doctor --json` is JSON with versions and plugins."""
    import json

    findings = json.loads(project.call("doctor", "--json").out)
    assert findings["plugins"]["testplugin"] == "hookline-testplugin 1.0"
    assert findings["host"]["hookline"] == hookline.__version__


def test_an_option_of_the_command_line_is_a_parameter():
    """Every shared option of the commands is a keyword of `read_plan` or `run`, and the reverse."""
    from hookline.cli import options

    for function, table, others in (
        (hookline.read_plan, options.PLAN, {"config", "name"}),
        (hookline.run, options.RUN, {"plan", "stop"}),
    ):
        assert {*inspect.signature(function).parameters} == {*table} | others
