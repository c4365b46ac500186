"""Write the report of a run to a file."""

from __future__ import annotations

import os
from pathlib import Path

import orjson

from hookline.components.report import Report
from hookline.errors import SinkError
from hookline.runner.prometheus import to_prometheus

__all__ = ["save_report"]


def save_report(report: Report, path: str) -> None:
    """
    Write a report as JSON, or in Prometheus' text format where the path ends in `.prom`.

    Raises:
        SinkError: the file cannot be written.
    """
    if path.lower().endswith(".prom"):
        data = to_prometheus(report).encode()
    else:
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        data = orjson.dumps(report.to_json(), option=options)
    try:
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(data)
        os.replace(part, target)
    except OSError as error:
        message = f"cannot write the report to {path}: {error.strerror or error}"
        raise SinkError(message) from error
