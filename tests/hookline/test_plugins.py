"""Plugins: found, listed, and contained when they are broken."""

import pytest

from hookline import PluginError, Registry, hookimpl


def test_the_list_names_every_component(project):
    """`hookline plugins` lists built-ins and strangers alike, with their distributions."""
    result = project.call("plugins")
    assert result.code == 0
    for name in ("text", "jsonl", "local", "shout", "hookline-testplugin"):
        assert name in result.out


def test_a_component_is_shown_with_its_options(project):
    """`hookline plugins NAME` shows options with types, defaults and descriptions."""
    result = project.call("plugins", "text")
    assert "encoding: str, default 'utf-8'" in result.out
    assert "how the files are encoded" in result.out


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
            registry.command("eval", object())

    with pytest.raises(PluginError, match="there is already a command named `eval`"):
        Registry.discover([Rival()])


def test_an_override_that_is_wrong_is_said_once(project):
    """`hookline check` of several configs reports a wrong --set once."""
    project.config("[]")
    project.config("[]", name="d.yaml")
    result = project.call("check", "c.yaml", "d.yaml", "--set", "nonsense")
    assert result.code == 2
    assert result.out.count("expected KEY=VALUE") == 1
