"""Read JSON lines."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, ClassVar

from hookline import (
    Columns,
    Document,
    FileSource,
    Place,
    SourceError,
    Unreadable,
    json_row,
    row_document,
)

SKIP_SIZE = 1 << 20  # bytes read at a time while the rest of a long line is skipped
BEGINNINGS = {
    b"\x1f\x8b": "gzip: end its name in .gz",
    b"\x28\xb5\x2f\xfd": "Zstandard: end its name in .zst",
    b"PK\x03\x04": "zip: end its name in .zip",
    b"PAR1": "Parquet: end its name in .parquet",
    b"\xff\xfe": "UTF-16: convert it, as with `iconv -f UTF-16 -t UTF-8`",
    b"\xfe\xff": "UTF-16: convert it, as with `iconv -f UTF-16 -t UTF-8`",
}


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
            return row_document(json_row(entry), self.options, place)
        except SourceError as error:
            message = str(error).removeprefix(f"{place}: ") + self._advice(place, entry)
        try:
            payload = {"line": entry.decode("utf-8")}
        except UnicodeDecodeError:
            payload = {"bytes": base64.b64encode(entry).decode("ascii")}
        return Unreadable(place, SourceError(f"{place}: {message}"), payload)

    def _advice(self, place: Place, entry: bytes) -> str:
        """Return what to try with a file of another format, or in another encoding."""
        start = entry.strip()
        if place.line == 1 and self.entry_per_line and (start[:1] == b"[" or start == b"{"):
            return "; if the file is one array or object, read it with `use: json`"
        for beginning, format in BEGINNINGS.items():
            if place.line == 1 and entry.startswith(beginning):
                return f"; the file begins as {format}"
        try:
            entry.decode("utf-8")
        except UnicodeDecodeError:
            return ": convert the file, as with `iconv -f WINDOWS-1252 -t UTF-8`"
        return ""

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if isinstance(payload.get("line"), str):
            return self.document(place, payload["line"].encode())
        return super().revive(payload, place)
