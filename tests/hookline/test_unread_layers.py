"""A run does not compute layers that no sink reads."""

import sys

import pytest

CODE = '''
from typing import Literal

from hookline import Sentence, Stage, Token
from pydantic import Field

class Words(Stage):
    """Make one token of each text, with a tag on request, and count the calls for tags."""
    name = "words"
    provides = ("sentences", "tokens", "syntax")
    class Options(Stage.Options):
        layers: list[Literal["syntax"]] = Field(["syntax"], description="what to add to tokens")

    @classmethod
    def declare(cls, options):
        declaration = super().declare(options)
        unread = {"syntax"} - {*options.layers}
        return declaration._replace(provides=declaration.provides - unread)

    @classmethod
    def without_layers(cls, options, unread):
        return options.model_copy(update={"layers": [x for x in options.layers if x not in unread]})

    def process(self, docs):
        tagged = {"lemma": "a", "upos": "X", "xpos": "X", "feats": "A=B", "deprel": "root"}
        values = tagged if self.options.layers else {}
        for doc in docs:
            tokens = [Token(0, len(doc.text), doc.text, 0, **values)]
            yield doc.with_meta(tags=len(values)).with_layers(
                sentences=[Sentence(0, len(doc.text))], tokens=tokens
            )

class Last(Stage):
    """Pass documents on."""
    name = "last"
    def process(self, docs):
        return docs
'''


@pytest.fixture
def words(project, monkeypatch):
    """A project with the stage in a module of its own."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    name = f"words_{project.folder.name.replace('-', '_')}"
    project.write(f"{name}.py", CODE)
    project.documents("in.jsonl", ["Ab"])
    project.use = f"{{use: '{name}:Words'}}"
    project.last = f"{{use: '{name}:Last'}}"
    yield project
    sys.modules.pop(name, None)


def tags(project, stages, *arguments, more=""):
    """Return how many fields of syntax the stage made in a run."""
    project.config(stages, more=more)
    result = project.call("run", "c.yaml", "--fresh", *arguments)
    assert result.code == 0, result.err
    return project.records("out.jsonl")[0]["meta"]["tags"]


def test_the_last_stage_leaves_out_what_no_sink_reads(words):
    """Without tokens in the output, syntax is not computed; with them it is."""
    assert tags(words, f"[{words.use}]") == 0
    assert tags(words, f"[{words.use}]", "--set", "sink.include=[tokens]") == 5


def test_a_stage_before_another_computes_everything(words):
    """A stage that follows may use a layer where there is one."""
    assert tags(words, f"[{words.use}, {words.last}]") == 5


def test_a_cache_holds_every_layer(words):
    """Outcomes in a cache are complete, for configs with more stages."""
    assert tags(words, f"[{words.use}]", more="cache: cache\n") == 5


def test_one_of_several_sinks_that_reads_a_layer_is_enough(words):
    """With several sinks, a layer is left out only if none of them reads it."""
    both = "[{use: jsonl, path: out.jsonl}, {use: conllu, path: out.conllu}]"
    words.config(f"[{words.use}]")
    assert words.call("run", "c.yaml", "--fresh", "--set", f"sink={both}").code == 0
    assert words.records("out.jsonl")[0]["meta"]["tags"] == 5
