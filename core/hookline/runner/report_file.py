"""Write the report of a run to a file."""

from __future__ import annotations

import os

import orjson

from hookline.components.report import Report
from hookline.errors import ConfigError, Problem
from hookline.files.atomic import write_whole
from hookline.runner.prometheus import to_prometheus

__all__ = ["check_report", "save_report"]

ENDINGS = ("", ".json", ".prom")


def check_report(path: str) -> None:
    """
    Check that a report can be written: its folder allows it, and its name says no other format.

    Raises:
        ConfigError: It cannot.
    """
    last = os.path.splitext(path)[1].lower()
    if last not in ENDINGS:
        message = f"a report is JSON or Prometheus text, found a name that ends in {last}"
        hint = "give a name that ends in .json, or in .prom for Prometheus"
        raise ConfigError(Problem(message, f"--report {path}", hint=hint))
    folder = os.path.dirname(os.path.abspath(path))
    while not os.path.exists(folder):  # it is made with its parents
        folder = os.path.dirname(folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        message = f"the report cannot be written: no permission to write in the folder {folder}"
        raise ConfigError(Problem(message, f"--report {path}", hint="choose another path"))


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
