"""Keep a date in digits one token: "2026-10-14"."""

from __future__ import annotations

import re
from typing import Any

from numpy.typing import NDArray

__all__ = ["join_dates"]

_DATE = re.compile(r"(?<![\w-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])")
"""A calendar date of ISO 8601 in its extended format."""


def join_dates(text: str, marks: NDArray[Any]) -> None:
    """
    Let no token or sentence end inside a date, and a token end before and behind it.

    Args:
        text: Characters with white space collapsed.
        marks: [characters] boundary marks, changed in place; see `BoundaryNetwork`.
    """
    for match in _DATE.finditer(text):
        marks[match.start() : match.end() - 1] = 0
        for end in (match.start() - 1, match.end() - 1):
            if end >= 0:
                marks[end] = max(1, marks[end])
