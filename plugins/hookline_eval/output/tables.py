"""Print a report as tables."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hookline_eval.evaluation.options import EvalOptions
from hookline_eval.evaluation.run import EvalSummary
from hookline_eval.output.report import EvalReport
from hookline_eval.scoring.bootstrap import CONFIDENCE
from hookline_eval.scoring.scores import Measure, ScoreRow

if TYPE_CHECKING:
    from rich.table import Table

_WIDTH = 110  # where the output is not a terminal


def print_tables(report: EvalReport, options: EvalOptions, measures: Sequence[Measure]) -> None:
    """Print a heading, the tables, the notes and examples, and what was dropped or failed."""
    from rich.console import Console

    width = None if sys.stdout and sys.stdout.isatty() else _WIDTH
    console = Console(highlight=False, width=width, emoji=False, markup=False)
    console.print(f"{report.task}: {report.file}", style="bold")
    for line in _heading(report, options):
        console.print(line, style="dim")
    for title, rows in _tables(measures):
        console.print()
        console.print(_table(title, rows))
    if report.scores.notes:
        console.print()
        for name, count in report.scores.notes.items():
            console.print(f"{name}: {count:,}")
    for title, examples in report.listings.items():
        if examples:
            console.print(f"\n{title}:", style="bold")
            for example in examples:
                console.print(f"  {example}", soft_wrap=True)
    for line in loss_lines(report.summary):
        console.print(line, style="red")


def loss_lines(summary: EvalSummary) -> Iterator[str]:
    """Yield lines that say how many documents were dropped or failed, and why."""
    for reason, count in sorted(summary.dropped.items()):
        yield f"{count:,} dropped by {reason}; counted as missed"
    if summary.failed:
        yield f"{summary.failed:,} failed; counted as missed:"
        for failure in summary.failures:
            yield f"  {failure}"


def _heading(report: EvalReport, options: EvalOptions) -> list[str]:
    summary = report.summary
    task_options = "".join(f", {name} {value}" for name, value in report.task_options.items())
    config = " ".join((summary.config, *options.overrides))
    stages = " > ".join(summary.stages) or "no stage"
    size = f"{summary.read:,} {'document' if summary.read == 1 else 'documents'}"
    units = len(report.scores.units)
    if options.resamples and units > 1:
        size += (
            f"; {CONFIDENCE:.0%} intervals of F1 from {options.resamples:,} resamples of "
            f"{units:,} {report.unit}s, seed {options.seed}"
        )
    return [f"{config}: {stages}{task_options}", size]


def _tables(measures: Sequence[Measure]) -> Iterator[tuple[str, list[ScoreRow]]]:
    """Yield the title and rows of the table of totals, then of every breakdown."""
    yield "measure", [measure.total for measure in measures]
    for measure in measures:
        if measure.labels:
            yield f"{measure.name} by class", measure.labels
        if measure.groups:
            yield f"{measure.name} by group", measure.groups


def _table(title: str, rows: Sequence[ScoreRow]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(title, no_wrap=True)
    for column in ("precision", "recall", "F1", "interval", "right", "found", "wanted"):
        table.add_column(column, justify="right")
    for row in rows:
        counts = row.counts.rounded()
        table.add_row(
            row.name,
            *map(_format_ratio, row.ratios),
            _format_interval(row),
            *(f"{counts[name]:,}" for name in ("right", "found", "wanted")),
        )
    return table


def _format_interval(row: ScoreRow) -> str:
    if row.low is None or row.high is None or row.low.f1 is None:
        return ""
    return f"{_format_ratio(row.low.f1)} – {_format_ratio(row.high.f1)}"


def _format_ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
