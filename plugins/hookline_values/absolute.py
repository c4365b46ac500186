"""Resolve date expressions that name a day, a month or a year of the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hookline_values import edtf
from hookline_values.context import Context, deictic
from hookline_values.holidays import holiday
from hookline_values.numerals import cardinal, ordinal
from hookline_values.yearless import (
    dated,
    day_number,
    month_number,
    stated_year,
    year_of_part,
)

__all__ = ["FORMS"]

_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}


def _iso(parts: dict[str, str], context: Context) -> str | None:
    return parts["iso"] if _is_day(parts["iso"]) else None


def _iso_interval(parts: dict[str, str], context: Context) -> str | None:
    first, last = parts["a"], parts["b"]
    return f"{first}/{last}" if _is_day(first) and _is_day(last) else None


def _is_day(text: str) -> bool:
    return edtf.valid_day(*map(int, text.split("-"))) is not None


def _iso_month(parts: dict[str, str], context: Context) -> str | None:
    if (int(parts["y"]) + 1) % 100 == int(parts["mn"]):
        return None  # "2005-06" may be two years
    return f"{parts['y']}-{parts['mn']}"


def _numeric(parts: dict[str, str], context: Context) -> str | None:
    first, second, in_year = int(parts["a"]), int(parts["b"]), int(parts["y"])
    orders = {"dmy": edtf.valid_day(in_year, second, first)}
    if parts["sep"] == "/":
        orders["mdy"] = edtf.valid_day(in_year, first, second)
    days = {day for day in orders.values() if day}
    day = days.pop() if len(days) == 1 else orders.get(context.numeric or "")
    return day.isoformat() if day else None


def _day_of(parts: dict[str, str], context: Context) -> date | None:
    number = ordinal(parts["o"]) or 0 if "o" in parts else day_number(parts["d"])
    return dated(parts, number, context)


def _day(parts: dict[str, str], context: Context) -> str | None:
    day = _day_of(parts, context)
    return day.isoformat() if day else None


def _days(parts: dict[str, str], context: Context) -> str | None:
    first = _day_of(parts, context)
    if first is None:
        return None
    last = edtf.valid_day(first.year, first.month, day_number(parts["d2"]))
    if last is None or last < first:
        return None
    between = context.in_span and parts["j"].strip() == "and"
    if parts["j"].strip() in ("and", "or") and not between and (last - first).days > 1:
        opening, closing = "{}" if parts["j"].strip() == "and" else "[]"
        return f"{opening}{first.isoformat()},{last.isoformat()}{closing}"
    if parts["j"].strip() == "or":
        return f"[{first.isoformat()},{last.isoformat()}]"
    return edtf.day_range(first, last)


def _months(parts: dict[str, str], context: Context) -> str | None:
    in_year = stated_year(parts, context)
    if in_year is None:
        return None
    first, last = month_number(parts["m"]), month_number(parts["m2"])
    start = in_year - 1 if first > last else in_year
    return edtf.interval(edtf.month(first, start), edtf.month(last, in_year))


def _month(parts: dict[str, str], context: Context) -> str | None:
    number = month_number(parts["m"])
    in_year = stated_year(parts, context) if "k" not in parts else None
    if in_year is None:
        reference = context.reference
        if reference is None or "dy" in parts:
            return None
        in_year = year_of_part(parts.get("k", ""), number, reference, context)
    return edtf.month(number, in_year)


def _quarter(parts: dict[str, str], context: Context) -> str | None:
    in_year = stated_year(parts, context)
    number = _QUARTERS.get(parts["q"].lower()) or int(parts["q"][-1])
    return f"{edtf.year(in_year)}-{32 + number}" if in_year else None


def _half(parts: dict[str, str], context: Context) -> str | None:
    in_year = stated_year(parts, context)
    number = {"first": 1, "second": 2}.get(parts["q"].lower()) or int(parts["q"][-1])
    return f"{edtf.year(in_year)}-{39 + number}" if in_year else None


def _holiday(parts: dict[str, str], context: Context) -> str | None:
    in_year = stated_year(parts, context)
    if in_year is not None:
        day = holiday(parts["h"], in_year)
    elif context.reference is None or "dy" in parts:
        return None
    else:
        around = range(context.reference.year - 1, context.reference.year + 2)
        days = [day for y in around if (day := holiday(parts["h"], y))]
        # mypy takes the key for one of the default, too
        day = min(days, key=lambda day: abs((day - context.reference).days), default=None)  # type: ignore[operator]
    return day.isoformat() if day else None


def _bc(parts: dict[str, str], context: Context) -> str | None:
    if "o" in parts:
        number = ordinal(parts["o"])
        return edtf.century(number, before_christ=True) if number else None
    return edtf.year(1 - int(parts["n"])) if int(parts["n"]) else None


def _ad(parts: dict[str, str], context: Context) -> str | None:
    return edtf.year(int(parts["n"])) if int(parts["n"]) else None


def _century(parts: dict[str, str], context: Context) -> str | None:
    number = ordinal(parts["o"])
    return edtf.century(number) if number and number <= 100 else None


def _years(parts: dict[str, str], context: Context) -> str | None:
    first, last = parts["y"], parts["y2"]
    if len(last) == 2:
        last = first[:2] + last
    return f"{first}/{last}" if int(last) > int(first) else None


def _decade(parts: dict[str, str], context: Context) -> str | None:
    return f"{parts['y']}{parts['dd']}X"


def _short_decade(parts: dict[str, str], context: Context) -> str | None:
    return f"19{parts['dd']}X" if int(parts["dd"]) >= 3 else f"20{parts['dd']}X"


def _word_decade(parts: dict[str, str], context: Context) -> str | None:
    singular = parts["n"].lower().removesuffix("ies") + "y"
    return f"19{(cardinal(singular) or 0) // 10}X"


def _year(parts: dict[str, str], context: Context) -> str | None:
    return f"{parts['y']}~" if "c" in parts else parts["y"]


def _september_11(parts: dict[str, str], context: Context) -> str | None:
    return "2001-09-11"


def _season(parts: dict[str, str], context: Context) -> str | None:
    name = parts["s"].lower()
    number = edtf.SEASONS[name]
    in_year = stated_year(parts, context)
    if in_year is None:
        reference = context.reference
        if reference is None or "dy" in parts:
            return None
        which = deictic(parts.get("k", ""))
        starts = {21: 3, 22: 6, 23: 9, 24: 12}[number]
        in_year = reference.year
        if which == "last":
            ends = starts + 2
            in_year -= reference.month <= ends
        elif which == "next":
            in_year += reference.month >= starts
        elif number == 24 and reference.month <= 2:
            in_year -= 1
    return f"{edtf.year(in_year)}-{number}"


FORMS: dict[str, Callable[[dict[str, str], Context], str | None]] = {
    "iso": _iso,
    "iso_interval": _iso_interval,
    "iso_month": _iso_month,
    "numeric": _numeric,
    "days": _days,
    "day": _day,
    "months": _months,
    "month": _month,
    "season": _season,
    "quarter": _quarter,
    "half": _half,
    "holiday": _holiday,
    "bc": _bc,
    "bc_century": _bc,
    "ad": _ad,
    "century": _century,
    "years": _years,
    "decade": _decade,
    "short_decade": _short_decade,
    "word_decade": _word_decade,
    "september_11": _september_11,
    "year": _year,
    "month_only": _month,
}
"""How each form is resolved."""
