"""Watch a run through the hooks, and tell OpenTelemetry how it goes."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from hookline import hookimpl

if TYPE_CHECKING:
    from hookline import Failure, Report, Tally

EVENTS = 100  # failures that are shown one by one; all of them are counted


class Telemetry:
    """
    A plugin that reports runs as metrics and traces.

    It uses the API of OpenTelemetry alone: where values go is decided by whoever sets up the SDK, such
    as `opentelemetry-instrument` or the program that embeds hookline. Where nobody has imported
    OpenTelemetry, nothing is done and nothing is imported.
    """

    def __init__(self) -> None:
        self._run: _Run | None = None

    @hookimpl
    def hookline_run_started(self, name: str, report: Report) -> None:
        """Begin the trace of a run; what earlier sittings have counted is not counted again."""
        if "opentelemetry.metrics" in sys.modules or "opentelemetry.trace" in sys.modules:
            self._run = _Run(name, report)

    @hookimpl
    def hookline_batch_done(self, report: Report) -> None:
        """Add what has been counted since the last time."""
        if self._run:
            self._run.advance(report)

    @hookimpl
    def hookline_document_failed(self, failure: Failure) -> None:
        """Note a failure on the trace."""
        if self._run:
            self._run.fail(failure)

    @hookimpl
    def hookline_run_finished(self, report: Report) -> None:
        """End the trace."""
        if self._run:
            self._run.advance(report)
            self._run.end(report)
            self._run = None


class _Run:
    """The instruments and the span of one sitting of a run."""

    def __init__(self, name: str, report: Report) -> None:
        from opentelemetry import metrics, trace

        meter = metrics.get_meter("hookline")
        self._documents = meter.create_counter(
            "hookline.documents", "{document}", "Documents that have an outcome."
        )
        self._passages = meter.create_counter(
            "hookline.stage.documents", "{document}", "Documents that a stage has dealt with."
        )
        self._seconds = meter.create_counter(
            "hookline.stage.duration", "s", "Time spent in a stage."
        )
        self._latency = meter.create_histogram(
            "hookline.stage.latency", "s", "Time a document takes in a stage: means of checkpoints."
        )
        self._trace = trace
        self._tracer = trace.get_tracer("hookline")
        self._span = self._tracer.start_span(
            "hookline.run", attributes={"hookline.config": name, "hookline.output": report.output}
        )
        self._config = {"hookline.config": name}
        self._before = _counts(report)
        self._since = time.time_ns()
        self._events = 0

    def advance(self, report: Report) -> None:
        now = _counts(report)
        new = {key: value - self._before.get(key, 0) for key, value in now.items()}
        if not any(new.values()):
            return
        attributes: dict[str, Any] = {}
        for key, value in new.items():
            kind, *what = key
            if kind == "document" and value:
                outcome, detail = what
                labels = {"outcome": outcome, **self._config}
                if detail:
                    labels["reason" if outcome == "dropped" else "stage"] = detail
                self._documents.add(int(value), labels)
            elif kind == "stage" and value:
                stage, outcome = what
                self._passages.add(int(value), {"stage": stage, "outcome": outcome, **self._config})
            elif kind == "seconds":
                (stage,) = what
                attributes[f"hookline.seconds.{stage}"] = value
                self._seconds.add(max(value, 0.0), {"stage": stage, **self._config})
                passed = sum(n for other, n in new.items() if other[:2] == ("stage", stage))
                if passed:
                    self._latency.record(value / passed, {"stage": stage, **self._config})
        attributes["hookline.documents"] = int(
            sum(value for key, value in new.items() if key[0] == "document")
        )
        span = self._tracer.start_span(
            "hookline.checkpoint",
            self._trace.set_span_in_context(self._span),
            attributes=attributes,
            start_time=self._since,
        )
        self._since = time.time_ns()
        span.end(self._since)
        self._before = now

    def fail(self, failure: Failure) -> None:
        self._events += 1
        if self._events <= EVENTS:
            self._span.add_event(
                "exception",
                {
                    "exception.type": failure.error,
                    "exception.message": failure.message,
                    "hookline.stage": failure.stage,
                    "hookline.place": str(failure.place),
                },
            )

    def end(self, report: Report) -> None:
        from opentelemetry.trace import Status, StatusCode

        for name in ("read", "written", "failed", "pending", "finished"):
            self._span.set_attribute(f"hookline.{name}", getattr(report, name))
        if report.failed or not report.finished:
            text = f"{report.failed} documents failed" if report.failed else "not finished"
            self._span.set_status(Status(StatusCode.ERROR, text))
        self._span.end()


def _counts(report: Report) -> dict[tuple[str, ...], float]:
    """Return all counts of a report, each under what it counts."""
    counts: dict[tuple[str, ...], float] = {("document", "written", ""): report.written}
    counts |= {("document", "dropped", why): n for why, n in report.dropped.items()}
    counts |= {("document", "failed", stage): n for stage, n in report.failures.items()}
    for tally in report.stages:
        counts |= _of_stage(tally)
    return counts


def _of_stage(tally: Tally) -> dict[tuple[str, ...], float]:
    return {
        ("stage", tally.name, "passed"): tally.left,
        ("stage", tally.name, "dropped"): tally.dropped,
        ("stage", tally.name, "failed"): tally.failed,
        ("seconds", tally.name): tally.seconds,
    }
