"""Print a report in the format that the options ask for."""

from __future__ import annotations

from hookline_eval.evaluation.options import EvalOptions
from hookline_eval.output.json_format import print_json
from hookline_eval.output.report import EvalReport
from hookline_eval.output.tables import print_tables


def print_report(report: EvalReport, options: EvalOptions) -> int:
    """Print a report and return the exit code: 1 if documents failed, else 0."""
    measures = report.scores.measures(options.resamples, options.seed)
    print_measures = print_json if options.json else print_tables
    print_measures(report, options, measures)
    return 1 if report.summary.failed else 0
