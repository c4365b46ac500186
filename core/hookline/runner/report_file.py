"""Write the report of a run to a file."""

from __future__ import annotations

import orjson

from hookline.components.report import Report
from hookline.files.atomic import write_whole
from hookline.runner.prometheus import to_prometheus

__all__ = ["save_report"]


def save_report(report: Report, path: str) -> None:
    """
    Write a report as JSON, or in Prometheus' text format if the path ends in `.prom`.

    Raises:
        SinkError: The file cannot be written.
    """
    if path.lower().endswith(".prom"):
        data = to_prometheus(report).encode()
    else:
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        data = orjson.dumps(report.to_json(), option=options)
    write_whole(path, data, "report")
