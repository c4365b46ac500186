"""Sum up a run: a table for people, fields for a log."""

from __future__ import annotations

from typing import Any

from hookline.cli.log import Log
from hookline.components.report import Report
from hookline.components.tally import StageWarning
from hookline.errors import number_of

__all__ = ["show_summary", "summary_fields"]

NOT_KEPT = "not finished: standard output keeps no state, so the same command begins again"


def summary_fields(report: Report, resumed: int) -> dict[str, Any]:
    """Return the counts of a run, by stage and in all, as fields of a message."""
    return {
        "summary": "; ".join(_closing_lines(report, resumed)),
        "read": report.read,
        "written": report.written,
        "empty": report.empty,
        "failed": report.failed,
        "dropped": report.dropped,
        "pending": report.pending,
        "split": report.split,
        "seconds": round(report.seconds, 3),
        "resumed_at": resumed,
        "output": report.output,
        "dead_letters": report.letters if report.failed else None,
        "stages": [tally.to_json() for tally in report.stages],
        "warnings": [warning._asdict() for warning in report.warnings],
    }


def show_summary(log: Log, report: Report, resumed: int, again: bool) -> None:
    """Write the counts of a run as text, by stage and in all."""
    if again:
        text = f"{report.output} is finished already; nothing was done (use --fresh to run again)"
        log.info(text, output=report.output)
        return
    if log.is_json:
        return  # the event at the end of the run has it all
    rows: list[tuple[str, ...]] = [("stage", "in", "out", "dropped", "failed", "seconds")]
    for tally in report.stages:
        counts = (tally.entered, tally.left, tally.dropped, tally.failed)
        rows.append((tally.name, *(f"{count:,}" for count in counts), f"{tally.seconds:.2f}"))
    if any(tally.entered for tally in report.stages):
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for name, *numbers in rows:
            cells = [text.rjust(width) for text, width in zip(numbers, widths[1:], strict=True)]
            log.info("  ".join([name.ljust(widths[0]), *cells]))
    for warning in report.warnings:
        log.warning(f"warning: {_warning(warning, report)}")
    for line in _closing_lines(report, resumed):
        log.info(line)


def _closing_lines(report: Report, resumed: int) -> list[str]:
    """Return the counts of the whole run, and where its files are."""
    parts = [f"{report.read:,} read"]
    if report.split:
        parts.append(f"{report.split:,} more by splits")
    empty = f" ({report.empty:,} with empty text)" if report.empty else ""
    parts.append(f"{report.written:,} written{empty}")
    parts += [f"{count:,} dropped ({reason})" for reason, count in sorted(report.dropped.items())]
    parts.append(f"{report.failed:,} failed")
    if report.pending:
        parts.append(f"{report.pending:,} pending")
    line = f"{', '.join(parts)} in {report.seconds:.1f} s"
    lines = [line + (f" (resumed at {resumed:,})" if resumed else "")]
    if report.changes and report.finished:
        changes = [f"{count:,} {change}" for change, count in report.changes.items()]
        lines.append(f"documents since the last update: {', '.join(changes)}")
    if report.output != "-" and report.finished:
        lines.append(f"output: {report.output}")
    if report.failed:
        lines.append(f"dead letters: {report.letters}")
    if not report.finished:
        continued = "not finished: run the same command again to continue"
        lines.append(NOT_KEPT if report.output == "-" else continued)
    return lines


def _warning(warning: StageWarning, report: Report) -> str:
    """Return a warning with the share of the component's documents that it concerns."""
    own = [tally.entered for tally in report.stages if tally.name == warning.stage]
    entered = sum(own) if own else report.read  # a source has none
    share = ""
    if warning.documents:
        share = f"{warning.documents:,} of {number_of(entered, 'document')}: "
    return f"{warning.stage}: {share}{warning.message} [{warning.code}]"
