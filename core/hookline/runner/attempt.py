"""Run a plan, from the first document to the published output, in several attempts if need be."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from hookline import __version__
from hookline.components.engine import Engine
from hookline.components.report import Report
from hookline.components.source import Outputs, Source
from hookline.components.work import Encoded, Failure, Tally, UnitResult
from hookline.errors import HooklineError, LimitReached, ResumeError, SinkError, SourceError
from hookline.plan import Plan
from hookline.runner.checkpoint import Checkpoint
from hookline.runner.dead_letters import DeadLetters, default_path
from hookline.runner.output_check import check_output
from hookline.runner.reader import Reader
from hookline.runner.report_file import save_report
from hookline.runner.resume import fingerprint, load_state
from hookline.runner.writer import Writer

__all__ = ["RunSettings", "run"]

CHECKPOINT = 1.0  # seconds between checkpoints
FIRST = 0.05  # seconds to the first; from one to the next it doubles


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class RunSettings:
    """The keyword arguments of `run`."""

    workers: int | None = None
    limit: int | None = None
    fresh: bool = False
    report: str | None = None
    stop: Callable[[], bool] = _never


def run(
    plan: Plan,
    *,
    workers: int | None = None,
    limit: int | None = None,
    fresh: bool = False,
    report: str | os.PathLike[str] | None = None,
    stop: Callable[[], bool] = _never,
) -> Report:
    """
    Run a plan to the end of its input, or go on where an interrupted run of it stopped.

    Args:
        plan: What to run, from `read_plan`.
        workers: Processes to compute in; by default the engine chooses.
        limit: Documents to read at most.
        fresh: Start again and replace the output of an earlier run.
        report: A file to write the report to, also if the run fails once it has started: JSON, or
            Prometheus' text format if the name ends in `.prom`.
        stop: Called between units; the run ends early, resumable, when it returns True.

    Returns:
        The report; `finished` is False if `stop` ended the run early.

    Raises:
        HooklineError: The run cannot start, or cannot go on; what is done so far is kept.
        LimitReached: More documents have failed than the config allows.
    """
    path = None if report is None else os.fspath(report)
    settings = RunSettings(workers, limit, fresh, path, stop)
    with ExitStack() as stack, plan.secrets.kept():
        sources = plan.open_sources()
        for source in sources:
            stack.callback(source.close)
        engine = plan.open_engine()
        stack.callback(engine.close)
        attempt = Attempt(plan, engine, settings, sources)
        try:
            result = attempt.execute()
        except BaseException:
            if path is not None and attempt.started:
                with suppress(SinkError):  # what stopped the run matters more
                    save_report(attempt.report, path)
            raise
        if path is not None:
            save_report(result, path)
        return result


class Attempt:
    """One call of a run: from where the last one stopped to the end, or to the next stop."""

    def __init__(
        self, plan: Plan, engine: Engine, settings: RunSettings, sources: list[Source]
    ) -> None:
        self.plan = plan
        self.started = False
        self.engine = engine
        self.settings = settings
        self.writer = Writer(plan)
        self.target, *self.others = self.targets = self.writer.targets
        self._check_targets([plan.name])
        self.letters_path = plan.failures.path or default_path(self.target)
        for source in sources:
            source.outputs = Outputs(self.target, self.letters_path, tuple(self.others))
        self.reader = Reader(plan, sources, settings.limit, settings.stop)
        needed = [plan.name, *self.reader.inputs]
        self._check_targets(needed, [self.letters_path, settings.report])
        check_output(self.letters_path, [*needed, *self.targets], "dead-letter file")
        if settings.report:
            needed += [*self.targets, self.letters_path]
            check_output(settings.report, needed, "report")
        self.report = Report(
            plan.name,
            plan.digest(),
            output=plan.secrets.hide(", ".join(self.targets)),
            letters=plan.secrets.hide(self.letters_path),
        )
        self.report.stages = [Tally(stage.name) for stage in plan.stages]
        self.report.models = plan.model_digests()
        self.consistent = True  # whether all that is counted is also written, and the reverse
        self.worked = 0.0

    def _check_targets(self, needed: list[str], written: Sequence[str | None] = ()) -> None:
        for number, target in enumerate(self.targets):
            folder = target in self.writer.folders
            others = self.targets[:number]
            if folder:  # it will be replaced as a whole: nothing else may be written into it
                others += [*self.targets[number + 1 :], *filter(None, written)]
            check_output(target, [*needed, *others], "output", folder)

    def execute(self) -> Report:
        with ExitStack() as locks:
            self.checkpoint = Checkpoint(self.target, self.settings.fresh)
            locks.callback(self.checkpoint.close)
            for other in self.others:  # nobody else may write them meanwhile
                locks.callback(Checkpoint(other, self.settings.fresh).close)
            return self._execute()

    def _execute(self) -> Report:
        before = self.checkpoint.read() or {}
        self.salt = before.get("salt") or secrets.token_hex(8)
        self.identity = {
            "digest": self.plan.digest(),
            "models": self.report.models,
            "values": self.plan.digest_values(self.salt),
            "limit": self.settings.limit,
            "version": __version__,
            "inputs": fingerprint(self.reader.inputs),
        }
        self.state = load_state(
            self.checkpoint, self.targets, self.identity, self.letters_path, self.settings.fresh
        )
        if self.state["phase"] != "new":
            self.report = Report.from_json(self.state["report"])
            self.report.finished = False  # until its output is published
        if self.state["phase"] == "finished":
            return self._finished_before()
        self._open()
        try:
            self.started = True
            self._tell("hookline_run_started", name=self.plan.name)
            self._work()
            self._end()
        finally:
            self.writer.close()
            self.letters.close()
            if not (self.report.settled or self.report.finished):
                self.checkpoint.clear()  # nothing has been done that a later run could contradict
            self._tell("hookline_run_finished")
        return self.report

    def _finished_before(self) -> Report:
        state = self.state
        if self.reader.stream and not self.reader.repeats(state["next"], state["stream_digest"]):
            raise ResumeError(
                f"the input differs from what {self.target} was made from; choose another "
                "output with -o, or start again with --fresh"
            )
        self.report.finished = True
        return self.report

    def _open(self) -> None:
        self.done: int = self.state.get("next", 0)
        config = f"{self.plan.name}@{self.plan.digest()}"
        self.letters = DeadLetters(self.letters_path, config, self.state["letters"])
        self.writer.open(self.state.get("sink"))
        self.report.total = self.reader.total()
        self.report.read, self.report.pending = self.done, 0  # what was pending is read again
        if self.state["phase"] == "new":
            self._commit("running")

    # --- work

    def _work(self) -> None:
        """Compute units and settle them in order, with a checkpoint every second or so."""
        self.worked = committed = perf_counter()
        patience = FIRST
        units = self.reader.units(self.done, self.state.get("stream_digest"))
        try:
            workers = self.settings.workers
            for result in self.engine.compute(self.plan, units, workers):
                self.run_or_bisect(result)
                if perf_counter() - committed > patience:
                    self._commit("running")
                    committed = perf_counter()
                    patience = min(patience * 2, CHECKPOINT)
                    self._tell("hookline_batch_done")
        except BaseException:
            self.report.read = max(self.reader.drawn, self.report.settled)
            self.report.pending = self.report.read - self.report.settled
            if self.consistent:
                with suppress(HooklineError):  # what stopped the run matters more
                    self._commit("running")
            raise
        self.report.read = self.reader.drawn
        self._commit("running")
        self._tell("hookline_batch_done")

    def run_or_bisect(self, result: UnitResult) -> None:
        """Write, count and record the outcomes of a unit; stop behind the last failure allowed."""
        limit = self.plan.failures.limit
        left = None if limit is None else limit - self.report.failed
        result = result.until_failure(left)
        failures = [
            outcome.without(self.plan.secrets)
            for outcome in result.outcomes
            if isinstance(outcome, Failure)
        ]
        self.consistent = False
        self.report.add(result)
        self.reader.settled(len(result.outcomes), sum(tally.seconds for tally in result.tallies))
        self.writer.write([item.chunk for item in result.outcomes if isinstance(item, Encoded)])
        for failure in failures:
            self.letters.add(failure)
        self.consistent = True
        for failure in failures:
            self._tell("hookline_document_failed", failure=failure)
        if left is not None and len(failures) > left:
            raise LimitReached(
                f"stopped: {self.report.failed} documents have failed and failures.limit is {limit}; "
                f"see {self.letters_path}, mend the cause, and run the same command again to go on"
            )

    def _tell(self, hook: str, **values: Any) -> None:
        """Call a hook; a plugin that only watches cannot stop a run."""
        if "failure" not in values:
            values["report"] = self.report
        self.plan.call_hook(hook, **values)

    # --- state

    def _commit(self, phase: str) -> None:
        """Make everything so far durable, in the order that a kill at any moment allows."""
        now = perf_counter()
        if self.worked:
            self.report.seconds += now - self.worked
            self.worked = now
        self.consistent = False
        position = self.writer.flush()
        self.state = {
            "identity": self.identity,
            "salt": self.salt,
            "phase": phase,
            "next": self.report.settled,
            "sink": position,
            "letters": self.letters.flush(),
            "stream_digest": self.reader.stream_digest(),
            "overwrites": self.state["overwrites"],
            "report": self.report.to_json(),
            "size": position,
        }
        self.checkpoint.commit(self.state)
        self.consistent = True

    def _end(self) -> None:
        """Check the balance and publish the output, unless the run was told to stop."""
        self.report.check()
        if not self.reader.exhausted:
            return
        if fingerprint(self.reader.inputs) != self.identity["inputs"]:
            raise SourceError(
                "the input was changed while it was read: nothing is published; start again with "
                "--fresh"
            )
        self.report.finished = True
        self._commit("publishing")
        try:
            size = self.writer.publish()
        except BaseException:
            self.report.finished = False
            raise
        self.state |= {"phase": "finished", "size": size}
        self.checkpoint.commit(self.state)
