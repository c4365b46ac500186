"""Outcomes of single documents: `Failed`, `Retry` and `Split`, in the records, the letters and the balance."""

import asyncio
import re

import pytest

import hookline
from hookline import (
    Document,
    DocumentError,
    Drop,
    Edit,
    Failed,
    Failure,
    Pipeline,
    PluginError,
    Retry,
    Split,
    Stage,
    stage,
)
from hookline.testing import check_stage


class Sentences(Stage):
    """Split at full stops; a document that begins with `!` has a first letter that goes first."""

    name = "split"
    edits_text = True

    def process(self, docs):
        for doc in docs:
            if doc.text.startswith("!"):
                doc = doc.edit([Edit(0, 1, "", "mark")])
            cuts = [0, *(n + 1 for n, letter in enumerate(doc.text) if letter == ".")]
            spans = [(a, b) for a, b in zip(cuts, [*cuts[1:], len(doc.text)], strict=True) if a < b]
            yield Split([doc.part(start, end) for start, end in spans]) if spans else Drop("empty")


class Halves(Stage):
    """Split every text in two."""

    name = "halves"

    def process(self, docs):
        for doc in docs:
            half = len(doc.text) // 2
            yield Split([doc.part(0, half), doc.part(half, len(doc.text))])


@stage("odd-one")
def odd_one(doc):
    """Fail on texts with a 3, drop those with a 4."""
    if "3" in doc.text:
        raise ValueError("three")
    return Drop("four") if "4" in doc.text else doc


class Choosy(Stage):
    """Fail single documents of a batch, and count its calls."""

    name = "choosy"

    def process(self, docs):
        with open("calls", "a") as file:
            file.write("x")
        for doc in docs:
            yield Failed(KeyError(doc.id)) if "BAD" in doc.text else doc


class Wrong(Stage):
    """Return outcomes that the contract does not know."""

    name = "wrong"

    def process(self, docs):
        for doc in docs:
            if "none" in doc.text:
                yield Split([])
            elif "text" in doc.text:
                yield Split(["a part"])
            elif "raw" in doc.text:
                yield Split([Document.from_text("another")])
            else:
                yield Failed("no exception")


class Plugin:
    @hookline.hookimpl
    def hookline_register(self, registry):
        for component in (Sentences, Halves, odd_one, Choosy, Wrong):
            registry.stage(component)


def run(path, **settings):
    return hookline.run(hookline.read_plan(path, plugins=[Plugin()]), **settings)


def test_a_split_document_is_written_in_parts(project):
    """Parts are named after the document, and their offsets lead into its raw text."""
    project.documents("in.jsonl", ["One.Two.Three", "!Only", ""])
    path = project.config("[{use: split}, {use: words}]")
    report = run(path)
    records = project.records()
    assert [r["id"] for r in records] == ["d0#1", "d0#2", "d0#3", "d1#1"]
    raw = "One.Two.Three"
    for record in records[:3]:
        (entity,) = record["entities"]
        assert raw[entity["raw_start"] : entity["raw_end"]] == record["text"] == entity["text"]
    assert records[3]["text"] == "Only"
    assert report.stages[0].split == 2
    assert (report.read, report.written, report.dropped) == (3, 4, {"empty": 1})
    assert report.to_json()["split"] == 2
    assert report.to_json()["stages"][0]["split"] == 2


@pytest.mark.parametrize("batch_size", [1, 2, 64])
def test_the_balance_holds_with_parts_that_fail_or_are_dropped(project, batch_size):
    """read + split = written + dropped + failed, whatever becomes of the parts, split again or not."""
    project.documents("in.jsonl", ["11.33", "44.22.33.55", "66", "33"] * 9)
    path = project.config(
        "[{use: split}, {use: halves}, {use: odd-one}]", more=f"batch_size: {batch_size}\n"
    )
    report = run(path, workers=1)
    written, dropped = report.written, sum(report.dropped.values())
    assert report.read + report.split == written + dropped + report.failed
    assert (report.read, report.split) == (36, 9 * (3 + 7 + 1 + 1))
    ids = [record["id"] for record in project.records()]
    assert ids[:5] == ["d0#1#1", "d0#1#2", "d1#2#1", "d1#2#2", "d1#4#1"]
    letters = project.records("out.failures.jsonl")
    assert [letter["id"] for letter in letters[:2]] == ["d0#2#1", "d0#2#2"]
    assert letters[0]["payload"] == {"id": "d0", "text": "11.33", "meta": {}}
    assert letters[0]["error"]["type"] == "ValueError"


