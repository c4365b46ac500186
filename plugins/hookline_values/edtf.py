"""
Write dates, periods and intervals as ISO 8601 or EDTF.

Source: ISO 8601-1:2019, and the Extended Date/Time Format of ISO 8601-2:2019 (levels 0 to 2).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

__all__ = [
    "SEASONS",
    "Unit",
    "add_months",
    "century",
    "day_range",
    "decade",
    "interval",
    "month",
    "unit_interval",
    "valid_day",
    "week",
    "weekend",
    "year",
]

Unit = Literal["day", "week", "month", "year", "decade", "century"]

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""Numbers that EDTF gives to seasons."""


def year(number: int) -> str:
    """Return a year in four digits; years before the year 1 are counted from 0000, 1 BC."""
    return f"-{-number:04}" if number < 0 else f"{number:04}"


def month(number: int, in_year: int) -> str:
    """Return a month as `YYYY-MM`."""
    return f"{year(in_year)}-{number:02}"


def decade(first_year: int) -> str:
    """Return the decade of a year as `YYYX`."""
    return f"{year(first_year)[:-1]}X"


def century(number: int, before_christ: bool = False) -> str:
    """Return the n-th century as `YYXX`."""
    return f"-{number - 1:02}XX" if before_christ else f"{number - 1:02}XX"


def interval(start: str, end: str) -> str:
    """Return the interval of two dates, or the date if they are one."""
    return start if start == end else f"{start}/{end}"


def day_range(start: date, end: date) -> str:
    """Return the interval of two days."""
    return interval(start.isoformat(), end.isoformat())


def week(day: date) -> str:
    """Return the week of a day, from Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return day_range(monday, monday + timedelta(days=6))


def weekend(day: date) -> str:
    """Return Saturday and Sunday of the week of a day."""
    saturday = day + timedelta(days=5 - day.weekday())
    return day_range(saturday, saturday + timedelta(days=1))


def valid_day(in_year: int, month_number: int, day: int) -> date | None:
    """Return a day, or None if the calendar has no such day."""
    if not (1 <= in_year <= 9999 and 1 <= month_number <= 12):
        return None
    if not 1 <= day <= calendar.monthrange(in_year, month_number)[1]:
        return None
    return date(in_year, month_number, day)


def add_months(day: date, months: int) -> tuple[int, int]:
    """Return the year and the month that lie `months` after those of a day."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def unit_interval(unit: Unit, day: date, offset: int) -> str | None:
    """
    Return the day, week, month, year, decade or century `offset` units after that of a day.

    None if it lies outside the years 1 to 9999.
    """
    try:
        if unit == "day":
            return (day + timedelta(days=offset)).isoformat()
        if unit == "week":
            return week(day + timedelta(weeks=offset))
    except OverflowError:
        return None
    if unit == "month":
        in_year, number = add_months(day, offset)
        return month(number, in_year) if 1 <= in_year <= 9999 else None
    target = day.year + offset * {"year": 1, "decade": 10, "century": 100}[unit]
    if not 1 <= target <= 9999:
        return None
    if unit == "year":
        return year(target)
    return decade(target) if unit == "decade" else f"{target // 100:02}XX"
