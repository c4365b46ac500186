"""Watch a run through its hooks, and write what happens to a log."""

from __future__ import annotations

import sys

from hookline.cli.log import Log, print_line
from hookline.cli.progress import ProgressLine
from hookline.cli.summary import summary_fields
from hookline.components.hooks import hookimpl
from hookline.components.outcomes import Failure
from hookline.components.report import Report

__all__ = ["Watcher"]

SHOWN = 20  # failures to show; the dead-letter file has all of them
LONGEST = 500  # characters of a failure


class Watcher:
    """
    Show the progress of a run on a terminal, and write its events to a log.

    `names_letters` says whether the dead-letter file of the run is there when the command has ended.
    """

    def __init__(self, log: Log, limit: int | None = None, names_letters: bool = True) -> None:
        self.log = log
        self.names_letters = names_letters
        self.limit = limit
        self.report: Report | None = None
        self.started = False
        self.resumed = 0
        self.failures = 0
        self._line: ProgressLine | None = None

    @hookimpl
    def hookline_run_started(self, name: str, report: Report) -> None:
        self.report, self.started, self.resumed = report, True, report.settled
        self.log.begin()
        resumed = f", resumed at {report.settled:,}" if report.settled else ""
        if self.log.is_json or not self.log.on_terminal:
            text = f"run started: {name} to {report.output}{resumed}"
            fields = {"config": name, "output": report.output, "resumed_at": report.settled}
            self.log.info("run started", text, **fields)
        elif not self.log.quiet and not _fills_terminal(report.output):
            self._line = ProgressLine(report, self.limit)
            self.log.print = self._line.print

    @hookimpl
    def hookline_batch_done(self, report: Report) -> None:
        if self._line:
            self._line.update()

    @hookimpl
    def hookline_document_failed(self, failure: Failure) -> None:
        self.failures += 1
        if self.log.quiet or self.failures > SHOWN:
            return
        self.log.warning(
            "document failed",
            failure_line(failure),
            place=str(failure.place),
            stage=failure.stage,
            error=f"{failure.error}: {failure.message}",
        )
        if self.failures == SHOWN:
            event = "further failures are not shown"
            if self.names_letters and self.report:
                letters = self.report.letters
                self.log.warning(event, f"{event}; all are in {letters}", dead_letters=letters)
            else:
                self.log.warning(event, event)

    @hookimpl
    def hookline_run_finished(self, report: Report) -> None:
        self.close()
        if self.log.is_json and self.started:
            event = "run finished" if report.finished else "run stopped"
            self.log.info(event, **summary_fields(report, self.resumed))

    def close(self) -> None:
        """Remove the progress line from the screen."""
        if self._line:
            self._line.close()
            self._line = None
            self.log.print = print_line


def _fills_terminal(output: str) -> bool:
    """Return whether records go to the terminal itself, where a progress line would overwrite them."""
    return output == "-" and sys.stdout is not None and sys.stdout.isatty()


def failure_line(failure: Failure) -> str:
    """Return one line for a failure: its place, and what was wrong there, to 500 characters."""
    place = str(failure.place)
    reason = " ".join(failure.message.removeprefix(f"{place}: ").split())
    if failure.step >= 0:
        reason = f"{failure.error} in `{failure.stage}`: {reason}"
    line = f"{place}: {reason}"
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
