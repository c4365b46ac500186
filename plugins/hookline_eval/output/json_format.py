"""Print a report as JSON; the schema is the same for all tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
import orjson

from hookline_eval.evaluation.options import EvalOptions
from hookline_eval.evaluation.run import EvalSummary
from hookline_eval.output.report import EvalReport
from hookline_eval.scoring.bootstrap import CONFIDENCE, Ratios
from hookline_eval.scoring.scores import Measure, ScoreRow


def print_json(report: EvalReport, options: EvalOptions, measures: Sequence[Measure]) -> None:
    """Print a report as one JSON object."""
    summary = report.summary
    value = {
        "task": report.task,
        "file": report.file,
        "config": summary.config,
        "stages": list(summary.stages),
        "set": list(options.overrides),
        "settings": report.task_options,
        "documents": documents_value(summary),
        "bootstrap": {
            "unit": report.unit,
            "units": len(report.scores.units),
            "resamples": options.resamples,
            "seed": options.seed,
            "level": CONFIDENCE,
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


def documents_value(summary: EvalSummary) -> dict[str, Any]:
    """Return how many documents were read, dropped and failed, and why."""
    return {
        "read": summary.read,
        "dropped": dict(summary.dropped),
        "failed": summary.failed,
        "failures": summary.failures,
    }


def _row(row: ScoreRow) -> dict[str, Any]:
    interval = None
    if row.low and row.high:
        interval = {
            name: None if low is None or high is None else [round(low, 6), round(high, 6)]
            for name, low, high in zip(Ratios._fields, row.low, row.high, strict=True)
        }
    ratios = {
        name: None if value is None else round(value, 6)
        for name, value in row.ratios._asdict().items()
    }
    return {**ratios, "interval": interval, **row.counts.rounded()}
