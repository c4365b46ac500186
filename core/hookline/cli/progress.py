"""Show a run: a progress bar on a terminal, events in a log, a table at the end."""

from __future__ import annotations

import sys
from typing import Any

from hookline.cli.log import logger
from hookline.components.hooks import hookimpl
from hookline.components.report import Report
from hookline.components.work import Failure, StageWarning

__all__ = ["Watcher", "show_summary"]

SHOWN = 20  # failures to show; the dead-letter file has all of them


class Watcher:
    """Show the progress of a run on a terminal, or write its events to a log."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.log = logger()
        self.report: Report | None = None
        self.started = False
        self.resumed = 0
        self.failures = 0
        self._progress: Any = None
        self._task: Any = None

    @hookimpl
    def hookline_run_started(self, name: str, report: Report) -> None:
        self.report, self.started, self.resumed = report, True, report.settled
        if self.quiet:
            return
        if not sys.stderr.isatty():
            self.log.info(
                "run started", config=name, output=report.output, resumed_at=report.settled
            )
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task(
            name, total=report.total, completed=report.settled, rate=""
        )
        self._progress.start()

    @hookimpl
    def hookline_batch_done(self, report: Report) -> None:
        if self._progress:
            rate = f"{report.settled / report.seconds:,.0f}/s" if report.seconds else ""
            self._progress.update(self._task, completed=report.settled, rate=rate)

    @hookimpl
    def hookline_document_failed(self, failure: Failure) -> None:
        self.failures += 1
        if self.quiet or self.failures > SHOWN:
            return
        self.log.warning(
            "document failed",
            place=str(failure.place),
            stage=failure.stage,
            error=f"{failure.error}: {failure.message}",
        )
        if self.failures == SHOWN:
            letters = self.report.letters if self.report else ""
            self.log.warning("further failures are not shown", dead_letters=letters)

    @hookimpl
    def hookline_run_finished(self, report: Report) -> None:
        self.close()
        if not self.quiet and not sys.stderr.isatty() and self.started:
            counts = {"read": report.read, "written": report.written, "failed": report.failed}
            event = "run finished" if report.finished else "run stopped"
            self.log.info(event, **counts, dropped=report.dropped, seconds=round(report.seconds, 3))

    def close(self) -> None:
        """Remove the progress bar from the screen."""
        if self._progress:
            self._progress.stop()
            self._progress = None


def show_summary(report: Report, resumed: int, again: bool) -> None:
    """Print the counts of documents, by stage and in all, on standard error."""
    from rich.console import Console
    from rich.table import Table

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if again:
        console.print(
            f"{report.output} is finished already; nothing was done (use --fresh to run again)",
            markup=False,
        )
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("stage", "in", "out", "dropped", "failed", "seconds"):
        table.add_column(title, justify="left" if title == "stage" else "right")
    for tally in report.stages:
        counts = (tally.entered, tally.left, tally.dropped, tally.failed)
        table.add_row(tally.name, *(f"{count:,}" for count in counts), f"{tally.seconds:.2f}")
    if report.stages:
        console.print(table)
    parts = [f"{report.read:,} read"]
    if report.split:
        parts.append(f"{report.split:,} more by splits")
    parts.append(f"{report.written:,} written")
    parts += [f"{count:,} dropped ({reason})" for reason, count in sorted(report.dropped.items())]
    parts.append(f"{report.failed:,} failed")
    if report.pending:
        parts.append(f"{report.pending:,} pending")
    line = f"{', '.join(parts)} in {report.seconds:.1f} s"
    console.print(line + (f" (resumed at {resumed:,})" if resumed else ""), markup=False)
    for warning in report.warnings:
        console.print(f"warning: {_shown(warning, report)}", markup=False)
    if report.output != "-" and report.finished:
        console.print(f"output: {report.output}", markup=False)
    if report.failed:
        console.print(f"dead letters: {report.letters}", markup=False)
    if not report.finished:
        console.print("not finished: run the same command again to continue", markup=False)


def _shown(warning: StageWarning, report: Report) -> str:
    """Return a warning with the share of the stage's documents that it concerns."""
    entered = sum(tally.entered for tally in report.stages if tally.name == warning.stage)
    share = ""
    if warning.documents:
        share = f"{warning.documents:,} of {entered:,} documents: "
    return f"{warning.stage}: {share}{warning.message} [{warning.code}]"
