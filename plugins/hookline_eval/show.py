"""Print what was measured: tables for people, one schema of JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from .options import Call
from .pipeline import Account
from .score import LEVEL, Figures, Measure, Row, Scores

if TYPE_CHECKING:
    from rich.table import Table

WIDTH = 110  # where the output is no terminal


@dataclass(frozen=True, slots=True)
class Report:
    """
    What a task hands over: its name, its file, the counts, and what became of the documents.

    `settings` are the task's own options that bear on the figures. `unit` says what was resampled.
    `listings` names examples under a heading each.
    """

    task: str
    file: str
    scores: Scores
    account: Account
    settings: dict[str, Any] = field(default_factory=dict)
    unit: str = "document"
    listings: dict[str, list[str]] = field(default_factory=dict)


def finish(report: Report, call: Call) -> int:
    """Print a report and return the exit code: 1 where documents have failed, else 0."""
    measures = report.scores.measures(call.resamples, call.seed)
    if call.json:
        _print_json(report, call, measures)
    else:
        _print_tables(report, call, measures)
    return 1 if report.account.failed else 0


def _print_json(report: Report, call: Call, measures: Sequence[Measure]) -> None:
    import orjson

    account = report.account
    value = {
        "task": report.task,
        "file": report.file,
        "config": account.config,
        "stages": list(account.stages),
        "set": list(call.changes),
        "settings": report.settings,
        "documents": {
            "read": account.read,
            "dropped": dict(account.dropped),
            "failed": account.failed,
            "failures": account.failures,
        },
        "bootstrap": {
            "unit": report.unit,
            "units": len(report.scores.documents),
            "resamples": call.resamples,
            "seed": call.seed,
            "level": LEVEL,
        },
        "measures": {
            measure.name: {
                **_row(measure.total),
                "labels": {row.name: _row(row) for row in measure.labels},
                "groups": {row.name: _row(row) for row in measure.groups},
            }
            for measure in measures
        },
        "notes": dict(report.scores.notes),
        **({"listings": report.listings} if report.listings else {}),
    }
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def _row(row: Row) -> dict[str, Any]:
    interval = None
    if row.low and row.high:
        interval = {
            name: None if low is None or high is None else [round(low, 6), round(high, 6)]
            for name, low, high in zip(Figures._fields, row.low, row.high, strict=True)
        }
    figures = {
        name: None if value is None else round(value, 6)
        for name, value in row.figures._asdict().items()
    }
    counts = {name: _number(value) for name, value in row.counts._asdict().items()}
    return {**figures, "interval": interval, **counts}


def _number(value: float) -> float:
    return int(value) if value == int(value) else round(value, 4)


def _print_tables(report: Report, call: Call, measures: Sequence[Measure]) -> None:
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH
    console = Console(highlight=False, width=width, emoji=False, markup=False)
    console.print(f"{report.task}: {report.file}", style="bold")
    for line in _about(report, call):
        console.print(line, style="dim")
    for name, rows in _tables(measures):
        console.print()
        console.print(_table(name, rows))
    if report.scores.notes:
        console.print()
        for name, count in report.scores.notes.items():
            console.print(f"{name}: {count:,}")
    for name, examples in report.listings.items():
        if examples:
            console.print(f"\n{name}:", style="bold")
            for example in examples:
                console.print(f"  {example}", soft_wrap=True)
    account = report.account
    for reason, count in sorted(account.dropped.items()):
        console.print(
            f"{count:,} dropped by {reason}; what they hold counts as missed", style="yellow"
        )
    if account.failed:
        console.print(f"{account.failed:,} failed; what they hold counts as missed:", style="red")
        for failure in account.failures:
            console.print(f"  {failure}", style="red")


def _about(report: Report, call: Call) -> list[str]:
    account = report.account
    settings = "".join(f", {name} {value}" for name, value in report.settings.items())
    config = " ".join((account.config, *call.changes))
    lines = [f"{config}: {' > '.join(account.stages) or 'no stage'}{settings}"]
    text = f"{account.read:,} documents"
    units = len(report.scores.documents)
    if call.resamples and units > 1:
        text += f"; {LEVEL:.0%} intervals of F1 from {call.resamples:,} resamples of "
        text += f"{units:,} {report.unit}s, seed {call.seed}"
    return [*lines, text]


def _tables(measures: Sequence[Measure]) -> list[tuple[str, list[Row]]]:
    """Return a table of the totals, then one for every breakdown, with what its column is called."""
    tables = [("measure", [measure.total for measure in measures])]
    for measure in measures:
        if measure.labels:
            tables.append((f"{measure.name} by class", measure.labels))
        if measure.groups:
            tables.append((f"{measure.name} by group", measure.groups))
    return tables


def _table(name: str, rows: Sequence[Row]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(name, no_wrap=True)
    for title in ("precision", "recall", "F1", "interval", "right", "found", "wanted"):
        table.add_column(title, justify="right")
    for row in rows:
        counts = row.counts
        table.add_row(
            row.name,
            *(_shown(value) for value in row.figures),
            _interval(row),
            *(f"{_number(count):,}" for count in (counts.right, counts.found, counts.wanted)),
        )
    return table


def _interval(row: Row) -> str:
    if row.low is None or row.high is None or row.low.f1 is None:
        return ""
    return f"{_shown(row.low.f1)} – {_shown(row.high.f1)}"


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
