"""Declarations of components, layers and commands: checked when a plugin registers them."""

from typing import NamedTuple

import pytest
from pydantic import Field

from hookline import (
    ConfigError,
    Declaration,
    Document,
    Layer,
    Pipeline,
    PluginError,
    Registry,
    Sink,
    Source,
    Stage,
    hookimpl,
    stage,
)


def registering(register):
    """Return a plugin object that registers what a function tells it to."""

    class Plugin:
        @hookimpl
        def hookline_register(self, registry):
            register(registry)

    return Plugin()


class Valid(Stage):
    """A stage whose declaration is changed by a test."""

    name = "valid"

    def process(self, docs):
        return docs


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"provides": "entities"}, "provides is the string 'entities'; expected several names, such as ('entities',)"),
        ({"requires": "tokens"}, "requires is the string 'tokens'"),
        ({"labels": "PERSON"}, "labels is the string 'PERSON'"),
        ({"uses_labels": 3}, "uses_labels is 3; expected a tuple of strings"),
        ({"cost": "heavy"}, "cost is 'heavy'; expected one of: 'light', 'cpu', 'model'"),
        ({"batch_size": 0}, "batch_size is 0; expected a number of at least 1"),
        ({"edits_text": "yes"}, "edits_text is 'yes'; expected True or False"),
        ({"private": 1}, "private is 1; expected True or False"),
        ({"optional": ("lxml",)}, "optional is ('lxml',); expected a mapping of each module"),
        ({"provides": ("entites",)}, "provides names the layer `entites`, which no plugin declares; did you mean `entities`?"),
        ({"requires": ("chains",)}, "requires names the layer `chains`, which no plugin declares; known: clusters,"),
        ({"name": ""}, "has no `name`"),
        ({"name": "a:b"}, "has the name 'a:b', which a config cannot refer to"),
        ({"name": "a.b"}, "has the name 'a.b', which a config cannot refer to"),
        ({"name": "a b"}, "has the name 'a b', which a config cannot refer to"),
        ({"name": "a\x1b"}, "has the name 'a\\x1b', which a config cannot refer to"),
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_refused(declared, message):
    """A class attribute of a wrong type or value, or an unknown layer, stops the registration."""
    wrong = type("Wrong", (Valid,), declared)
    with pytest.raises(PluginError) as caught:
        Registry.discover([registering(lambda registry: registry.stage(wrong))])
    assert message in str(caught.value)


def test_options_are_named_as_a_config_has_them():
    """An option is known by its alias: in the hint for a wrong one, and where the host has its key."""

    class Aliased(Valid):
        name = "aliased"

        class Options(Stage.Options):
            wait: int = Field(1, alias="pause")

    with pytest.raises(ConfigError, match=r"has no option `wait` \(it has: .*pause"):
        Pipeline.from_config({"stages": [{"use": Aliased, "wait": 2}]})
    with Pipeline.from_config({"stages": [{"use": Aliased, "pause": 2}]}) as pipeline:
        assert pipeline.process("a").text == "a"

    class Taken(Valid):
        name = "taken"

        class Options(Stage.Options):
            wait: int = Field(1, alias="timeout")

    with pytest.raises(PluginError, match="has the option `timeout`, which the host reserves"):
        Registry.discover([registering(lambda registry: registry.stage(Taken))])


@pytest.mark.parametrize(
    ("endings", "message"),
    [
        (".txt", "endings is the string"),
        (("txt",), "endings has 'txt'; expected a dot first: '.txt'"),
    ],
)
@pytest.mark.parametrize(("kind", "base"), [("source", Source), ("sink", Sink)])
def test_endings_are_several_names_with_a_dot(kind, base, endings, message):
    """A string of endings, or one without its dot, is refused for sources and sinks alike."""
    wrong = type(
        "Wrong", (base,), {"name": "wrong", "endings": endings, "__abstractmethods__": None}
    )
    wrong.__abstractmethods__ = frozenset()
    with pytest.raises(PluginError, match=message):
        Registry.discover([registering(lambda registry: getattr(registry, kind)(wrong))])


def test_a_decorated_stage_takes_only_what_a_stage_declares():
    """An unknown keyword of `@stage` is a TypeError that names it."""
    with pytest.raises(TypeError, match="bogus"):
        stage("name", bogus=1)


