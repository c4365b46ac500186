"""Read JSON lines."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, ClassVar

import orjson

from hookline import Columns, Document, FileSource, Place, SourceError, Unreadable, row_document

SKIP_SIZE = 1 << 20  # bytes read at a time while the rest of a long line is skipped
LARGE_FLOAT = 2.0**63
NO_FLOATS = frozenset({str, int, bool, type(None)})
SURROGATES = re.compile("[\ud800-\udfff]")
TYPE_NAMES = {list: "an array", str: "a string", bool: "true or false", type(None): "nothing"}


class JsonlSource(FileSource):
    """Read one JSON object per line: `text`, an optional `id`, and anything else as meta data."""

    name = "jsonl"
    endings: ClassVar[Iterable[str]] = (".jsonl", ".ndjson")
    entry_per_line = True

    class Options(FileSource.Options, Columns):
        """Options of the source."""

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, bytes] | Unreadable]:
        return self.entries_after(file, name, 0)

    def entries_after(
        self, file: BinaryIO, name: str, lines: int
    ) -> Iterator[tuple[Place, bytes] | Unreadable]:
        limit, number = self.options.row_limit, lines
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

    What other writers of JSON allow is read as well: NaN and infinities, integers of more than 64 bits,
    and halves of surrogate pairs, which become U+FFFD.

    Raises:
        SourceError: The line is not an object.
        orjson.JSONDecodeError: The line is not JSON.
        RecursionError: The line is nested too deeply.
    """
    try:
        row = orjson.loads(line)
        # orjson reads an integer of more than 64 bits as a float.
        if _has_large_float(row):
            row = _parse_leniently(line)
    except orjson.JSONDecodeError:
        try:
            row = _parse_leniently(line)
        except ValueError:
            row = None
        if row is None:
            raise
    if not isinstance(row, dict):
        type_name = TYPE_NAMES.get(type(row), "a number")
        raise SourceError(f"expected a JSON object with a `text`, found {type_name}")
    return row


def _parse_leniently(line: bytes) -> Any:
    return _without_surrogates(json.loads(line.decode("utf-8")))


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
