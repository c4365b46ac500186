"""Read JSON lines."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import orjson
from pydantic import Field

from hookline import Document, Place, Source, SourceError, Unreadable, matching, open_input, shown

LONG_NUMBER = re.compile(rb"[0-9]{19}")
LINE = 256 * 1024 * 1024  # bytes; a longer line is no document but a missing line end


class JsonlSource(Source):
    """Read one JSON object a line: `text`, an optional `id`, and anything else as meta data."""

    name = "jsonl"
    endings = (".jsonl", ".ndjson")

    class Options(Source.Options):
        """Options of the source."""

        path: str | list[str] = Field(
            description="files, folders or patterns such as `data/*.jsonl.gz`; `-` is standard input"
        )

    @cached_property
    def _paths(self) -> list[str]:
        return matching(self.options.path, self.endings, self.outputs)

    def inputs(self) -> list[str]:
        return self._paths

    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        number = 0
        for path in self._paths:
            for place, line in self._lines(path):
                if number >= start:
                    yield line if isinstance(line, Unreadable) else _document(place, line)
                number += 1

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if isinstance(payload.get("line"), str):
            return _document(place, payload["line"].encode())
        return super().revive(payload, place)

    def _lines(self, path: str) -> Iterator[tuple[Place, bytes | Unreadable]]:
        """Yield the lines of a file that are not blank; what cannot be read ends it."""
        name = "<stdin>" if path == "-" else shown(path)
        number = 0
        try:
            with open_input(path) as file:
                while line := file.readline(LINE):
                    number += 1
                    if number == 1:
                        line = line.removeprefix(b"\xef\xbb\xbf")
                    if not line.isspace() and line:
                        yield Place(name, number), line
        except GeneratorExit:
            raise
        except Exception as error:  # a vanished or damaged file: the rest of the input is read
            place = Place(name, number + 1)
            message = f"{place}: cannot read on: {getattr(error, 'strerror', None) or error}"
            yield place, Unreadable(place, SourceError(message), {"path": name, "line": number + 1})


def _document(place: Place, line: bytes) -> Document | Unreadable:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return _unreadable(place, line, f"not valid JSON: {error}")
    if LONG_NUMBER.search(line) and (number := _too_large(json.loads(line))):
        return _unreadable(place, line, f"the number {number} does not fit into 64 bits; quote it")
    if not isinstance(record, dict):
        found = _name(record)
        return _unreadable(place, line, f"expected a JSON object with a `text`, found {found}")
    text = record.pop("text", None)
    if not isinstance(text, str):
        found = _name(text)
        return _unreadable(place, line, f"expected `text` to be a string, found {found}")
    doc_id = record.pop("id", None)
    if doc_id is None:
        doc_id = f"{os.path.basename(place.path)}:{place.line}"
    elif isinstance(doc_id, int) and not isinstance(doc_id, bool):
        doc_id = str(doc_id)
    elif not isinstance(doc_id, str):
        return _unreadable(place, line, f"expected `id` to be a string, found {_name(doc_id)}")
    return Document.from_text(text, id=doc_id, meta=record, place=place)


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
    names = {dict: "an object", list: "an array", str: "a string", bool: "true or false"}
    if value is None:
        return "nothing"
    return names.get(type(value), "a number")
