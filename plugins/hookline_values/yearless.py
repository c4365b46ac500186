"""Find the year of a date that states none, by the document's date and the tense of its clause."""

from __future__ import annotations

import re
from datetime import date

from hookline_values import edtf
from hookline_values.context import OFFSETS, Context, deictic
from hookline_values.grammar import MONTHS, WEEKDAYS
from hookline_values.tense import Tense

__all__ = ["closest", "dated", "day_number", "month_number", "stated_year", "year_of_part"]

_WINDOWS: dict[Tense, tuple[int, int]] = {
    "past": (-320, 3),
    "future": (-30, 335),
    "unknown": (-310, 55),
}
"""How many days before and behind the document's date a date without a year is looked for."""


def closest(days: list[date], context: Context) -> date | None:
    """Return the day closest to the document's date among those that the tense allows."""
    assert context.reference is not None
    reference = context.reference
    first, last = _WINDOWS[context.tense]
    allowed = [day for day in days if first <= (day - reference).days <= last] or days
    return min(allowed, key=lambda day: abs((day - reference).days), default=None)


def year_of_part(words: str, month: int, reference: date, context: Context) -> int:
    """Return the year of a month without one: by "last" or "next", else by tense."""
    which = deictic(words)
    if which == "last":
        return reference.year - (month >= reference.month)
    if which == "next":
        return reference.year + (month <= reference.month)
    if which == "this":
        return reference.year
    if month == reference.month:
        return reference.year
    middles = [date(reference.year + offset, month, 15) for offset in (-1, 0, 1)]
    day = closest(middles, context)
    return day.year if day else reference.year


def stated_year(parts: dict[str, str], context: Context) -> int | None:
    """Return the year that an expression states, or has from the date that it is joined with."""
    if "y" in parts:
        return int(parts["y"])
    if "dy" in parts and context.reference:
        return context.reference.year + OFFSETS[parts["dy"].lower()]
    return context.year if "dy" not in parts else None


def dated(parts: dict[str, str], number: int, context: Context) -> date | None:
    """Return the day of a month with the year that is stated, or that fits best."""
    month = month_number(parts["m"])
    in_year = stated_year(parts, context)
    if in_year is not None:
        return edtf.valid_day(in_year, month, number)
    if context.reference is None or "dy" in parts:
        return None
    around = range(context.reference.year - 4, context.reference.year + 5)
    days = [day for y in around if (day := edtf.valid_day(y, month, number))]
    if "w" in parts:
        weekday = WEEKDAYS[parts["w"].rstrip(".").lower()]
        days = [day for day in days if day.weekday() == weekday] or days
    return closest(days, context)


def day_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def month_number(name: str) -> int:
    return MONTHS[name.rstrip(".").lower()]
