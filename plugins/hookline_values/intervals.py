"""Put the ends of an interval in order: "from Monday to Friday" ends behind its start."""

from __future__ import annotations

from datetime import date, timedelta

from hookline_values.edtf import valid_day
from hookline_values.grammar import Expression
from hookline_values.tense import Tense

__all__ = ["ordered_ends"]


def ordered_ends(
    opening: Expression,
    first: str | None,
    closing: Expression,
    last: str | None,
    tense: Tense,
) -> tuple[str | None, str | None]:
    """
    Return the values of the ends of an interval, the later one not before the earlier one.

    An end without a year of its own moves by a week if it is a weekday, else by a year: the start
    back where the tense is the past or the end states its year, the end forward otherwise. The values
    are None where that does not put them in order. Two stated years are left as they are written.
    """
    if first is None or last is None or len(first) != len(last) or first <= last:
        return first, last
    if "y" in opening.parts and "y" in closing.parts:
        return first, last
    if (tense == "past" or "y" in closing.parts) and "y" not in opening.parts:
        first = _moved(opening, first, -1)
    elif "y" not in closing.parts:
        last = _moved(closing, last, 1)
    ordered = first is not None and last is not None and first <= last
    return (first, last) if ordered else (None, None)


def _moved(expression: Expression, value: str, step: int) -> str | None:
    """Return the value of a weekday a week, of another date a year, before or behind."""
    try:
        if expression.form == "weekday":
            return (date.fromisoformat(value) + timedelta(weeks=step)).isoformat()
        in_year, *rest = (int(part) for part in value.split("-"))
    except ValueError:
        return None
    if len(rest) == 1:
        return f"{in_year + step:04}-{rest[0]:02}"
    if len(rest) == 2 and (day := valid_day(in_year + step, *rest)):
        return day.isoformat()
    return None
