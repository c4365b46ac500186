"""Read the JSON objects that rows are."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from hookline.errors import SourceError

__all__ = ["json_row"]

LARGE_FLOAT = 2.0**63
NO_FLOATS = frozenset({str, int, bool, type(None)})
SURROGATES = re.compile("[\ud800-\udfff]")
TYPE_NAMES = {list: "an array", str: "a string", bool: "true or false", type(None): "null"}


def json_row(data: bytes) -> dict[str, Any]:
    """
    Return the object that JSON in UTF-8 is.

    What other writers of JSON allow is read as well: NaN and infinities, integers of more than 64 bits,
    and halves of surrogate pairs, which become U+FFFD.

    Raises:
        SourceError: It is not UTF-8, not JSON, no object, or nested too deeply.
    """
    try:
        row = _parse(data)
    except UnicodeDecodeError as error:
        found = f"byte {error.start} ({data[error.start]:#04x})"
        raise SourceError(f"{found} is not UTF-8, as JSON has to be") from error
    except orjson.JSONDecodeError as error:
        raise SourceError(f"not valid JSON: {error}") from error
    except RecursionError as error:
        raise SourceError("arrays and objects are nested too deeply") from error
    if not isinstance(row, dict):
        type_name = TYPE_NAMES.get(type(row), "a number")
        raise SourceError(f"expected a JSON object with a `text`, found {type_name}")
    return row


def _parse(data: bytes) -> Any:
    try:
        row = orjson.loads(data)
    except orjson.JSONDecodeError:
        text = data.decode("utf-8")
        try:
            return _parse_leniently(text)
        except ValueError:
            pass
        raise
    # orjson reads an integer of more than 64 bits as a float.
    return _parse_leniently(data.decode("utf-8")) if _has_large_float(row) else row


def _parse_leniently(text: str) -> Any:
    return _without_surrogates(json.loads(text))


def _has_large_float(value: Any) -> bool:
    kind = type(value)
    if kind is dict or kind is list:
        items = value.values() if kind is dict else value
        if NO_FLOATS.issuperset(map(type, items)):
            return False
        return any(_has_large_float(item) for item in items if type(item) is not str)
    return kind is float and not -LARGE_FLOAT < value < LARGE_FLOAT


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    return value
