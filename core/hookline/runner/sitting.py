"""The run itself: from the first document to the published output, in sittings if need be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from time import perf_counter
from typing import Any

from hookline import __version__
from hookline.document import Document
from hookline.engine import Engine
from hookline.errors import HooklineError, LimitReached, ResumeError, SourceError
from hookline.plan import Plan
from hookline.registry import Registry
from hookline.runner.guard import Witness, check_output, fingerprint, is_stream
from hookline.runner.ledger import Ledger
from hookline.runner.letters import DeadLetters, default_path
from hookline.runner.outcome import Encoded, Failure, Tally, Unit, UnitResult
from hookline.runner.report import Report
from hookline.runner.retry import retrying
from hookline.source import Source, Unreadable
from hookline.storage import part_file

__all__ = ["RunSettings", "run"]

CHECKPOINT = 1.0  # seconds of work that a kill may cost
UNIT_CHARACTERS = 4_000_000
FIRST_UNIT = 64  # documents; units grow while they take less than SHORT seconds
SHORT = 0.25


@dataclass(frozen=True, slots=True)
class RunSettings:
    """
    What a call of a run can choose, beside its plan.

    `limit` stops after so many documents; `fresh` starts again and replaces what is there; `stop` is
    asked between units and ends the run early, resumable, when it returns True.
    """

    workers: int = 1
    limit: int | None = None
    fresh: bool = False
    stop: Callable[[], bool] = lambda: False


def run(plan: Plan, registry: Registry, engine: Engine, settings: RunSettings) -> Report:
    """
    Run a plan to the end of its input, or go on where an earlier sitting of the same run stopped.

    Returns:
        The report; `finished` is False where `settings.stop` ended the run early.

    Raises:
        HooklineError: the run cannot start, or cannot go on; what is done so far is kept.
        LimitReached: more documents have failed than the config allows.
    """
    sources = plan.open_sources()
    try:
        return _Run(plan, registry, engine, settings, sources).execute()
    finally:
        for source in sources:
            source.close()


class _Run:
    """One sitting of a run."""

    def __init__(
        self,
        plan: Plan,
        registry: Registry,
        engine: Engine,
        settings: RunSettings,
        sources: list[Source],
    ) -> None:
        self.plan = plan
        self.hook = registry.manager.hook
        self.engine = engine
        self.settings = settings
        self.sources = sources
        self.sink = plan.open_sink()
        self.target = self.sink.target
        inputs = [name for source in sources for name in source.inputs()]
        check_output(self.target, [*inputs, plan.name], "output")
        self.letters_path = plan.failures.path or default_path(self.target)
        check_output(self.letters_path, [*inputs, plan.name, self.target], "dead-letter file")
        if os.path.abspath(self.letters_path) == os.path.abspath(self.target):
            raise ResumeError(f"the dead letters cannot go to the output {self.target} itself")
        self.stream = is_stream(sources)
        self.witness = Witness()
        self.identity = {
            "digest": plan.digest(),
            "limit": settings.limit,
            "version": __version__,
            "inputs": fingerprint(inputs),
        }
        self.state: dict[str, Any] = {}
        self.report = Report(
            plan.name, plan.digest(), output=self.target, letters=self.letters_path
        )
        self.report.stages = [Tally(stage.name) for stage in plan.stages]
        self.unit_size = min(FIRST_UNIT, plan.unit_size)
        self.exhausted = False
        self.worked = 0.0

    def execute(self) -> Report:
        self.ledger = Ledger(self.target)
        try:
            if self._already_finished():
                return self.report
            self._open()
            try:
                self.hook.hookline_run_started(name=self.plan.name, report=self.report)
                self._work()
                self._end()
            finally:
                self.sink.close()
                self.letters.close()
                self.hook.hookline_run_finished(report=self.report)
            return self.report
        finally:
            self.ledger.close()

    # --- where the run stands

    def _already_finished(self) -> bool:
        """Find out what is there; raise where it must not be touched."""
        state = self.ledger.read()
        exists = self.target != "-" and os.path.exists(self.target)
        if self.settings.fresh:
            self._forget(state)
            self.state = {"overwrites": exists}
            return False
        if state is None:
            if exists:
                raise ResumeError(
                    f"{self.target} exists and was not written by hookline; choose another output "
                    "with -o, or replace it with --fresh"
                )
            self.state = {"overwrites": False}
            return False
        if state["phase"] == "publishing" and exists and not part_file(self.target).exists():
            state["phase"] = "finished"
        if state["phase"] == "finished" and not exists:  # deleted since: run it again
            self._forget(state)
            self.state = {"overwrites": False}
            return False
        self._check_same(state)
        if state["phase"] == "finished" and os.path.getsize(self.target) != state["size"]:
            raise ResumeError(
                f"{self.target} has been changed since hookline wrote it; choose another output "
                "with -o, or replace it with --fresh"
            )
        if exists and state["phase"] == "running" and not state["overwrites"]:
            raise ResumeError(
                f"{self.target} has appeared while the run that writes it was interrupted; move it "
                "away, or start again with --fresh"
            )
        self.state = state
        self.report = Report.from_json(state["report"])
        if state["phase"] == "finished":
            if self.stream:
                self._check_stream(state, whole=True)
            self.report.finished = True
            return True
        return False

    def _forget(self, state: dict[str, Any] | None) -> None:
        """Drop what an earlier run left behind, its dead letters included."""
        if state and state["letters"] is not None:
            with suppress(FileNotFoundError):
                os.unlink(state["letters_path"])
        self.ledger.clear()

    def _check_same(self, state: dict[str, Any]) -> None:
        changed = [key for key, value in self.identity.items() if state["identity"][key] != value]
        if not changed:
            return
        words = {
            "digest": "the config",
            "limit": "--limit",
            "version": "the version of hookline",
            "inputs": "the input",
        }
        what = " and ".join(words[key] for key in changed)
        doing = "finished" if state["phase"] == "finished" else "begun"
        raise ResumeError(
            f"{what} changed since {self.target} was {doing}; choose another output with -o, or "
            "start again with --fresh"
        )

    def _open(self) -> None:
        done = self.state.get("next", 0)
        self.letters = DeadLetters(
            self.letters_path, f"{self.plan.name}@{self.plan.digest()}", self.state.get("letters")
        )
        for attempt in retrying():
            with attempt:
                self.sink.open(self.state.get("sink"))
        self.report.read = done  # what was pending then is read again
        totals = [source.total() for source in self.sources]
        if None not in totals:
            self.report.total = sum(total for total in totals if total is not None)
            if self.settings.limit is not None:
                self.report.total = min(self.report.total, self.settings.limit)
        self.report.pending = 0
        if not done:
            self._commit("running")

    # --- work

    def _items(self) -> Iterator[Document | Unreadable]:
        """Yield the items that are still to do."""
        start = self.report.read
        if self.stream:
            self._stream = chain.from_iterable(source.read() for source in self.sources)
            if start:
                self._check_stream(self.state, whole=False)
            items: Iterator[Document | Unreadable] = self._stream
        elif len(self.sources) == 1:
            items = self.sources[0].read(start)
        else:
            every = chain.from_iterable(source.read() for source in self.sources)
            items = islice(every, start, None)
        if self.settings.limit is not None:
            items = islice(items, max(self.settings.limit - start, 0))
        return items

    def _check_stream(self, state: dict[str, Any], whole: bool) -> None:
        """Read again what a stream gave before and compare; raise where it differs."""
        if whole:
            self._stream = chain.from_iterable(source.read() for source in self.sources)
        count = 0
        for item in islice(self._stream, state["next"]):
            self.witness.see(item)
            count += 1
        more = whole and self.settings.limit is None and next(self._stream, None) is not None
        if count < state["next"] or more or self.witness.value() != state["witness"]:
            raise ResumeError(
                f"the standard input differs from what {self.target} was begun with; choose "
                "another output with -o, or start again with --fresh"
            )

    def _units(self) -> Iterator[Unit]:
        """Cut the input into units, until it ends or the run is told to stop."""
        items: list[Document | Unreadable] = []
        characters = 0
        try:
            for item in self._items():
                if self.stream:
                    self.witness.see(item)
                items.append(item)
                characters += len(item.raw) if isinstance(item, Document) else 0
                if len(items) >= self.unit_size or characters >= UNIT_CHARACTERS:
                    yield self._unit(items)
                    items, characters = [], 0
                    if self.settings.stop():
                        return
        except (HooklineError, GeneratorExit):
            raise
        except Exception as error:
            name = " and ".join(source.name for source in self.sources)
            raise SourceError(
                f"the source {name} failed: {type(error).__name__}: {error}"
            ) from error
        if items:
            yield self._unit(items)
        self.exhausted = True

    def _unit(self, items: list[Document | Unreadable]) -> Unit:
        unit = Unit(self.report.read, tuple(items))
        self.report.read += len(items)
        return unit

    def _work(self) -> None:
        """Compute units and settle them in order, with a checkpoint every second or so."""
        self.worked = committed = perf_counter()
        try:
            for result in self.engine.compute(self.plan, self._units(), self.settings.workers):
                self._settle(result)
                if sum(tally.seconds for tally in result.tallies) < SHORT:
                    self.unit_size = min(self.unit_size * 2, self.plan.unit_size)
                if perf_counter() - committed > CHECKPOINT:
                    self._commit("running")
                    committed = perf_counter()
                    self.hook.hookline_batch_done(report=self.report)
        except BaseException:
            self.report.pending = self.report.read - self.report.settled
            with suppress(HooklineError):  # what stopped the run matters more
                self._commit("running")
            raise
        self._commit("running")
        self.hook.hookline_batch_done(report=self.report)

    def _settle(self, result: UnitResult) -> None:
        """Write, count and record the outcomes of a unit; stop behind the last failure allowed."""
        limit = self.plan.failures.limit
        left = None if limit is None else limit - self.report.failed
        result = result.until_failure(left)
        failures = [outcome for outcome in result.outcomes if isinstance(outcome, Failure)]
        self.sink.write([item.chunk for item in result.outcomes if isinstance(item, Encoded)])
        for failure in failures:
            self.letters.add(failure)
            self.hook.hookline_document_failed(failure=failure)
        self.report.add(result)
        if left is not None and len(failures) > left:
            raise LimitReached(
                f"stopped: {self.report.failed} documents have failed and failures.limit is {limit}; "
                f"see {self.letters_path}, mend the cause, and run the same command again to go on"
            )

    # --- state

    def _commit(self, phase: str) -> None:
        """Make everything so far durable, in the order that a kill at any moment allows."""
        now = perf_counter()
        if self.worked:
            self.report.seconds += now - self.worked
            self.worked = now
        for attempt in retrying():
            with attempt:
                position = self.sink.flush()
        self.state = {
            "identity": self.identity,
            "phase": phase,
            "next": self.report.settled,
            "sink": position,
            "letters": self.letters.flush(),
            "letters_path": self.letters_path,
            "witness": self.witness.value(),
            "overwrites": self.state.get("overwrites", False),
            "report": self.report.to_json(),
            "size": position,
        }
        self.ledger.commit(self.state)

    def _end(self) -> None:
        """Check the balance and publish the output, unless the run was told to stop."""
        self.report.check()
        if not self.exhausted:
            return
        self.report.finished = True
        self._commit("publishing")
        for attempt in retrying():
            with attempt:
                self.sink.publish()
        if self.target != "-":
            self.state["size"] = os.path.getsize(self.target)
        self.state["phase"] = "finished"
        self.ledger.commit(self.state)
