"""Read JSON lines."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from hookline import Columns, Document, FileSource, Place, SourceError, Unreadable, row_document

SKIP_SIZE = 1 << 20  # bytes read at a time while the rest of a long line is skipped
LARGE_FLOAT = 2.0**63
MIN_INTEGER, MAX_INTEGER = -(2**63), 2**64 - 1
TYPE_NAMES = {list: "an array", str: "a string", bool: "true or false", type(None): "nothing"}


class JsonlSource(FileSource):
    """Read one JSON object per line: `text`, an optional `id`, and anything else as meta data."""

    name = "jsonl"
    endings = (".jsonl", ".ndjson")

    class Options(FileSource.Options, Columns):
        """Options of the source."""

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, bytes] | Unreadable]:
        limit, number = self.options.row_limit, 0
        while line := file.readline(limit + 1):
            number += 1
            place = Place(name, number)
            if len(line) > limit and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = file.readline(SKIP_SIZE)
                message = f"{place}: the line is longer than row_limit, {limit:,} bytes"
                yield Unreadable(place, SourceError(message), {"path": name, "line": number})
                continue
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line and not line.isspace():
                yield place, line

    def document(self, place: Place, entry: bytes) -> Document | Unreadable:
        try:
            return row_document(_parse(entry), self.options, place)
        except SourceError as error:
            message = str(error).removeprefix(f"{place}: ")
        except orjson.JSONDecodeError as error:
            message = f"not valid JSON: {error}"
        except RecursionError:
            message = "arrays and objects are nested too deeply"
        try:
            payload = {"line": entry.decode("utf-8")}
        except UnicodeDecodeError:
            payload = {"bytes": base64.b64encode(entry).decode("ascii")}
        return Unreadable(place, SourceError(f"{place}: {message}"), payload)

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if isinstance(payload.get("line"), str):
            return self.document(place, payload["line"].encode())
        return super().revive(payload, place)


def _parse(line: bytes) -> dict[str, Any]:
    """
    Return the object of a line.

    Raises:
        SourceError: The line is not an object, or has an integer of more than 64 bits.
        orjson.JSONDecodeError: The line is not JSON.
        RecursionError: The line is nested too deeply.
    """
    row = orjson.loads(line)
    # orjson reads an integer of more than 64 bits as a float; only then is the slow parser needed.
    if _has_large_float(row) and (number := _find_large_integer(json.loads(line))):
        raise SourceError(f"the number {number} does not fit into 64 bits; quote it")
    if not isinstance(row, dict):
        type_name = TYPE_NAMES.get(type(row), "a number")
        raise SourceError(f"expected a JSON object with a `text`, found {type_name}")
    return row


def _has_large_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_large_float, value.values()))
    if isinstance(value, list):
        return any(map(_has_large_float, value))
    return isinstance(value, float) and not -LARGE_FLOAT < value < LARGE_FLOAT


def _find_large_integer(value: Any) -> int | None:
    """Return an integer that does not fit into 64 bits, if there is one."""
    if isinstance(value, int):
        return None if MIN_INTEGER <= value <= MAX_INTEGER else value
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, map(_find_large_integer, items)), None)