def test_a_run_with_splits_goes_on_where_it_stopped(project):
    """The position in the input is counted in documents read, not in parts written."""
    project.documents("in.jsonl", [f"a{n}.b{n}" for n in range(400)])
    path = project.config("[{use: split}]")
    stop = iter([False] * 8)
    first = run(path, stop=lambda: next(stop, True))
    assert not first.finished
    assert run(path).finished
    assert [r["text"] for r in project.records()] == [
        part for n in range(400) for part in (f"a{n}.", f"b{n}")
    ]


def test_the_limit_of_failures_stops_behind_a_whole_document(project):
    """All parts of the document that exceeds the limit are dealt with; the next run goes on behind it."""
    project.documents("in.jsonl", ["1.3.5", "3.3.7", "8.9"])
    path = project.config("[{use: split}, {use: odd-one}]", more="failures: {limit: 1}\n")
    with pytest.raises(hookline.HooklineError, match=r"failures\.limit is 1") as stopped:
        run(path)
    report = stopped.value.report
    assert (report.settled, report.written, report.failed, report.pending) == (2, 3, 3, 1)


def test_a_stage_fails_single_documents(project):
    """`Failed` costs one document and no second call of the stage."""
    project.documents("in.jsonl", ["BAD" if n % 5 == 0 else "fine" for n in range(16)])
    path = project.config("[{use: choosy}]")
    report = run(path, workers=1)
    assert (report.written, report.failed) == (12, 4)
    assert (project.folder / "calls").read_text() == "x"
    assert project.records("out.failures.jsonl")[0]["error"]["type"] == "KeyError"


def test_outcomes_that_break_the_contract_fail_their_document(project):
    """A split into nothing, into what is no document or into other texts is a failure, and said."""
    project.documents("in.jsonl", ["none", "text", "raw", "error"])
    report = run(project.config("[{use: wrong}]"))
    assert report.failed == 4
    messages = [x["error"]["message"] for x in project.records("out.failures.jsonl")]
    expected = [
        "into no parts",
        "one of them a str",
        "changed the raw text",
        "expected an exception",
    ]
    for message, words in zip(messages, expected, strict=True):
        assert words in message


def test_a_pipeline_gives_parts_and_causes():
    """`stream` yields each part; `process` raises an error with stage, type and cause."""
    config = {"stages": [{"use": "split"}, {"use": "odd-one"}]}
    with Pipeline.from_config(config, plugins=[Plugin()]) as pipeline:
        outcomes = list(pipeline.stream(["1.2", "3"]))
        with pytest.raises(DocumentError, match="split it into 2 parts"):
            pipeline.process("1.2")
    assert [type(item) for item in outcomes] == [Document, Document, Failure]
    config = {"stages": [{"use": "odd-one"}, {"use": "choosy"}]}
    with Pipeline.from_config(config, plugins=[Plugin()]) as pipeline:
        with pytest.raises(DocumentError) as failed:
            pipeline.process("3")
        with pytest.raises(DocumentError) as dropped:
            pipeline.process("4")
    assert (failed.value.stage, failed.value.error) == ("odd-one", "ValueError")
    assert isinstance(failed.value.cause, ValueError)
    assert failed.value.__cause__ is failed.value.cause
    assert (dropped.value.stage, dropped.value.cause) == ("odd-one", None)


def test_the_kit_knows_the_outcomes_of_single_documents():
    """It passes stages that fail, refuse or split single documents, and names wrong parts."""
    check_stage(Sentences, fuzz=5)
    check_stage(Halves, fuzz=5)
    outcomes = check_stage(odd_one, texts=["3", "4", "5"], fuzz=0)
    assert [type(outcome) for outcome in outcomes] == [Failed, Drop, Document]
    for text, words in (
        ("none", "no parts"),
        ("text", "one of them a str; expected Documents"),
        ("raw", "changed the raw text"),
    ):
        with pytest.raises(AssertionError, match=words):
            check_stage(Wrong, texts=[text], fuzz=0)


