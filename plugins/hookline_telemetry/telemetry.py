"""Report the progress of runs to OpenTelemetry through the hooks."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from hookline import hookimpl

if TYPE_CHECKING:
    from hookline import Failure, Report

MAX_FAILURE_EVENTS = 100  # failures with an event of their own; all are counted


class Telemetry:
    """
    Report runs as metrics and traces.

    It uses only the API of OpenTelemetry: the destination is configured where the SDK is set up, by
    `opentelemetry-instrument` or by the program that embeds hookline. If nobody imported OpenTelemetry,
    nothing is imported or reported.
    """

    def __init__(self) -> None:
        self._run: _RunTelemetry | None = None

    @hookimpl
    def hookline_run_started(self, name: str, report: Report) -> None:
        """Begin the trace of a run; what it counted before an interruption is not counted again."""
        if "opentelemetry.metrics" in sys.modules or "opentelemetry.trace" in sys.modules:
            self._run = _RunTelemetry(name, report)

    @hookimpl
    def hookline_batch_done(self, report: Report) -> None:
        """Add the counts since the last call."""
        if self._run:
            self._run.advance(report)

    @hookimpl
    def hookline_document_failed(self, failure: Failure) -> None:
        """Add a failure to the trace."""
        if self._run:
            self._run.add_failure(failure)

    @hookimpl
    def hookline_run_finished(self, report: Report) -> None:
        """End the trace."""
        if self._run:
            self._run.advance(report)
            self._run.end(report)
            self._run = None


class _ReportCounts(NamedTuple):
    """
    The counts of a report at one time.

    `documents` are by outcome and reason or stage, `stage_documents` by stage and outcome; `seconds`
    is the time spent in each stage.
    """

    documents: Counter[tuple[str, str]]
    stage_documents: Counter[tuple[str, str]]
    seconds: dict[str, float]

    @classmethod
    def of(cls, report: Report) -> _ReportCounts:
        """Return the counts of a report."""
        documents = Counter({("written", ""): report.written})
        documents.update({("dropped", reason): n for reason, n in report.dropped.items()})
        documents.update({("failed", stage): n for stage, n in report.failures.items()})
        stage_documents = Counter(
            {
                (stage.name, outcome): count
                for stage in report.stages
                for outcome, count in stage.outcomes().items()
            }
        )
        seconds = {stage.name: stage.seconds for stage in report.stages}
        return cls(documents, stage_documents, seconds)

    def since(self, earlier: _ReportCounts) -> _ReportCounts:
        """Return the difference to earlier counts, without zeros except in `seconds`."""
        seconds = {
            stage: max(value - earlier.seconds.get(stage, 0.0), 0.0)
            for stage, value in self.seconds.items()
        }
        return _ReportCounts(
            self.documents - earlier.documents,
            self.stage_documents - earlier.stage_documents,
            seconds,
        )


class _RunTelemetry:
    """The instruments and the span of one attempt at a run."""

    def __init__(self, name: str, report: Report) -> None:
        from opentelemetry import metrics, trace

        meter = metrics.get_meter("hookline")
        self._documents = meter.create_counter(
            "hookline.documents", "{document}", "Documents with an outcome."
        )
        self._stage_documents = meter.create_counter(
            "hookline.stage.documents", "{document}", "Documents that a stage has processed."
        )
        self._seconds = meter.create_counter(
            "hookline.stage.duration", "s", "Time spent in a stage."
        )
        self._latency = meter.create_histogram(
            "hookline.stage.latency", "s", "Mean time per document in a stage, by checkpoint."
        )
        self._trace = trace
        self._tracer = trace.get_tracer("hookline")
        self._span = self._tracer.start_span(
            "hookline.run", attributes={"hookline.config": name, "hookline.output": report.output}
        )
        self._config = {"hookline.config": name}
        self._counted = _ReportCounts.of(report)
        self._checkpoint_start = time.time_ns()
        self._failures = 0

    def advance(self, report: Report) -> None:
        """Report the counts since the last call, with a span for the time."""
        counts = _ReportCounts.of(report)
        new = counts.since(self._counted)
        if not (new.documents or new.stage_documents or any(new.seconds.values())):
            return
        self._counted = counts
        for (outcome, detail), count in new.documents.items():
            labels = {"outcome": outcome, **self._config}
            if detail:
                labels["reason" if outcome == "dropped" else "stage"] = detail
            self._documents.add(count, labels)
        processed: Counter[str] = Counter()
        for (stage, outcome), count in new.stage_documents.items():
            processed[stage] += count
            labels = {"stage": stage, "outcome": outcome, **self._config}
            self._stage_documents.add(count, labels)
        for stage, seconds in new.seconds.items():
            self._seconds.add(seconds, {"stage": stage, **self._config})
            if processed[stage]:
                latency = seconds / processed[stage]
                self._latency.record(latency, {"stage": stage, **self._config})
        attributes: dict[str, float] = {
            f"hookline.seconds.{stage}": seconds for stage, seconds in new.seconds.items()
        }
        attributes["hookline.documents"] = new.documents.total()
        span = self._tracer.start_span(
            "hookline.checkpoint",
            self._trace.set_span_in_context(self._span),
            attributes=attributes,
            start_time=self._checkpoint_start,
        )
        self._checkpoint_start = time.time_ns()
        span.end(self._checkpoint_start)

    def add_failure(self, failure: Failure) -> None:
        """Add an event to the span of the run, for the first failures."""
        self._failures += 1
        if self._failures <= MAX_FAILURE_EVENTS:
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
        """End the span of the run, with an error status if documents failed."""
        from opentelemetry.trace import Status, StatusCode

        for name in ("read", "written", "failed", "pending", "finished"):
            self._span.set_attribute(f"hookline.{name}", getattr(report, name))
        if report.failed or not report.finished:
            noun = "document" if report.failed == 1 else "documents"
            text = f"{report.failed} {noun} failed" if report.failed else "not finished"
            self._span.set_status(Status(StatusCode.ERROR, text))
        self._span.end()
