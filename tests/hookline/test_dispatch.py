"""The dispatcher: order, bounds, lost units, and how little an engine has to do."""

import threading
import time
from collections import deque
from typing import ClassVar

import pytest

import hookline
from hookline import Document, Engine, Lost, Source, Stage
from hookline.components.unit import Unit, UnitResult
from hookline.runner import calls, isolation
from hookline.runner.backoff import Backoff
from hookline.runner.isolation import split_suspects


class Here(Engine):
    """Compute in this process: what the documentation shows."""

    name = "here"

    def start(self, job, workers):
        self.worker, self.results = job.open(), []
        return 1

    def submit(self, unit):
        self.results.append(self.worker.compute(unit))

    def wait(self, timeout):
        results, self.results = self.results, []
        return results

    def stop(self):
        self.worker.close()


class Unreliable(Here):
    """Hand results back in the wrong order, and lose units that hold a certain document."""

    name = "unreliable"
    seen: ClassVar[list] = []

    def start(self, job, workers):
        super().start(job, workers)
        self.seen.clear()
        return 3

    def submit(self, unit):
        ids = [item.id for item in unit.items]
        self.seen.append(ids)
        if "d33" in ids:
            at = ids.index("d33")
            first, last = max(at - 1, 0), min(at + 1, len(ids) - 1)
            self.results.append(Lost(unit.start, OSError("lost"), "shout", first, last))
        elif "d70" in ids:  # it cannot say which
            self.results.append(Lost(unit.start, OSError("lost too")))
        else:
            super().submit(unit)

    def wait(self, timeout):
        return reversed(super().wait(timeout))


def plugin_of(**components):
    class Plugin:
        @hookline.hookimpl
        def hookline_register(self, registry):
            for kind, items in components.items():
                for component in items:
                    getattr(registry, kind)(component)

    return Plugin()


def run(path, *plugins, engine="local", **settings):
    return hookline.run(hookline.read_plan(path, engine=engine, plugins=plugins), **settings)


def test_a_trivial_engine_is_enough(project):
    """An engine of four short methods gives the bytes of `local`."""
    project.documents("in.jsonl", ["RAISE" if n % 7 == 3 else f"text {n}" for n in range(700)])
    path = project.config("[{use: shout}, {use: poison}]")
    run(path)
    expected = (project.folder / "out.jsonl").read_bytes()
    report = run(path, plugin_of(engine=[Here]), engine="here", fresh=True)
    assert (project.folder / "out.jsonl").read_bytes() == expected
    assert (report.read, report.failed) == (700, 100)


def test_order_and_balance_survive_an_unreliable_engine(project):
    """Results in any order and lost units: every document once, in order; the culprits fail."""
    project.documents("in.jsonl", [f"text {n}" for n in range(200)])
    path = project.config("[{use: shout}]")
    report = run(path, plugin_of(engine=[Unreliable]), engine="unreliable")
    assert [r["id"] for r in project.records()] == [
        f"d{n}" for n in range(200) if n not in (33, 70)
    ]
    assert report.failures == {"shout": 2}
    alone = [ids for ids in Unreliable.seen if len(ids) == 1]
    assert alone.count(["d33"]) == 2  # its process may have been ended by somebody else
    assert ["d32"] in alone
    assert ["d34"] in alone


def test_suspects_are_isolated():
    """The documents of a lost call are alone, those around it stay together; else a unit is halved."""
    unit = Unit(10, tuple("abcdef"))
    assert split_suspects(unit, 2, 3) == [
        Unit(10, ("a", "b")), Unit(12, ("c",)), Unit(13, ("d",)), Unit(14, ("e", "f")),
    ]  # fmt: skip
    assert split_suspects(unit, None, None) == [
        Unit(10, ("a", "b", "c")), Unit(13, ("d", "e", "f")),
    ]  # fmt: skip


def test_one_rule_splits_calls_that_raise_and_calls_that_are_lost(monkeypatch):
    """With another rule, here bisection, both still find the document at fault."""

    def halves(suspects):
        half = (len(suspects) + 1) // 2
        return [part for part in (suspects[:half], suspects[half:]) if part]

    monkeypatch.setattr(calls, "isolate", halves)
    monkeypatch.setattr(isolation, "isolate", halves)
    sizes = []

    def call(docs):
        sizes.append(len(docs))
        if any(doc.text == "5" for doc in docs):
            raise ValueError
        return iter(docs)

    docs = [Document.from_text(str(number)) for number in range(8)]
    outcomes = calls.Calls(call, "stage", 0, Backoff(1)).outcomes(docs)
    assert [outcome is doc for outcome, doc in zip(outcomes, docs, strict=True)].index(False) == 5
    assert sizes == [8, 4, 4, 2, 1, 1, 2]
    parts = split_suspects(Unit(10, tuple("abcdef")), 1, 4)
    assert [(part.start, len(part.items)) for part in parts] == [(10, 1), (11, 2), (13, 2), (15, 1)]


def test_a_stage_that_raises_is_called_once_for_each_suspect(project):
    """A batch that fails costs one more call for each of its documents, and no more."""
    calls = []

    class Whole(Stage):
        name = "whole"

        def process(self, docs):
            calls.append(len(docs))
            if any("RAISE" in doc.text for doc in docs):
                raise ValueError("one of them")
            return docs

    docs = ["RAISE" if n == 5 else "a" for n in range(32)]
    project.documents("in.jsonl", docs)
    path = project.config("[{use: whole, batch_size: 16}]")
    report = run(path, plugin_of(stage=[Whole], engine=[Here]), engine="here")
    assert report.failed == 1
    assert calls == [16, *[1] * 16, 16]


