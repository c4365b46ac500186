"""The contract kit: it passes what keeps the contract and names what does not."""

import pytest
from hookline_testplugin import faulty_ends, faulty_stages, stages

from hookline import (
    Document,
    FileSink,
    Place,
    Registry,
    Source,
    SourceError,
    Stage,
    Unreadable,
)
from hookline.testing import check_import, check_sink, check_source, check_stage, fuzz_texts

LIGHT = {"clean": {}, "boilerplate": {}, "shout": {}, "drop-empty": {}, "words": {}}


@pytest.mark.parametrize("name", LIGHT)
def test_stages_keep_the_contract(name):
    """Every light stage that is installed passes, built in or not."""
    component = Registry.discover().find("stage", name)
    assert check_stage(component, LIGHT[name])


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        (faulty_stages.Lossy, "outcomes for 37 documents"),
        (faulty_stages.Sneaky, "edited the text without declaring it"),
    ],
)
def test_broken_promises_are_named(stage, message):
    """A stage that loses documents, or edits without saying so, does not pass."""
    with pytest.raises(AssertionError, match=message):
        check_stage(stage)


def test_a_result_that_depends_on_the_batch_is_found():
    """A stage whose outcome depends on its neighbours does not pass."""
    with pytest.raises(AssertionError, match="batches of 1 change the outcome"):
        check_stage(stages.Neighbourly)


class Halves(Stage):
    """Leave half of a surrogate pair in the text or the meta data."""

    name = "halves"
    edits_text = True

    class Options(Stage.Options):
        where: str

    def process(self, docs):
        for doc in docs:
            if self.options.where == "text":
                yield doc.with_text("a\ud800")
            else:
                yield doc.with_meta(half="\ud800") if self.options.where == "meta" else doc


@pytest.mark.parametrize(("where", "named"), [("text", "text"), ("meta", r"meta\.half")])
def test_an_outcome_that_no_record_can_hold_is_found(where, named):
    """Half of a surrogate pair that a stage has put there does not pass; one that was read does."""
    message = f"no record can hold the outcome of t0: `{named}`: half of a surrogate pair"
    with pytest.raises(AssertionError, match=message):
        check_stage(Halves, {"where": where})
    assert check_stage(Halves, {"where": "nowhere"})


def test_a_local_class_is_found():
    """A class that another process could not find by its name does not pass."""

    class Local(Stage):
        name = "local-stage"

        def process(self, docs):
            return docs

    with pytest.raises(AssertionError, match=r"Local and its options cannot be sent .* top level"):
        check_stage(Local)


class Plain(Stage):
    """Pass documents on; a test changes what it declares."""

    name = "plain"

    def process(self, docs):
        return docs


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"name": ""}, "has no `name`"),
        ({"cost": "heavy"}, "cost is 'heavy'"),
        ({"requires": ("entites",)}, "did you mean `entities`"),
        ({"requires": ("vectors",)}, "no document to test `plain` with: it requires vectors"),
        ({"declare": classmethod(lambda cls, options: None)}, "gave None; expected a Declaration"),
    ],
)
def test_what_could_not_be_registered_does_not_pass(monkeypatch, declared, message):
    """The kit checks the class as its registration does, and that there is something to check."""
    for name, value in declared.items():
        monkeypatch.setattr(Plain, name, value)
    with pytest.raises(AssertionError, match=message):
        check_stage(Plain)


def test_the_document_that_a_stage_raises_for_is_named(monkeypatch):
    """The exception is that of the stage, with a note."""
    monkeypatch.setattr(Plain, "process", lambda self, docs: [1 / bool(doc.text) for doc in docs])
    with pytest.raises(ZeroDivisionError) as caught:
        check_stage(Plain)
    assert caught.value.__notes__ == ["the document is t0: ''"]


def test_a_stage_works_in_a_fresh_process():
    """With `spawn`, the outcomes of another process are compared too."""
    assert check_stage(stages.shout, texts=["a"], fuzz=0, spawn=True)


def test_random_texts_are_the_same_for_the_same_seed():
    """The fuzz can be repeated."""
    assert fuzz_texts(5) == fuzz_texts(5)
    assert fuzz_texts(5) != fuzz_texts(5, seed=1)


