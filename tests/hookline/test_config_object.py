"""`Config`: a config as a Python object, with classes of the program as components."""

import copy
import inspect
import json
import pickle

import pytest
from pydantic import Field

from hookline import (
    Config,
    ConfigError,
    Document,
    Pipeline,
    Source,
    Stage,
    hookimpl,
    read_plan,
    run,
    stage,
)


class Suffix(Stage):
    """Append a mark to the text."""

    name = "suffix"
    edits_text = True

    class Options(Stage.Options):
        """The options."""

        mark: str = Field("!", description="what to append")

    def process(self, docs):
        return [doc.with_text(doc.text + self.options.mark) for doc in docs]


@stage("whisper", edits_text=True)
def whisper(doc):
    """Lower-case the text."""
    return doc.with_text(doc.text.lower())


def appending(mark):
    """Return a stage class that is made in a function."""

    @stage("append", edits_text=True)
    def append(doc):
        return doc.with_text(doc.text + mark)

    return append


def config(*stages, **keys):
    """Return a config that reads in.jsonl and writes out.jsonl."""
    source, sink = {"use": "jsonl", "path": "in.jsonl"}, {"use": "jsonl", "path": "out.jsonl"}
    return Config(**{"source": source, "stages": stages, "sink": sink, **keys})


@pytest.mark.parametrize("workers", [1, 2])
def test_a_config_with_own_classes_runs(project, workers):
    """Classes, with options or without, run beside named components, in any process."""
    project.documents("in.jsonl", ["Ab", "Cd"])
    stages = (whisper, Suffix, {"use": Suffix, "mark": "?", "name": "ask"}, "shout")
    path = project.folder / "out.jsonl"
    plan = read_plan(config(*stages, sink={"use": "jsonl", "path": path}))
    assert [bound.name for bound in plan.stages] == ["whisper", "Suffix", "ask", "shout"]
    assert run(plan, workers=workers).finished
    assert [record["text"] for record in project.records()] == ["AB!?", "CD!?"]


def test_classes_of_functions_are_told_apart():
    """Two classes that one function has made each do their own work, also in an embedded pipeline."""
    stages = [appending("1"), appending("2"), appending("1")]
    with Pipeline.from_config(Config(stages=stages)) as pipeline:
        assert pipeline.process("a").text == "a121"
        names = [bound.name for bound in pipeline.plan.stages]
    assert names == ["append", "append-2", "append-3"]


def test_a_registered_class_is_the_component_of_its_name(project):
    """The class of a plugin gives the plan that its name gives."""

    class Plugin:
        @hookimpl
        def hookline_register(self, registry):
            registry.stage(Suffix)

    plugin = Plugin()
    by_class = read_plan(config({"use": Suffix, "mark": "?"}), plugins=[plugin])
    by_name = read_plan(config({"use": "suffix", "mark": "?"}), plugins=[plugin])
    assert by_class.stages == by_name.stages
    assert by_class.digest() == by_name.digest()
    overridden = read_plan(config(Suffix), plugins=[plugin], overrides=["stages.suffix.mark='?'"])
    assert overridden.stages[0].options.mark == "?"


def test_a_source_can_be_a_class(project):
    """It is read like any other, here before one with a name."""

    class Letters(Source):
        name = "letters"

        def read(self, start=0):
            for number, text in list(enumerate("ab"))[start:]:
                yield Document.from_text(text, str(number))

    project.documents("in.jsonl", ["c"])
    jsonl = {"use": "jsonl", "path": "in.jsonl"}
    assert run(read_plan(config("shout", source=[Letters, jsonl]))).written == 3
    assert [record["text"] for record in project.records()] == ["A", "B", "C"]


def test_problems_name_the_place_in_the_config():
    """The checks are those of a file; the place is the path of keys."""
    stages = (Suffix, {"use": Suffix, "marc": "?"}, "shuot", int, Source)
    keys = {"source": {"use": "jsonl"}, "cache": "", "failures": {"limit": -1}}
    with pytest.raises(ConfigError) as caught:
        read_plan(config(*stages, **keys))
    text = str(caught.value)
    module = Suffix.__module__
    for line in (
        f"config:stages.1.marc: error: the stage `{module}:Suffix` has no option `marc` (did you mean `mark`?)",
        "config:stages.2.use: error: there is no stage named `shuot` (did you mean `shout`?)",
        "config:stages.3.use: error: the stage `builtins:int` cannot be used: registry.stage takes a",
        "config:source: error: the source `jsonl` needs `path`",
        "config:failures.limit: error: `failures.limit` of the config: expected",
        "config:cache.path: error: `cache.path` of the config: expected a value that is not empty",
    ):
        assert line in text
    assert "registry.stage takes a subclass of Stage, got <class 'hookline" in text
    with pytest.raises(ConfigError, match="the config needs `source`"):
        read_plan(Config(stages=[]))


def test_a_config_is_an_immutable_mapping():
    """It equals the mapping of its keys, can be copied and sent, and cannot be changed."""
    stages = ["shout", Suffix]
    made = Config(stages=stages, batch_size=3)
    stages.append("missing")
    assert dict(made) == {"stages": ("shout", Suffix), "batch_size": 3}
    assert made == Config(stages=("shout", Suffix), batch_size=3)
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == made
    assert "sink" not in made
    with pytest.raises(AttributeError):
        made.batch_size = 4
    with pytest.raises(TypeError, match="stagse"):
        Config(stagse=[])


def test_a_config_has_the_keys_of_a_file(project):
    """Its fields are those of the schema of config files."""
    keys = json.loads(project.call("schema").out)["properties"]
    assert {*inspect.signature(Config).parameters} == {*keys}
    values = dict.fromkeys(keys, "value")
    assert dict(Config(**values)) == values
