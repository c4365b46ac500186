"""Read plain text files, one document per file."""

from __future__ import annotations

import base64
import json
import re
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

from pydantic import ByteSize, Field

from hookline import (
    Document,
    Encoding,
    FileSource,
    Place,
    SourceError,
    Unreadable,
    decode_text,
    detect_encoding,
)

JSON_START = re.compile(r'\s{0,99}(?:\[\s{0,99})?\{\s{0,99}"[^"\n]{0,99}"\s{0,99}:')


class TextSource(FileSource):
    """Read one document per text file; its id is the path."""

    name = "text"
    endings = (".txt", ".text")

    class Options(FileSource.Options):
        """Options of the source."""

        encoding: Encoding = Field(
            "utf-8",
            description="the encoding of the files; `detect` guesses for each file and stores the "
            "guess in its meta data",
        )
        errors: Literal["strict", "replace"] = Field(
            "strict",
            description="how to treat bytes that are invalid in the encoding: `strict` fails the "
            "document, `replace` puts U+FFFD in their place",
        )
        size_limit: ByteSize = Field(
            ByteSize(256 * 1024 * 1024),
            description="a file of more bytes than this, such as 256MiB, is a dead letter",
        )

    def total(self) -> int | None:
        return len(self.inputs()) if self.is_plain() else None

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, BinaryIO]]:
        yield Place(name), file  # read in `document`, which a resumed run does not call for each

    def document(self, place: Place, entry: BinaryIO) -> Document | Unreadable:
        data = self.whole(entry, place, self.options.size_limit)
        return data if isinstance(data, Unreadable) else self._decode(data, place)

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if isinstance(payload.get("bytes"), str):
            return self._decode(base64.b64decode(payload["bytes"]), place)
        return super().revive(payload, place)

    def _decode(self, data: bytes, place: Place) -> Document | Unreadable:
        encoding, meta = self.options.encoding, {}
        try:
            if encoding == "detect":
                encoding = meta["encoding"] = detect_encoding(data)
            text = decode_text(data, encoding, self.options.errors)
        except SourceError as error:
            payload = {"bytes": base64.b64encode(data).decode("ascii")}
            return Unreadable(place, SourceError(f"{place}: {error}"), payload)
        if source := _source_of_json(text):
            kind, item = ("JSON lines", "a line") if source == "jsonl" else ("JSON", "an object")
            warnings.warn(
                f"{place} looks like {kind}, but is read as one text: for one document {item}, "
                f"use the source {source}, such as with --set source.use={source}",
                UserWarning,
                stacklevel=2,
            )
        return Document.from_text(text, id=place.path, meta=meta, place=place)


def _source_of_json(text: str) -> str:
    """
    Return the source for a text that looks like JSON: `jsonl`, `json` or, if it does not, nothing.

    An array or an object of several lines is known by its beginning, as a whole file is long to parse.
    """
    if not JSON_START.match(text):
        return ""
    try:
        is_line = isinstance(json.loads(text.split("\n", 1)[0]), dict)
    except (ValueError, RecursionError):
        is_line = False
    return "jsonl" if is_line else "json"