def test_the_built_in_sources_keep_the_contract(project):
    """Text and JSON lines, good and bad, read the same from any item on."""
    registry = Registry.discover()
    project.write("a.txt", "one")
    project.write("b.txt", b"\xff")
    project.write("c.txt", "")
    assert len(check_source(registry.find("source", "text"), {"path": "*.txt"})) == 3
    project.write("x.jsonl", '{"text": "a"}\nno json\n{"id": "i", "text": "b", "k": 1}\n')
    assert len(check_source(registry.find("source", "jsonl"), {"path": "x.jsonl"})) == 3


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"])
def test_the_built_in_sink_keeps_the_contract(project, name):
    """JSON lines are the same after an interruption, compressed or not."""
    sink = Registry.discover().find("sink", "jsonl")
    assert check_sink(sink, {"path": name}).count(b"\n") == 4


def test_a_sink_that_shows_unfinished_output_is_found(project):
    """A sink that writes under the final name at once does not pass."""
    with pytest.raises(AssertionError, match="is visible before it is finished"):
        check_sink(faulty_ends.Hasty, {"path": "out.txt"})


class Items(Source):
    """Read items that a test sets."""

    name = "items"
    items = ()

    def read(self, start=0):
        return self.items and iter(self.items[start:])


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (None, "`read` gave None; expected an iterator"),
        (["a"], "expected a Document or Unreadable, found 'a'"),
        ([Document.from_text("a")], "neither an id nor a place"),
        ([Document.from_text("a", "\ud800")], r"UTF-8 cannot hold the id '\\ud800'"),
        (
            [Unreadable(Place("a", 1), SourceError("b"), {"c": {1}})],
            "a:1: the payload is not plain",
        ),
    ],
)
def test_what_is_no_item_is_found(monkeypatch, items, message):
    """Each item is a document with an id and a place, or an unreadable one that can be revived."""
    monkeypatch.setattr(Items, "items", items)
    with pytest.raises(AssertionError, match=message):
        check_source(Items, {})


class Written(FileSink):
    """Write what a test sets."""

    name = "written"

    class Options(FileSink.Options):
        path: str

    def encode(self, docs):
        return [doc.text.encode(errors="replace") for doc in docs]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"encode": lambda self, docs: None}, "gave a NoneType; expected an iterator of chunks"),
        ({"encode": lambda self, docs: ["a" for _ in docs]}, "gave a str for a document; expected"),
        ({"encode": lambda self, docs: [b"a"]}, "encoded 4 documents as 1 chunk"),
        ({"endings": "txt"}, "endings is the string 'txt'"),
    ],
)
def test_what_is_no_chunk_is_found(project, monkeypatch, changed, message):
    """One chunk of bytes for each document, of a class that can be registered."""
    for name, value in changed.items():
        monkeypatch.setattr(Written, name, value)
    with pytest.raises(AssertionError, match=message):
        check_sink(Written, {"path": "out.txt"})


def test_an_output_that_exists_is_not_overwritten(project):
    """The check needs a path of its own."""
    project.write("out.txt", "mine")
    with pytest.raises(AssertionError, match=r"out\.txt exists; give a path that does not"):
        check_sink(Written, {"path": "out.txt"})


def test_a_source_that_forgets_its_place_is_found():
    """A source that always begins at the first item does not pass."""
    with pytest.raises(AssertionError, match="from number 1 gives other items"):
        check_source(faulty_ends.Forgetful, {})


@pytest.mark.parametrize(
    "module",
    ["hookline_text", "hookline_jsonl", "hookline_clean", "hookline_boilerplate", "hookline_stanza",
     "hookline_relations", "hookline_coref", "hookline_local"],
)  # fmt: skip
def test_listing_the_built_in_plugins_loads_nothing_heavy(module):
    """No plugin loads a model library when it is imported."""
    check_import(module)


def test_a_heavy_import_is_found():
    """A module that loads one of the named modules does not pass."""
    with pytest.raises(AssertionError, match="importing json loads json"):
        check_import("json", heavy=["json"])
