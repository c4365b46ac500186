"""Resolve date expressions that count from the document's date, or from a date before them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hookline_values import edtf
from hookline_values.context import BACKWARD, OFFSETS, Context, deictic
from hookline_values.grammar import WEEKDAYS
from hookline_values.numerals import cardinal

__all__ = ["FORMS"]


def _unit_of(name: str) -> edtf.Unit:
    unit = name.lower()
    return {"centurie": "century"}.get(unit, unit)  # type: ignore[return-value]  # the pattern's units


def _unit(parts: dict[str, str], context: Context) -> str | None:
    reference = context.reference
    if reference is None:
        return None
    which, name = deictic(parts["k"]), parts["u"].lower()
    if name == "day":
        if which == "next" and parts["k"].lower() == "next":
            return _shifted(context.anchor or reference, "day", 1)
        return None
    if parts["k"].lower() in ("this past", "past") and name != "weekend":
        return _span_of("last", 1, name, reference)
    counted = parts["k"].lower() in ("last", "next") and name in ("month", "year", "decade")
    if parts["k"].lower() == "coming" or (context.in_span and counted):
        return _span_of(which, 1, name, reference)
    offset = OFFSETS[which]
    if name == "fortnight":
        return _span_of(which, 2, "week", reference) if offset else None
    if name == "weekend":
        return _weekend(which, context)
    return edtf.unit_interval(_unit_of(name), reference, offset)


def _weekend(which: str, context: Context) -> str | None:
    reference = context.reference
    if reference is None:
        return None
    offset = OFFSETS.get(which, 0)
    early = reference.weekday() < 5
    if early and (which == "last" or (which in ("this", "") and context.tense == "past")):
        return edtf.weekend(reference - timedelta(weeks=1))
    return edtf.weekend(reference + timedelta(weeks=offset))


def _bare_weekend(parts: dict[str, str], context: Context) -> str | None:
    return _weekend("", context)


def _end_of(parts: dict[str, str], context: Context) -> str | None:
    if context.reference is None:
        return None
    offset = OFFSETS[parts.get("k", "this").lower()]
    return edtf.unit_interval(_unit_of(parts["u"]), context.reference, offset)


def _two_days(parts: dict[str, str], context: Context) -> str | None:
    if context.reference is None:
        return None
    return _shifted(context.reference, "day", -2 if parts["k"].lower().startswith("before") else 2)


def _named_day(parts: dict[str, str], context: Context) -> str | None:
    if context.reference is None:
        return None
    offset = {"yesterday": -1, "tomorrow": 1}.get(parts["n"].lower(), 0)
    return _shifted(context.reference, "day", offset)


def _part_of_day(parts: dict[str, str], context: Context) -> str | None:
    if context.reference is None:
        return None
    return _shifted(context.reference, "day", OFFSETS[parts["k"].lower()])


def _shifted(day: date, unit: edtf.Unit, offset: int) -> str | None:
    return edtf.unit_interval(unit, day, offset)


def _amount(text: str) -> int | None:
    words = text.lower()
    if words in ("several", "few") or words.startswith("half"):
        return None
    return 2 if "couple" in words else cardinal(words)


def _ago(parts: dict[str, str], context: Context) -> str | None:
    number = _amount(parts.get("n", "a"))
    if context.reference is None or number is None:
        return None
    return _counted(context.reference, parts["u"].lower(), -number)


def _from_now(parts: dict[str, str], context: Context) -> str | None:
    number = _amount(parts["n"])
    if context.reference is None or number is None:
        return None
    return _counted(context.reference, parts["u"].lower(), number)


def _counted(day: date, unit: str, number: int) -> str | None:
    """Return the day or the unit of the calendar that is a number of units from a day."""
    if unit in ("minute", "hour"):
        hours = abs(number) if unit == "hour" else abs(number) // 60
        days = hours // 24
        return _shifted(day, "day", days if number > 0 else -days)
    if unit == "fortnight":
        return _shifted(day, "week", 2 * number)
    if unit in ("decade", "decades"):
        return _shifted(day, "year", 10 * number)
    if unit in ("century", "centurie"):
        return _shifted(day, "decade", 10 * number)
    return _shifted(day, _unit_of(unit), number)


def _span(parts: dict[str, str], context: Context) -> str | None:
    number = _amount(parts["n"])
    if context.reference is None or number is None:
        return None
    return _span_of(deictic(parts["k"]), number, parts["u"].lower(), context.reference)


def _span_of(which: str, number: int, unit: str, reference: date) -> str | None:
    """Return the interval of a number of units that ends, or begins, with the document's date."""
    days = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14}
    months = {"month": 1}
    sign = -1 if which == "last" else 1
    kind: edtf.Unit
    if unit in days:
        kind, offset = "day", max(1, round(number * days[unit]))
    elif unit in months:
        kind, offset = "month", number
    else:
        kind = "year"
        offset = number * {"year": 1, "decade": 10, "century": 100, "centurie": 100}[unit]
    other = edtf.unit_interval(kind, reference, sign * offset)
    here = edtf.unit_interval(kind, reference, 0)
    if other is None or here is None:
        return None
    return edtf.interval(other, here) if sign < 0 else edtf.interval(here, other)


def _weekday(parts: dict[str, str], context: Context) -> str | None:
    reference = context.reference
    if reference is None:
        return None
    weekday = WEEKDAYS[parts["w"].lower()]
    back = (reference.weekday() - weekday) % 7
    which = deictic(parts.get("k", ""))
    if which == "last":
        return _shifted(reference, "day", -(back or 7))
    if which == "next" or (not which and context.tense == "future"):
        ahead = (weekday - reference.weekday()) % 7
        return _shifted(reference, "day", ahead or (7 if which else 0))
    if which == "this" and context.tense != "past":
        return _shifted(reference, "day", (weekday - reference.weekday()) % 7)
    return _shifted(reference, "day", -back)


def _weekday_of_week(parts: dict[str, str], context: Context) -> str | None:
    if context.reference is None:
        return None
    weeks = OFFSETS[parts["k"].lower()]
    offset = WEEKDAYS[parts["w"].lower()] - context.reference.weekday() + 7 * weeks
    return _shifted(context.reference, "day", offset)


def _anaphoric(parts: dict[str, str], context: Context) -> str | None:
    unit = parts["u"].lower()
    number = _amount(parts.get("n", "a"))
    if unit in ("day", "week", "fortnight"):
        day = context.anchor
    else:
        day = context.latest.get("month" if unit == "month" else "year")
    if day is None or number is None:
        return None
    value = _counted(day, unit, -number if parts["k"].lower() in BACKWARD else number)
    return f"{value}{context.part}" if value and unit == "year" else value


def _quarter_of(parts: dict[str, str], context: Context) -> str | None:
    if context.reference is None:
        return None
    offset = OFFSETS[parts["k"].lower()]
    index = context.reference.year * 4 + (context.reference.month - 1) // 3 + offset
    return f"{edtf.year(index // 4)}-{33 + index % 4}"


FORMS: dict[str, Callable[[dict[str, str], Context], str | None]] = {
    "quarter_of": _quarter_of,
    "end_of": _end_of,
    "two_days": _two_days,
    "named_day": _named_day,
    "part_of_day": _part_of_day,
    "ago": _ago,
    "from_now": _from_now,
    "span": _span,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "unit": _unit,
    "anaphoric": _anaphoric,
    "weekend": _bare_weekend,
}
"""How each form is resolved."""
