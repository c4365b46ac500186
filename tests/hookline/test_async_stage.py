"""Stages of coroutines: several documents at the same time, within the limits of the config."""

import asyncio

import pytest

import hookline
from hookline import AsyncStage, Document, Drop, Pipeline, PluginError, Retry, TransientError, stage
from hookline.runner import backoff
from hookline.runner.backoff import Backoff
from hookline.testing import check_stage


class Waiting(AsyncStage):
    """Count how many documents are in process at the same time."""

    name = "waiting"
    active = most = closed = 0

    async def process_one(self, doc):
        cls = type(self)
        cls.active += 1
        cls.most = max(cls.most, cls.active)
        await asyncio.sleep(0.01 if doc.text.endswith("3") else 0.001)
        cls.active -= 1
        if doc.text == "fails":
            raise ValueError("no")
        if doc.text == "drops":
            return Drop("asked")
        return doc.with_meta(seen=True)

    async def aclose(self):
        type(self).closed += 1


@pytest.fixture(autouse=True)
def _counts():
    Waiting.active = Waiting.most = Waiting.closed = 0


class Plugin:
    @hookline.hookimpl
    def hookline_register(self, registry):
        registry.stage(Waiting)


def pipeline(**keys):
    """A pipeline of the stage with keys of its config."""
    return Pipeline.from_config({"stages": [{"use": "waiting", **keys}]}, plugins=[Plugin()])


@pytest.mark.parametrize("limit", [1, 3, None])
def test_as_many_documents_as_allowed_are_in_process(limit):
    """`in_flight` bounds them, 8 by default; outcomes are in order, and the client is closed once."""
    keys = {} if limit is None else {"in_flight": limit}
    with pipeline(**keys) as opened:
        outcomes = list(opened.stream(f"text {n}" for n in range(40)))
    assert [outcome.text for outcome in outcomes] == [f"text {n}" for n in range(40)]
    assert Waiting.most == (limit or AsyncStage.in_flight)
    assert Waiting.closed == 1


def test_one_document_costs_one_document():
    """An exception fails its document and a `Drop` drops it; the others of the batch pass."""
    docs = [Document.from_text(text) for text in ("a", "fails", "drops", "b")]
    with pipeline() as opened:
        outcomes = list(opened.stream(docs))
    kinds = [type(outcome).__name__ for outcome in outcomes]
    assert kinds == ["Document", "Failure", "Dropped", "Document"]
    assert outcomes[1].message == "no"


def test_it_can_be_called_within_an_event_loop():
    """The coroutines run in a loop of their own, so that of the caller may be running."""

    async def main():
        with pipeline() as opened:
            inside = opened.process("a")
            streamed = [outcome async for outcome in opened.astream(["b", "c"])]
        return [inside, *streamed]

    assert [doc.text for doc in asyncio.run(main())] == ["a", "b", "c"]


def test_a_transient_error_is_tried_again(project):
    """It becomes a `Retry` with its pause; a document that is refused does not hold the others."""
    asked = []

    @stage("service")
    async def service(doc):
        await asyncio.sleep(0)
        asked.append(doc.text)
        if asked.count(doc.text) == 1:
            raise TransientError("busy", after=0)
        return doc.with_meta(asked=asked.count(doc.text))

    assert issubclass(service, AsyncStage)
    (outcome,) = service(service.Options()).process([Document.from_text("x")])
    assert isinstance(outcome, Retry)
    assert outcome.after == 0
    asked.clear()
    config = {"stages": [{"use": "service"}]}

    class Registers:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.stage(service)

    with Pipeline.from_config(config, plugins=[Registers()]) as opened:
        docs = list(opened.stream(["a", "b", "c"]))
    assert [doc.meta["asked"] for doc in docs] == [2, 2, 2]


class MarkOptions(hookline.Options):
    """Options of `mark`."""

    word: str


@stage("mark", options=MarkOptions)
async def mark(doc, options):
    """Store a word in the meta data."""
    await asyncio.sleep(0)
    return doc.with_meta(word=options.word)


def test_the_options_reach_a_coroutine_function():
    """A coroutine function takes options as other functions do, and keeps the contract."""
    outcomes = check_stage(mark, {"word": "w"}, documents=[Document.from_text("a")])
    assert outcomes[0].meta["word"] == "w"


