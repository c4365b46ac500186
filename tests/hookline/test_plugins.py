"""Plugins: found, listed, and contained when they are broken."""

import re
import sys

import click
import pytest

from hookline import (
    PluginError,
    Registry,
    hookimpl,
    read_plan,
    run,
)

REGISTER = """
from hookline import Drop, Stage, hookimpl, stage
@hookimpl
def hookline_register(registry):
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """A function that installs a plugin: its distribution and the body of its registration."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    modules = []

    def install(name, body, more=""):
        module = f"installed_{name.replace('-', '_')}"
        modules.append(module)
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        (folder / f"{module}.py").write_text(REGISTER + lines + more)
        info = folder / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[hookline]\n{module} = {module}\n")

    yield install
    for module in modules:
        sys.modules.pop(module, None)


def test_the_list_names_every_component(project):
    """`hookline plugins` lists built-ins and strangers alike, with their distributions."""
    result = project.call("plugins")
    assert result.code == 0
    for name in ("text", "jsonl", "local", "shout", "hookline-testplugin"):
        assert name in result.out


def test_a_component_is_shown_with_its_options(project):
    """`hookline plugins NAME` shows options with types, defaults and descriptions."""
    result = project.call("plugins", "text")
    assert "encoding: text, default utf-8" in result.out
    assert "the encoding of the files" in result.out


def test_what_a_component_needs_is_listed(project):
    """The list and the details name the extra of a component whose library is not installed."""
    project.write(
        "far.py",
        "from hookline import hookimpl, stage\n"
        "@stage('far', optional={'no_such_library': 'hookline-far[all]'})\n"
        "def far(doc):\n"
        "    return doc\n"
        "@hookimpl\n"
        "def hookline_register(registry):\n"
        "    registry.stage(far)\n",
    )
    for name in ((), ("far",)):
        result = project.call("plugins", *name, "--plugins", "far.py")
        assert result.code == 0
        assert "pip install 'hookline-far[all]'" in result.out


def test_plugins_that_observe_runs_are_listed(project):
    """A plugin with hooks is listed and shown by its name, with the hooks that it has."""
    result = project.call("plugins")
    assert re.search(
        r"^hook +telemetry +hookline \S+ +Report runs as metrics and traces\.$", result.out, re.M
    )
    result = project.call("plugins", "telemetry")
    assert (result.code, result.out.split("\n")[0]) == (
        0,
        "hook telemetry (hookline_telemetry.telemetry:Telemetry)",
    )
    assert "hookline_run_finished" in result.out


def test_an_unknown_name_is_an_error(project):
    """Asking for what is not installed says what is."""
    result = project.call("plugins", "nothing")
    assert result.code == 2
    assert "nothing is named `nothing`" in result.err


def test_a_broken_plugin_is_reported_and_harms_nobody(project):
    """A plugin that cannot be imported is listed as broken; configs that do not use it run."""
    project.documents("in.jsonl", ["a"])
    project.config("[{use: shout}]")
    with project.start("plugins", broken=True) as listing:
        out, _ = listing.communicate()
    assert "broken: broken of hookline-broken 1.0: RuntimeError" in " ".join(out.split())
    with project.start("run", "c.yaml", broken=True) as run:
        assert run.wait() == 0
    project.config("[{use: unheard-of}]")
    with project.start("check", "c.yaml", broken=True) as check:
        out, _ = check.communicate()
    assert check.returncode == 2
    assert "a plugin that may provide it is broken: hookline-broken: RuntimeError" in out


def test_commands_of_plugins_are_listed_and_shown(project):
    """A command that a plugin registers is in the list, and has its help shown by its name."""
    assert "command  eval" in project.call("plugins").out
    assert "Usage: hookline eval" in project.call("plugins", "eval").out


def test_two_plugins_cannot_have_one_command(project):
    """A second plugin with the same command is refused, as one with the same stage is."""

    class Rival:
        @hookimpl
        def hookline_register(self, registry):
            registry.command("eval", click.Command("eval"))

    with pytest.raises(PluginError, match="there is already a command named `eval`"):
        Registry.discover([Rival()])


def test_an_override_that_is_wrong_is_said_once(project):
    """`hookline check` of several configs reports a wrong --set once."""
    project.config("[]")
    project.config("[]", name="d.yaml")
    result = project.call("check", "c.yaml", "d.yaml", "--set", "nonsense")
    assert result.code == 2
    assert result.out.count("expected KEY=VALUE") == 1


SHOUT = 'registry.stage(stage("{}", edits_text=True)(lambda doc: doc.with_text("{}")))'


def test_a_name_that_two_distributions_register_belongs_to_neither(project, install):
    """A config that uses it is an error that names both; others run, and `doctor` shows it."""
    install("a-first", SHOUT.format("twice", "one"))
    install("z-second", SHOUT.format("twice", "two"))
    install("clean-again", SHOUT.format("clean", "replaced"))
    project.documents("in.jsonl", ["a"])
    project.config("[twice, clean]")
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert (
        "the stage `twice` is registered more than once, by a-first 1.0 (entry point "
        "installed_a_first) and by z-second 1.0 (entry point installed_z_second)"
    ) in result.out
    assert "the stage `clean` is registered more than once, by hookline" in result.out
    assert "and by clean-again 1.0" in result.out
    assert "(unusable: registered" in project.call("plugins").out
    project.config("[shout]")
    assert project.call("run", "c.yaml").code == 0
    assert "stage clean: hookline" in project.call("doctor").out


