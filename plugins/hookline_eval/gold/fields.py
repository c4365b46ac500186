"""Take the fields of a JSON object, checked for their types and ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import orjson

from hookline_eval.gold.layout import Offsets
from hookline_eval.gold.lines import FormatError

__all__ = ["each", "field", "found", "identifier", "index", "items", "number", "optional", "span"]

Kind = TypeVar("Kind", str, bool, list[Any], dict[str, Any])

_KINDS: dict[type[Any], str] = {
    str: "a string",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}
_PLURALS: dict[type[Any], str] = {str: "strings", list: "lists", dict: "objects"}
_LONGEST = 40


def found(value: object) -> str:
    """Return a value of a file for an error message, as JSON, cut to 40 characters."""
    text = orjson.dumps(value).decode()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def field(record: Mapping[str, Any], key: str, kind: type[Kind]) -> Kind:
    """
    Return a field of an object.

    Raises:
        FormatError: The object has no such field, or it is of another type.
    """
    value = record.get(key)
    if not isinstance(value, kind):
        raise FormatError(f"expected `{key}`, {_KINDS[kind]}, found {_found_in(record, key)}")
    return value


def optional(record: Mapping[str, Any], key: str, kind: type[Kind]) -> Kind | None:
    """Return a field of an object as `field` does, None if it is absent or null."""
    return None if record.get(key) is None else field(record, key, kind)


def each(values: Sequence[Any], kind: type[Kind], key: str) -> list[Kind]:
    """
    Return the values of a list.

    Raises:
        FormatError: One of them is of another type; `key` is the field that has them.
    """
    for value in values:
        if not isinstance(value, kind):
            raise FormatError(f"expected {_PLURALS[kind]} in `{key}`, found {found(value)}")
    return list(values)


def items(record: Mapping[str, Any], key: str, kind: type[Kind]) -> list[Kind]:
    """Return the values of a list of an object, see `field` and `each`."""
    return each(field(record, key, list), kind, key)


def identifier(record: Mapping[str, Any], key: str, default: object = None) -> str:
    """
    Return a field with a string or a whole number as a string; if it is absent or null, the default.

    Raises:
        FormatError: It is neither.
    """
    value = default if record.get(key) is None else record[key]
    if not isinstance(value, str | int):
        expected = f"`{key}`, a string or a whole number"
        raise FormatError(f"expected {expected}, found {_found_in(record, key)}")
    return str(value)


def number(record: Mapping[str, Any], key: str, least: float, most: float) -> float:
    """
    Return a field with a number.

    Raises:
        FormatError: It is no number, or not from `least` to `most`.
    """
    value = record.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
        return float(value)
    raise FormatError(f"expected {key} from {least} to {most}, found {_found_in(record, key)}")


def index(record: Mapping[str, Any], key: str, count: int, unit: str) -> int:
    """
    Return a field with the index of one of `count` things, counted from 0; `unit` names them.

    Raises:
        FormatError: It is no whole number, or not in this range.
    """
    value = record.get(key)
    if type(value) is int and 0 <= value < count:
        return value
    expected = f"{key} within {count} {unit}, counted from 0"
    raise FormatError(f"expected {expected}, found {_found_in(record, key)}")


def span(values: Sequence[Any], key: str, count: int, unit: str) -> Offsets:
    """
    Return start and end of a span of `count` things; `unit` names them, `key` is the field.

    Raises:
        FormatError: They are not two whole numbers, the span is empty, or it is not in this range.
    """
    if len(values) == 2 and all(type(value) is int for value in values):
        start, end = values
        if 0 <= start < end <= count:
            return start, end
    expected = f"start and end of `{key}` within {count} {unit}"
    raise FormatError(f"expected {expected}, found {found(values)}")


def _found_in(record: Mapping[str, Any], key: str) -> str:
    return found(record[key]) if key in record else "none"
