"""Read plain text files, one document per file."""

from __future__ import annotations

import base64
import json
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
        if text.startswith("{") and _is_json_line(text):
            warnings.warn(
                f"{place} looks like JSON lines, but is read as one text: for one document a line, "
                "use the source jsonl, such as with --set source.use=jsonl",
                UserWarning,
                stacklevel=2,
            )
        return Document.from_text(text, id=place.path, meta=meta, place=place)


def _is_json_line(text: str) -> bool:
    """Return whether the first line of a text is a JSON object."""
    try:
        return isinstance(json.loads(text.split("\n", 1)[0]), dict)
    except (ValueError, RecursionError):
        return False