class Trickle(Source):
    """Give a document, then wait until it has been written."""

    name = "trickle"

    def read(self, start=0):
        for number in range(start, 3):
            yield Document.from_text("a", str(number))
            deadline = time.monotonic() + 5
            while not written and time.monotonic() < deadline:
                time.sleep(0.01)
            waited.append(5 - (deadline - time.monotonic()))
            written.clear()


written: deque = deque()
waited: list = []


class Watcher:
    @hookline.hookimpl
    def hookline_batch_done(self, report):
        written.append(report.written)


@pytest.mark.parametrize("engine", ["local", "here"])
@pytest.mark.parametrize("linger", [0.0, 0.6])
def test_a_document_lingers_as_long_as_the_settings_say(project, engine, linger):
    """A unit that is not full is computed after `linger` seconds while a worker is idle."""
    waited.clear()
    written.clear()
    path = project.write(
        "c.yaml",
        "source: {use: trickle}\nstages: [{use: shout}]\nsink: {use: jsonl, path: out.jsonl}\n",
    )
    plugin = plugin_of(source=[Trickle], engine=[Here])
    report = run(path, plugin, Watcher(), engine=engine, linger=linger)
    assert report.written == 3
    assert linger <= waited[1] < linger + 0.9


def test_reading_ahead_is_bounded(project):
    """A source is not read further than a few units ahead of what has been written."""
    read, ahead = [0], []

    class Endless(Source):
        name = "endless"

        def read(self, start=0):
            for number in range(start, 5000):
                read[0] += 1
                yield Document.from_text("a", str(number))

    class Gauge:
        @hookline.hookimpl
        def hookline_batch_done(self, report):
            ahead.append(read[0] - report.settled)

    path = project.write(
        "c.yaml",
        "source: {use: endless}\nstages: [{use: slow, seconds: 0.02, batch_size: 32}]\n"
        "sink: {use: jsonl, path: out.jsonl}\n",
    )
    stop = iter([False] * 60)
    run(path, plugin_of(source=[Endless]), Gauge(), workers=2, stop=lambda: next(stop, True))
    assert ahead
    assert max(ahead) <= 2 * 512 + 4 * 512


def test_no_thread_is_left_behind(project):
    """The thread that reads ends with the run, also with one that fails."""
    project.documents("in.jsonl", ["RAISE"] * 3000)
    path = project.config("[{use: poison}]", more="failures: {limit: 3}\n")
    before = threading.active_count()
    with pytest.raises(hookline.HooklineError):
        run(path)
    assert threading.active_count() == before


class Zero(Here):
    """Start with room for no unit."""

    name = "zero"

    def start(self, job, workers):
        super().start(job, workers)
        return 0


class Twice(Here):
    """Give each result twice."""

    name = "twice"

    def wait(self, timeout):
        return [result for result in super().wait(timeout) for _ in range(2)]


class Short(Here):
    """Leave out the last outcome of a unit."""

    name = "short"

    def wait(self, timeout):
        results = super().wait(timeout)
        for result in results:
            result.outcomes.pop()
        return results


class Vague(Here):
    """Give the items of a unit as their outcomes."""

    name = "vague"

    def submit(self, unit):
        self.results.append(UnitResult(unit.start, list(unit.items)))


class Silent(Here):
    """Give None instead of a list."""

    name = "silent"

    def wait(self, timeout):
        return None


class Outside(Here):
    """Lose a call of documents that are not in the unit."""

    name = "outside"

    def submit(self, unit):
        self.results.append(Lost(unit.start, OSError("lost"), "shout", 0, len(unit.items)))


class NotStarting(Here):
    """Raise an exception at the start."""

    name = "not-starting"

    def start(self, job, workers):
        raise KeyError("scheduler")


class Leaving(Here):
    """Raise SystemExit when it is given a unit."""

    name = "leaving"

    def submit(self, unit):
        raise SystemExit(0)


@pytest.mark.parametrize(
    ("engine", "message"),
    [
        (Zero, "`zero` started with 0; expected the number of units"),
        (Twice, "`twice` gave the unit 0, which is not pending; expected each unit once"),
        (Short, "`short` gave 9 outcomes for the 10 items of a unit"),
        (Vague, "`vague` gave a Document as the outcome of a document"),
        (Silent, "`silent` failed to give its results: TypeError"),
        (Outside, "`outside` gave a lost call of the documents 0 to 10, expected 0 to 9"),
        (NotStarting, "`not-starting` failed to start: KeyError: 'scheduler'"),
        (Leaving, "`leaving` failed to take a unit: SystemExit: 0"),
    ],
)
def test_an_engine_that_breaks_its_contract_is_named(project, engine, message):
    """The run ends with an error of the engine, and goes on with another one."""
    project.documents("in.jsonl", [f"text {n}" for n in range(10)])
    path = project.config("[{use: shout}]")
    with pytest.raises(hookline.PluginError, match=message):
        run(path, plugin_of(engine=[engine]), engine=engine.name)
    assert run(path).written == 10


def test_an_engine_that_fails_to_stop_is_a_warning(project):
    """All documents are written by then."""

    class Clinging(Here):
        name = "clinging"

        def stop(self):
            super().stop()
            raise GeneratorExit

    project.documents("in.jsonl", ["a", "b"])
    path = project.config("[{use: shout}]")
    with pytest.warns(RuntimeWarning, match="the engine `clinging` failed to stop: GeneratorExit"):
        report = run(path, plugin_of(engine=[Clinging]), engine="clinging")
    assert report.written == 2
