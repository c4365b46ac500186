"""What the value of a date expression depends on besides its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from hookline_values.tense import Tense

__all__ = ["BACKWARD", "OFFSETS", "Context", "deictic"]

OFFSETS = {"last": -1, "this": 0, "next": 1, "current": 0}
"""Units from the document's date that a deictic word says."""
BACKWARD = frozenset({"previous", "preceding", "before", "earlier"})
"""Words by which a date counts back from the one before it."""


class Context(NamedTuple):
    """
    What the value of an expression depends on besides its words.

    `reference` is the day of the document, None if it is not known. `anchor` is the day that was
    mentioned last before the expression; `latest` is a day in the date that was mentioned last, for
    each unit of which that date is one or a part, and `part` the quarter or the half of its year that
    it is, as EDTF writes it ("-35"). `year` is the year of a date that the expression is joined with
    ("January 23 to March 9, 2014"). `numeric` is the order of day and month in "3/4/2026".
    """

    reference: date | None
    tense: Tense = "unknown"
    anchor: date | None = None
    year: int | None = None
    numeric: Literal["dmy", "mdy"] | None = None
    latest: Mapping[str, date] = MappingProxyType({})
    part: str = ""
    in_span: bool = False
    """Whether words before the expression make it a span of time ("over the last year")."""


def deictic(words: str) -> str:
    """Return `last`, `this` or `next` for the words before a unit, a month or a weekday."""
    last = words.lower().split()[-1] if words else ""
    return {"past": "last", "coming": "next", "current": "this"}.get(last, last)