def test_a_command_that_two_distributions_register_is_not_called(project, install):
    """Calling it is an error that names both."""
    install("rival", 'import click\nregistry.command("eval", click.Command("eval"))')
    result = project.call("eval")
    assert result.code == 2
    assert "the command `eval` is registered more than once, by hookline" in result.err
    assert "and by rival 1.0" in result.err


@pytest.mark.parametrize("error", ["SystemExit(3)", "RuntimeError('no')"])
def test_a_plugin_that_fails_to_register_has_no_hook_called(project, install, error):
    """It is listed as broken, and nothing of it takes part in a run."""
    hook = "\n@hookimpl\ndef hookline_run_started(name, report):\n    open('called', 'w').close()\n"
    body = f"registry.stage(stage('half')(lambda doc: doc))\nraise {error}"
    install("half-way", body, hook)
    project.documents("in.jsonl", ["a"])
    project.config("[]")
    assert project.call("run", "c.yaml").code == 0
    assert not (project.folder / "called").exists()
    assert "half-way" in " ".join(project.call("plugins").out.split())
    assert Registry.discover().find("stage", "half") is None


def test_a_plugin_can_require_a_version_of_the_api(project, install):
    """One that needs a newer API is broken, with what to do; the present version is fine."""
    install("modern", "registry.require_api(1)\n" + SHOUT.format("modern", ""))
    install("future", "registry.require_api(99)")
    registry = Registry.discover()
    assert registry.find("stage", "modern")
    (broken,) = [item for item in registry.broken if item.distribution == "future"]
    assert broken.error.startswith(
        "needs version 99 of the plugin API; this hookline has version 1"
    )
    assert "upgrade hookline" in broken.error


@pytest.mark.filterwarnings("ignore:a plugin failed")
def test_a_hook_that_fails_does_not_silence_others(project):
    """Every plugin's hook is called, whatever the others raise."""
    seen = []

    def watcher(fails):
        class Watching:
            @hookimpl
            def hookline_run_finished(self, report):
                if fails:
                    raise SystemError("first")
                seen.append(report.written)

        return Watching()

    project.documents("in.jsonl", ["a"])
    plugins = [watcher(False), watcher(True), watcher(False)]
    run(read_plan(project.config("[]"), plugins=plugins))
    assert seen == [1, 1]


def test_a_name_that_cannot_be_used_is_explained(project, install):
    """`hookline plugins NAME` says who else registers a component, or why its plugin is broken."""
    install("a-first", SHOUT.format("twice", "one"))
    install("z-second", SHOUT.format("twice", "two"))
    install("half-way", "raise ValueError('no')")
    result = project.call("plugins", "twice")
    assert result.code == 2
    assert "the stage `twice` is registered more than once, by a-first 1.0" in result.err
    result = project.call("plugins", "half-way")
    assert "the plugin `half-way` is broken: ValueError: no (" in result.err


@pytest.mark.parametrize(
    ("body", "more", "message"),
    [
        ("1 / 0", "", "installed_faulty.py:5)"),
        ("", "\nfrom hookline import Nothing\n", "installed_faulty.py:7)"),
        ("", "\ndel hookline_register\n", "expected an object with hooks, such as `hookline_register`"),
        ("", "\ndef hookline_run_started(name): pass\n", "`hookline_run_started` is not marked as a hook: put `@hookimpl`"),
        ("", "\n@hookimpl\ndef hookline_started(name): pass\n", "; the hooks are hookline_register, hookline_doctor,"),
        ("", "\n@hookimpl\ndef hookline_run_started(title): pass\n", "; the hooks are hookline_register, hookline_doctor,"),
        ("registry.command('own', print)", "", "takes a name and a click command, got <built-in function print> for 'own'"),
        ("import click; registry.command('a b', click.Command('a'))", "", "a command named 'a b'; expected a word"),
    ],
)  # fmt: skip
def test_a_faulty_plugin_is_named_with_its_fault(project, install, body, more, message):
    """What is wrong, and in which line, is known when the plugin is loaded, and harms no other."""
    install("faulty", body or "pass", more)
    (broken,) = Registry.discover().broken
    assert broken.distribution == "faulty"
    assert message in broken.error
    assert project.call("plugins").code == 0


def test_a_layer_has_one_owner(install):
    """A second plugin with the layer is broken, and told whose it is."""
    item = "from typing import NamedTuple\nfrom hookline import Layer\nclass Own(NamedTuple):\n    n: int\n"
    for name in ("a-first", "z-second"):
        install(name, f"{item}registry.layer(Layer('chains', Own))")
    (broken,) = Registry.discover().broken
    assert broken.distribution == "z-second"
    assert "registers the layer `chains`, which is already one of a-first 1.0" in broken.error


def test_a_plugin_does_not_take_the_endings_of_built_in_readers(install):
    """The ending of an input picks the reader that comes with hookline, however another is named."""
    reader = (
        "from hookline import FileSource\nclass Own(FileSource):\n    name = 'a'\n"
        "    endings = ('.jsonl', '.own')\n    def entries(self, file, name): return iter(())\n"
        "    def document(self, place, entry): return None\nregistry.source(Own)"
    )
    install("reader", reader)
    registry = Registry.discover()
    assert registry.by_ending("source", ".own").name == "a"
    assert registry.by_ending("source", ".jsonl").name == "jsonl"