def test_a_part_is_aligned_with_the_raw_text():
    """It holds its text, the same raw text, and what was removed within it."""
    doc = Document.from_text("ab XX cd YY ef").edit(
        [Edit(2, 5, "", "x"), Edit(8, 11, "", "y"), Edit(12, 14, "fe")]
    )
    assert doc.text == "ab cd fe"
    part = doc.part(3, 6)
    assert (part.text, part.raw) == ("cd ", doc.raw)
    assert part.alignment.to_raw(0, 2) == (6, 8)
    assert [doc.raw[r.raw_start : r.raw_end] for r in part.removed] == ["YY"]
    assert [r.reason for r in doc.part(0, 3).removed] == ["x"]
    assert doc.part(6, 8).alignment.to_raw(0, 1) == doc.alignment.to_raw(6, 7)
    assert doc.part(0, 8) == doc
    with pytest.raises(ValueError, match="does not lie in a text of 8"):
        doc.part(3, 99)
    assert doc.with_layers(sentences=[]).part(0, 1).layers == {}


def test_a_refused_document_waits_as_long_as_the_stage_says(project):
    """`Retry` gives the document again after `after` seconds, and its neighbours are not."""
    import time

    calls = []

    class Limited(Stage):
        name = "limited"

        def process(self, docs):
            for doc in docs:
                calls.append((doc.id, time.monotonic()))
                refused = doc.id == "1" and sum(seen == "1" for seen, _ in calls) == 1
                yield Retry(OSError("429"), after=0.4) if refused else doc

    class Own:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.stage(Limited)

    docs = [Document.from_text("a", str(n)) for n in range(3)]
    config = {"stages": [{"use": "limited"}]}
    with Pipeline.from_config(config, plugins=[Own()]) as pipeline:
        assert all(isinstance(item, Document) for item in pipeline.stream(docs))
    times = [moment for seen, moment in calls if seen == "1"]
    assert sorted(seen for seen, _ in calls) == ["0", "1", "1", "2"]
    assert 0.4 <= times[1] - times[0] < 1.5


@pytest.mark.filterwarnings("ignore:the stage `odd` failed to close")
def test_odd_outcomes_are_failures(project):
    """What no stage may return fails the document, with a message, and the rest goes on."""
    texts = ["a", "NOTHING", "REASONLESS", "SURROGATE", "OUTSIDE", "REPLACED", "b"]
    project.documents("in.jsonl", texts)
    project.config("[{use: odd}]", more="failures: {path: bad.jsonl}\n")
    result = project.call("run", "c.yaml")
    assert result.code == 1
    assert [record["text"] for record in project.records()] == ["a", "b"]
    assert [letter["payload"]["text"] for letter in project.records("bad.jsonl")] == texts[1:-1]


class Forgetful(Stage):
    """Break the contract of `process` in the way that the options say."""

    name = "forgetful"

    class Options(Stage.Options):
        how: str

    def __init__(self, options):
        if options.how != "init":
            super().__init__(options)

    def process(self, docs):
        if self.options.how == "coroutine":
            return asyncio.sleep(0)
        return None if self.options.how == "nothing" else 7


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("nothing", "gave a NoneType for a batch; expected a list or an iterator of outcomes"),
        ("number", "gave an int for a batch; expected a list or an iterator of outcomes"),
        ("coroutine", "a stage that awaits derives from `AsyncStage` and implements `process_one`"),
    ],
)
def test_a_stage_that_returns_no_outcomes_is_told_what_to_return(how, message):
    """A forgotten `return` or `yield` and an `async def` are said by the host and by the kit."""
    config = {"stages": [{"use": Forgetful, "how": how}]}
    with Pipeline.from_config(config) as pipeline:
        (failure,) = pipeline.stream(["a"])
    assert failure.error == "OutcomeError"
    assert message in failure.message
    with pytest.raises(AssertionError, match=re.escape(message)):
        check_stage(Forgetful, {"how": how})


def test_a_constructor_that_keeps_no_options_is_told_what_to_call():
    """A stage that overrides `__init__` without that of the base has no options."""
    message = r"`__init__` of Forgetful must call `super\(\).__init__\(options\)`"
    with pytest.raises(PluginError, match=message):
        Pipeline.from_config({"stages": [{"use": Forgetful, "how": "init"}]}).process("a")


class Takes(Stage):
    """Take documents from the list of the batch until it is empty."""

    name = "takes"

    def process(self, docs):
        while docs:
            yield docs.pop(0)


def test_a_stage_may_change_the_list_of_its_documents():
    """The list is its own: the host keeps the documents that it waits for."""
    with Pipeline.from_config({"stages": [{"use": Takes}]}) as pipeline:
        assert [doc.text for doc in pipeline.stream(["a", "b", "c"])] == ["a", "b", "c"]
    assert check_stage(Takes)
