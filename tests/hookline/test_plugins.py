"""Plugins: found, listed, and contained when they are broken."""


def test_the_list_names_every_component(project):
    """`hookline plugins` lists built-ins and strangers alike, with their distributions."""
    result = project.call("plugins")
    assert result.code == 0
    for name in ("text", "jsonl", "local", "shout", "hookline-trial"):
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
