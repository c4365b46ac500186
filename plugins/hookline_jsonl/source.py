"""Read JSON lines."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from hookline import Columns, Document, FileSource, Place, SourceError, Unreadable, row_document

LARGE = 2.0**63


class JsonlSource(FileSource):
    """Read one JSON object a line: `text`, an optional `id`, and anything else as meta data."""

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
                    line = file.readline(1 << 20)
                yield _too_long(place, limit)
                continue
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line and not line.isspace():
                yield place, line

    def document(self, place: Place, entry: bytes) -> Document | Unreadable:
        try:
            return self._document(place, entry)
        except orjson.JSONDecodeError as error:
            return _unreadable(place, entry, f"not valid JSON: {error}")
        except RecursionError:
            return _unreadable(place, entry, "arrays and objects are nested too deeply")

    def _document(self, place: Place, entry: bytes) -> Document | Unreadable:
        row = orjson.loads(entry)
        if _has_large(row) and (number := _too_large(json.loads(entry))):
            message = f"the number {number} does not fit into 64 bits; quote it"
            return _unreadable(place, entry, message)
        if not isinstance(row, dict):
            found = _name(row)
            return _unreadable(place, entry, f"expected a JSON object with a `text`, found {found}")
        try:
            return row_document(row, self.options, place)
        except SourceError as error:
            return _unreadable(place, entry, str(error).removeprefix(f"{place}: "))

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if isinstance(payload.get("line"), str):
            return self.document(place, payload["line"].encode())
        return super().revive(payload, place)


def _too_long(place: Place, limit: int) -> Unreadable:
    message = f"{place}: the line is longer than row_limit, {limit:,} bytes"
    return Unreadable(place, SourceError(message), {"path": place.path, "line": place.line})


def _has_large(value: Any) -> bool:
    """Tell whether there is a float so large that it may stand for an integer of too many digits."""
    if isinstance(value, float):
        return not -LARGE < value < LARGE
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_has_large, items))


def _too_large(value: Any) -> int | None:
    """Return an integer that cannot be kept exactly, if there is one."""
    if isinstance(value, int):
        return value if not -(2**63) <= value < 2**64 else None
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, map(_too_large, items)), None)


def _unreadable(place: Place, line: bytes, message: str) -> Unreadable:
    try:
        payload: dict[str, Any] = {"line": line.decode("utf-8")}
    except UnicodeDecodeError:
        payload = {"bytes": base64.b64encode(line).decode("ascii")}
    return Unreadable(place, SourceError(f"{place}: {message}"), payload)


def _name(value: Any) -> str:
    names = {list: "an array", str: "a string", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), "a number")
