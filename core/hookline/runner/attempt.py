"""One attempt at a run."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from hookline.components.engine import Engine
from hookline.components.outcomes import Encoded, Failure, Parts
from hookline.components.report import Report
from hookline.components.source import Outputs, Source
from hookline.components.tally import Tally
from hookline.components.unit import UnitResult
from hookline.errors import (
    ConfigError,
    HooklineError,
    LimitReached,
    Problem,
    ResumeError,
    SourceError,
    bounded,
    number_of,
)
from hookline.files.storage import shown
from hookline.files.targets import target_exists
from hookline.plan import Plan
from hookline.runner.changes import Changes
from hookline.runner.checkpoint import Checkpoint
from hookline.runner.dead_letters import DeadLetters
from hookline.runner.dispatch import Dispatcher
from hookline.runner.identity import input_stamps, run_identity
from hookline.runner.notifier import Notifier
from hookline.runner.plan_job import PlanJob
from hookline.runner.reader import Reader
from hookline.runner.resume import DISCARDING, load_state, remove_unfinished
from hookline.runner.run_outputs import RunOutputs
from hookline.runner.writer import Writer

__all__ = ["Attempt", "RunSettings"]

CHECKPOINT = 1.0  # seconds between checkpoints
FIRST_CHECKPOINT = 0.05  # seconds to the first checkpoint; doubles up to CHECKPOINT
IDLE_CHECKPOINT = 0.2  # seconds between checkpoints while the run waits for input


def never() -> bool:
    """Return False: the run is not to be stopped."""
    return False


def unwatched(report: Report) -> None:
    """Ignore the counts so far."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """
    The keyword arguments of `run`, which documents them and has their defaults.

    `watch` is called with the live report at the start, after each unit, and at the end.
    """

    workers: int | None
    limit: int | None
    fresh: bool
    update: bool
    report: str | None
    stop: Callable[[], int] = never
    linger: float = 0.2
    watch: Callable[[Report], object] = unwatched

    def __post_init__(self) -> None:
        for name, value, least in (("workers", self.workers, 1), ("limit", self.limit, 0)):
            if value is not None and (type(value) is not int or value < least):
                what = f"expected a whole number of at least {least}, found {value!r}"
                raise ConfigError(Problem(what, name))
        if not self.linger >= 0:
            raise ConfigError(
                Problem(f"expected a number of seconds, found {self.linger!r}", "linger")
            )


class Attempt:
    """One attempt at a run: from the last checkpoint to the end, or to an interruption."""

    def __init__(
        self, plan: Plan, engine: Engine, settings: RunSettings, sources: list[Source]
    ) -> None:
        self.plan = plan
        self.notifier = Notifier(plan.hooks, plan.secrets)
        self.engine = engine
        self.settings = settings
        self.writer = Writer(plan, self._pause)
        self.changes: Changes | None = None
        self.outputs = RunOutputs(plan, self.writer.sink, settings.report)
        self.target = self.outputs.target
        for source in sources:
            source.outputs = Outputs(self.outputs.names())
        self.reader = Reader(plan, sources, settings.limit, settings.stop)
        self.outputs.check(self.reader.inputs)
        self.report = Report(
            shown(plan.name),
            plan.digest(),
            output=plan.secrets.hide(", ".join(self.outputs.targets)),
            letters=plan.secrets.hide(self.outputs.letters),
        )
        self.report.stages = [Tally(stage.name) for stage in plan.stages]
        self.report.models = plan.model_digests()
        self.report.shard = str(plan.shard) if plan.shard else ""
        self.consistent = True  # whether counts and written documents agree
        self.worked = 0.0
        self.started = False

    def execute(self) -> Report:
        with ExitStack() as locks:
            self.checkpoint = Checkpoint(self.target, self.settings.fresh)
            locks.callback(self.checkpoint.close)
            for other in self.outputs.targets[1:]:  # no other run may write them
                lock = Checkpoint(other, self.settings.fresh, mere_lock=True)
                locks.callback(lock.close)
            return self._execute()

    def _execute(self) -> Report:
        self.identity = run_identity(
            self.plan,
            self.reader.inputs,
            self.settings.limit,
            self.report.models,
            self.checkpoint.identity().get("salt", ""),
            self.reader.sizes.divided,
        )
        changes = Changes(self.target)
        if self.settings.update:
            changes.check()  # before the state of the last update is discarded
        self.state = load_state(
            self.checkpoint,
            self.writer.sink,
            self.identity,
            self.outputs.letters,
            self.settings.fresh,
            self.settings.update,
        )
        if self.state["phase"] != "new":
            self.report = Report.from_json(self.state["report"])
            self.report.finished = False  # until its output is published
        updates = self.settings.update or self.state.get("documents") is not None
        if self.state["phase"] == "finished":
            if updates:
                changes.keep(self.state.get("documents"))
            return self._finished_before()
        self.changes = changes if updates else None
        self.report.finished = False  # an earlier attempt may have failed to publish
        config = f"{self.plan.name}@{self.plan.digest()}"
        mark = self.state["letters"]
        self.letters = DeadLetters(self.outputs.letters, config, mark, self._claim_letters)
        try:
            self._open()
            self.started = True
            self.settings.watch(self.report)
            self.notifier.call("hookline_run_started", name=self.plan.name, report=self.report)
            self._work()
            self._end()
        except _Interrupted:
            pass
        except HooklineError as error:
            error.report = self.report
            raise
        finally:
            self.writer.close()
            self.letters.close()
            if self.changes:
                self.changes.close()
            with suppress(HooklineError):  # the original error is more important
                self._forget_unsettled()
            if self.started:
                self.settings.watch(self.report)
                self.notifier.call("hookline_run_finished", report=self.report)
        return self.report

    def _finished_before(self) -> Report:
        state = self.state
        same: bool | None = True
        if self.reader.stream:
            same = self.reader.repeats(state["next"], state["stream_digest"])
        if same is False:
            raise ResumeError(
                f"the input differs from what {self.target} was made from; choose another "
                "output with -o, or start again with --fresh"
            )
        self.report.finished = same is not None
        return self.report

    def _open(self) -> None:
        self.done: int = self.state.get("next", 0)
        state = self.checkpoint.read() or {}
        self.may_exist = self.state["overwrites"] or state.get("phase") == "publishing"
        self.reader.positions.position = self.state.get("position")
        if not (self.reader.stream or self.reader.positions.stream):
            self.reader.content = self.state.get("content", None if self.done else "")
        if self.state["phase"] == "new":
            self.reader.positions.begin(self._pause)
        self.writer.open(self.state.get("sink"))
        if self.changes:
            self.changes.open(self.state.get("documents"))
            self.reader.note = self.changes.add
        self.report.total = self.reader.sizes.total(self.settings.limit)
        self.report.input_size = self.reader.sizes.in_bytes()
        self.report.read, self.report.pending = self.done, 0  # pending documents are read again
        if self.state["phase"] == "new":
            self._commit("running")

    # --- work

    def _work(self) -> None:
        """Compute units and settle them in order, with a checkpoint about every second."""
        self.worked = self.committed = perf_counter()
        patience = FIRST_CHECKPOINT
        settings = self.settings
        dispatcher = Dispatcher(
            self.engine, PlanJob(self.plan), self.reader, settings.linger, settings.stop
        )
        results = dispatcher.results(settings.workers, self.done, self.state.get("stream_digest"))
        try:
            for result in results:
                if result is not None:
                    self.settle(result)
                    self._note_pending()
                    self.settings.watch(self.report)
                    self.notifier.call("hookline_batch_done", report=self.report)
                waited = perf_counter() - self.committed
                if (
                    result is None
                    and waited > IDLE_CHECKPOINT
                    and (self.state["next"] < self.report.settled or self.writer.sink.due())
                ):
                    self._commit("running")
                elif result is not None and waited > patience:
                    self._commit("running")
                    patience = min(patience * 2, CHECKPOINT)
        except BaseException:
            self._note_pending()
            if self.consistent:
                with suppress(HooklineError):  # the original error is more important
                    self._commit("running")
            raise
        finally:
            results.close()
        self._note_pending()
        self._commit("running")

    def _note_pending(self) -> None:
        self.report.read = max(self.reader.drawn, self.report.settled)
        self.report.pending = self.report.read - self.report.settled

    def _pause(self, seconds: float) -> None:
        """Sleep before a retry of a sink, unless the run is stopped."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if self.settings.stop():
                raise _Interrupted
            time.sleep(min(rest, 0.1))

    def settle(self, result: UnitResult) -> None:
        """Write and count the outcomes of a unit; stop when failures exceed the limit."""
        limit = self.plan.failures.limit
        allowed = None if limit is None else limit - self.report.failed
        result = result.until_failure(allowed)
        outcomes = result.documents()
        failures = [
            item.without(self.plan.secrets) for item in outcomes if isinstance(item, Failure)
        ]
        if self.plan.private_step is not None:
            failures = [failure.without_words() for failure in failures]
        self.consistent = False
        self.report.add(result)
        self._add_warnings()
        self.report.settled_size = self.reader.size_of(self.report.settled)
        bad = (Failure, Parts)
        failed = {index for index, item in enumerate(result.outcomes) if isinstance(item, bad)}
        seconds = sum(tally.seconds for tally in result.tallies)
        self.reader.settled(len(result.outcomes), seconds, failed)
        self.writer.write([item.chunk for item in outcomes if isinstance(item, Encoded)])
        for failure in failures:
            self.letters.add(failure)
        self.consistent = True
        for failure in failures:
            self.notifier.call("hookline_document_failed", failure=failure)
        if allowed is not None and len(failures) > allowed:
            raise LimitReached(
                f"stopped: {number_of(self.report.failed, 'document')} failed and "
                f"failures.limit is {limit}; see {self.letters.path}, fix the cause, and run the same "
                "command again to continue"
            )

    def _add_warnings(self) -> None:
        """Add what the sources have warned of with the documents that have an outcome."""
        hide = self.plan.secrets.hide
        self.report.add_warnings(
            warning._replace(message=bounded(hide(warning.message)))
            for warning in self.reader.warnings.take(self.report.settled)
        )

    # --- state

    def _forget_unsettled(self) -> None:
        """
        Forget an attempt that has nothing to resume from.

        If an output of this config stands, the state stays, which tells it from a foreign one.
        """
        state = self.checkpoint.read() or {}
        if self.report.settled or self.report.finished or state.get("phase") == "publishing":
            return
        if state.get("position") is not None:  # of a source
            return
        if self.state["overwrites"] or any(map(target_exists, self.writer.sink.early_targets)):
            self.checkpoint.commit({"letters": None, **state, "phase": DISCARDING})
        else:
            self.checkpoint.clear()
        remove_unfinished(self.outputs.targets, ("part", "copy"))

    def _claim_letters(self, mark: dict[str, Any]) -> None:
        """Store the mark of a dead-letter file before it is created, for a kill in between."""
        self.checkpoint.commit({**(self.checkpoint.read() or {}), "letters": mark})

    def _commit(self, phase: str) -> None:
        """Make everything so far durable, in an order that is safe for kills at any time."""
        now = self.committed = perf_counter()
        if self.worked:
            self.report.seconds += now - self.worked
            self.worked = now
        self.consistent = False
        position, letters = self.writer.flush(), self.letters.flush()
        self.report.letters = self.plan.secrets.hide(self.letters.path)
        self.state = {
            "phase": phase,
            "next": self.report.settled,
            "sink": position,
            "letters": letters,
            "stream_digest": self.reader.stream_digest(),
            "position": self.reader.positions.position,
            "content": self.reader.content,
            "documents": self.changes.flush() if self.changes else None,
            "overwrites": self.state["overwrites"],
            # The report of an attempt that finds the output published.
            "report": {**self.report.to_json(), "finished": phase == "publishing"},
            "size": None,
        }
        self.checkpoint.commit(self.state, self.identity)
        self.consistent = True
        self.writer.commit()
        self.reader.commit(self.report.settled, self._pause if phase == "publishing" else None)

    def _end(self) -> None:
        """Check the counts and publish the output, unless the run is being stopped."""
        self.report.check()
        if not self.reader.exhausted:
            return
        if input_stamps(self.reader.inputs) != self.identity["inputs"]:
            raise SourceError(
                "the input changed while it was read; nothing was published; start again with "
                "--fresh"
            )
        self._add_warnings()
        self.letters.discard_empty()
        if self.changes:
            self.report.changes = self.changes.compare()
        if not self.may_exist:
            self.outputs.check_unoccupied()
        self._commit("publishing")
        size = self.writer.publish()
        self.report.finished = True
        self.state |= {"phase": "finished", "size": size}
        self.checkpoint.commit(self.state)
        if self.changes:
            self.changes.keep(self.state["documents"])
        elif self.target != "-":
            Changes(self.target).forget()


class _Interrupted(BaseException):
    """The run was stopped during a retry of a sink; not an Exception, so plugins do not catch it."""
