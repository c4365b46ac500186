"""Find the days of holidays that are the same in most countries that have them."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["HOLIDAY", "holiday"]

_FIXED = {
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
_FROM_EASTER = {
    "good friday": -2,
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "ascension day": 39,
}
_THANKSGIVING = ("thanksgiving", "thanksgiving day")
_NAMES = sorted((*_FIXED, *_FROM_EASTER, *_THANKSGIVING), key=len, reverse=True)

HOLIDAY = "|".join(name.replace("'", "['’]") for name in _NAMES)
"""A pattern for the names of holidays; letters in lower case."""


def holiday(name: str, in_year: int) -> date | None:
    """Return the day of a holiday in a year from 1583 to 9999; Thanksgiving is that of the USA."""
    if not 1583 <= in_year <= 9999:
        return None
    name = " ".join(name.lower().replace("’", "'").split())
    if name in _FIXED:
        return date(in_year, *_FIXED[name])
    if name in _FROM_EASTER:
        return _easter(in_year) + timedelta(days=_FROM_EASTER[name])
    first = date(in_year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)  # the fourth Thursday


def _easter(in_year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian algorithm (Meeus 1991, chapter 8)."""
    golden = in_year % 19
    century, rest = divmod(in_year, 100)
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(in_year, month, day + 1)