class Marks(Stage.Options):
    """Options of a decorated stage."""

    mark: str = "!"


def of_one(doc):
    return doc


def of_two(doc, options):
    return doc.with_text(doc.text + options.mark)


def of_a_default(doc, mark="?"):
    return doc.with_text(doc.text + mark)


def yielding(doc):
    yield doc


async def yielding_later(doc):
    yield doc


@pytest.mark.parametrize(
    ("decorate", "function", "message"),
    [
        (stage, of_one, r"expected the name of the stage, as in `@stage\(\"shout\"\)`"),
        (
            stage("s"),
            of_two,
            r"call as of_two\(doc\): .*; for options, pass their model as `options=`",
        ),
        (stage("s", options=Marks), of_one, r"call as of_one\(doc, options\): "),
        (stage("s"), yielding, "yielding yields; expected a function that returns the outcome"),
        (stage("s"), yielding_later, "yielding_later yields"),
    ],
)
def test_a_function_that_cannot_be_a_stage_is_refused(decorate, function, message):
    """The decorator names a missing name, missing options and a generator, not the first document."""
    with pytest.raises(TypeError, match=message):
        decorate(function)


@pytest.mark.parametrize(
    ("decorate", "function", "text"),
    [
        (stage("s"), of_one, "a"),
        (stage("s", edits_text=True), of_a_default, "a?"),
        (stage("s", options=Marks, edits_text=True), of_two, "a!"),
    ],
)
def test_a_function_of_a_document_is_a_stage(decorate, function, text):
    """It takes the document, and the options if it has a model of them."""
    own = decorate(function)
    (doc,) = own(own.read_options({})).process([Document.from_text("a")])
    assert doc.text == text


def test_a_declaration_by_options_is_checked(project):
    """Layers that `declare` names are checked like those of the class."""

    class Wild(Valid):
        name = "wild"

        @classmethod
        def declare(cls, options):
            return super().declare(options)._replace(provides=frozenset({"entites"}))

    plugin = registering(lambda registry: registry.stage(Wild))
    with pytest.raises(ConfigError, match=r"names the layer `entites`.*did you mean `entities`"):
        Pipeline.from_config({"stages": ["wild"]}, plugins=[plugin])


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        (None, "expected a `Declaration`, found None"),
        (
            Declaration(["entities"], frozenset(), None, frozenset(), False),
            r"expected a set as `requires`, found \['entities'\]",
        ),
        (
            Declaration(frozenset(), frozenset(), ["PERSON"], frozenset(), False),
            r"expected a set as `labels`, found \['PERSON'\]",
        ),
    ],
)
def test_what_is_no_declaration_is_refused(declared, message):
    """The stage is named, and what it declares instead."""
    wild = type("Wild", (Valid,), {"name": "wild", "declare": classmethod(lambda *_: declared)})
    with pytest.raises(ConfigError, match=f"`wild` cannot declare its layers: .*{message}"):
        Pipeline.from_config(
            {"stages": ["wild"]}, plugins=[registering(lambda registry: registry.stage(wild))]
        )


def test_a_layer_of_a_plugin_can_be_required():
    """A layer that one plugin registers is known to the others, in any order."""

    class Chain(NamedTuple):
        length: int

    stages = registering(lambda r: r.stage(type("Uses", (Valid,), {"requires": ("chains",)})))
    layers = registering(lambda registry: registry.layer(Layer("chains", Chain)))
    assert "chains" in Registry.discover([stages, layers]).layers
    with pytest.raises(PluginError, match=r"there is already a layer .* `tokens`"):
        Registry.discover([registering(lambda r: r.layer(Layer("tokens", Chain)))])
    with pytest.raises(PluginError, match=r"registry\.layer takes a Layer, got <object"):
        Registry.discover([registering(lambda r: r.layer(object()))])


def test_a_command_of_the_host_cannot_be_replaced():
    """A plugin that registers `run` is refused."""
    plugin = registering(lambda registry: registry.command("run", None))
    with pytest.raises(
        PluginError, match="registers the command `run`, which is built into hookline"
    ):
        Registry.discover([plugin])
