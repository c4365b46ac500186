"""The log of the command line, on stderr: readable on a terminal, JSON lines otherwise."""

from __future__ import annotations

import sys
from typing import Any

import structlog

__all__ = ["logger"]


def logger() -> Any:
    """Return a logger to standard error, without global configuration."""
    person = sys.stderr.isatty()
    timestamp = structlog.processors.TimeStamper("%H:%M:%S" if person else "iso", utc=not person)
    last: Any = (
        structlog.dev.ConsoleRenderer(colors=True)
        if person
        else structlog.processors.JSONRenderer(sort_keys=False, ensure_ascii=False)
    )
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[structlog.processors.add_log_level, timestamp, last],
        wrapper_class=structlog.BoundLogger,
    )