def test_starts_are_reserved_at_even_distances(monkeypatch):
    """All processes share the time of the next start; a time that passed unused is not made up for."""
    now = [100.0]
    monkeypatch.setattr(backoff, "monotonic", lambda: now[0])
    shared = Backoff(2)
    assert [shared.reserve(0, 0.5) for _ in range(3)] == [0.0, 0.5, 1.0]
    assert shared.reserve(1, 0.5) == 0.0  # another stage
    now[0] = 200.0
    assert [shared.reserve(0, 0.5) for _ in range(2)] == [0.0, 0.5]


def test_the_limits_of_the_config_reach_the_stage(project, monkeypatch):
    """`per_second` reserves a start for each document."""
    intervals = []
    monkeypatch.setattr(
        Backoff, "reserve", lambda self, step, interval: intervals.append(interval) or 0
    )
    with pipeline(per_second=4) as opened:
        list(opened.stream(["a", "b", "c"]))
    assert intervals == [0.25] * 3


@pytest.mark.parametrize("key", ["in_flight", "per_second"])
def test_limits_of_other_stages_are_refused(project, key):
    """A stage without coroutines has no such limits; the message names the key and its place."""
    project.documents("in.jsonl", ["a"])
    project.config(f"[{{use: shout, {key}: 3}}]")
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert (
        f"`{key}` is a limit of stages of coroutines, and `shout` is none"
        in result.err + result.out
    )


@pytest.mark.parametrize("value", [0, -1, "x", True])
def test_a_wrong_limit_is_refused(value):
    """The limit of a class and that of a config are numbers of at least 1."""

    class Wrong(Waiting):
        name = "wrong"
        in_flight = value

    class Registers:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.stage(Wrong)

    with pytest.raises(PluginError, match="in_flight"):
        Pipeline.from_config({"stages": [{"use": "wrong"}]}, plugins=[Registers()])
    with pytest.raises(hookline.ConfigError, match="in_flight"):
        pipeline(in_flight=value)


def test_a_run_may_go_on_with_other_limits(project, tmp_path):
    """The limits are no part of what a run is: they do not change its records."""
    project.write(
        "plug.py",
        "import hookline\nclass Ask(hookline.AsyncStage):\n    name = 'ask'\n"
        "    async def process_one(self, doc):\n        return doc.with_meta(a=1)\n",
    )
    project.documents("in.jsonl", ["a", "b", "c"])
    project.config("[{use: 'plug:Ask'}]")
    assert project.call("run", "c.yaml", "--limit", "2").code == 0
    project.config("[{use: 'plug:Ask', in_flight: 2, per_second: 100}]")
    result = project.call("run", "c.yaml")
    assert result.code == 0, result.err
    assert len(project.records()) == 3


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, GeneratorExit, "stop"])
def test_a_coroutine_that_ends_the_loop_costs_its_document(kind):
    """What would end the thread or stop its loop fails the document, and the others pass."""

    @stage("ends")
    async def ends(doc):
        if doc.text == "bad" and kind == "stop":
            asyncio.get_running_loop().stop()
        elif doc.text == "bad":
            raise kind("no")
        await asyncio.sleep(0.01)
        return doc

    class Registers:
        @hookline.hookimpl
        def hookline_register(self, registry):
            registry.stage(ends)

    config = {"stages": [{"use": "ends"}]}
    with Pipeline.from_config(config, plugins=[Registers()]) as opened:
        outcomes = list(opened.stream(["a", "bad", "b"]))
    kinds = [type(outcome).__name__ for outcome in outcomes]
    assert kinds == ["Document", "Document" if kind == "stop" else "Failure", "Document"]


class NoCoroutine(AsyncStage):
    """Return the document instead of a coroutine."""

    name = "no-coroutine"

    def process_one(self, doc):
        return doc


def test_a_function_that_is_no_coroutine_is_named():
    """`def process_one` without `async` fails the document, and says what is missing."""
    with Pipeline.from_config({"stages": [{"use": NoCoroutine}]}) as pipeline:
        (failure,) = pipeline.stream(["a"])
    assert failure.error == "OutcomeError"
    assert "gave a Document; expected a coroutine: `async def process_one`" in failure.message
