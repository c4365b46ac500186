"""Read tables that are text: one document a row."""

from __future__ import annotations

import base64
import codecs
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, ClassVar, Literal, NamedTuple, cast

from pydantic import Field, field_validator

from hookline import (
    Columns,
    Document,
    Encoding,
    FileSource,
    Place,
    SourceError,
    Unreadable,
    decode_text,
    detect_encoding,
    row_document,
)
from hookline_tables.rows import Fault, Row, rows

SAMPLE = 1 << 18  # bytes from which an encoding is detected
WIDE = ("utf-16", "utf_16", "utf-32", "utf_32")  # in which a line end is more than one byte


class Head(NamedTuple):
    """What the rows of a file have in common."""

    columns: list[str]
    encoding: str
    detected: bool


class CsvSource(FileSource):
    """Read one document a row of comma-separated values; the first row names the columns."""

    name = "csv"
    endings: ClassVar[Iterable[str]] = (".csv",)

    class Options(FileSource.Options, Columns):
        """Options of the source."""

        delimiter: str = Field(",", description="the character between two columns")
        columns: list[str] | None = Field(
            None, description="the names of the columns, where the file has no row with them"
        )
        encoding: Encoding = Field(
            "utf-8",
            description="how the files are encoded; `detect` guesses from the start of each file, "
            "and puts the guess into the meta data",
        )
        errors: Literal["strict", "replace"] = Field(
            "strict",
            description="what becomes of bytes that are not in the encoding: `strict` fails the "
            "row, `replace` puts U+FFFD in their place",
        )

        @field_validator("delimiter")
        @classmethod
        def _single(cls, value: str) -> str:
            if len(value) != 1 or not value.isascii() or value in '"\r\n':
                raise ValueError('expected one ASCII character such as "," or ";"')
            return value

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, Any] | Unreadable]:
        file, encoding, detected = self._readable(file)
        head: Head | None = None
        if self.options.columns is not None:
            self.options.check_columns(self.options.columns)
            head = Head(self.options.columns, encoding, detected)
        for row in rows(file, self.options.delimiter.encode(), self.options.row_limit):
            place = Place(name, row.line)
            if isinstance(row, Fault):
                yield self._fault(place, row.message, row.data, head)
            elif head is None:
                try:
                    names = [decode_text(field, encoding) for field in row.fields]
                    self.options.check_columns(names)
                except SourceError as error:
                    hint = "" if len(row.fields) > 1 else "; is the `delimiter` right?"
                    message = f"{place}: the file is passed over: {error}{hint}"
                    yield Unreadable(place, SourceError(message), {"path": name, "rest": True})
                    return
                head = Head(names, encoding, detected)
            else:
                yield place, (row, head)

    def document(self, place: Place, entry: tuple[Row, Head]) -> Document | Unreadable:
        row, head = entry
        if len(row.fields) != len(head.columns):
            message = f"expected {len(head.columns)} columns, found {len(row.fields)}"
            return self._fault(place, message, row.data, head)
        try:
            fields = [
                decode_text(field, head.encoding, self.options.errors) for field in row.fields
            ]
        except SourceError as error:
            return self._fault(place, str(error), row.data, head)
        values = dict(zip(head.columns, fields, strict=True))
        try:
            doc = row_document(values, self.options, place)
        except SourceError as error:
            return Unreadable(place, error, {"row": values})
        return doc.with_meta(encoding=head.encoding) if head.detected else doc

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        columns = payload.get("columns")
        if isinstance(payload.get("row"), dict):
            try:
                return row_document(payload["row"], self.options, place)
            except SourceError as error:
                return Unreadable(place, error, payload)
        if not isinstance(columns, list):
            return super().revive(payload, place)
        data = base64.b64decode(payload["bytes"])
        encoding = self.options.encoding
        detected = encoding == "detect"
        if detected:
            encoding = detect_encoding(data)
        delimiter = self.options.delimiter.encode()
        row = next(rows(io.BytesIO(data), delimiter, self.options.row_limit))
        if isinstance(row, Fault):
            return self._fault(place, row.message, row.data, Head(columns, encoding, detected))
        return self.document(place, (row, Head(columns, encoding, detected)))

    def _readable(self, file: BinaryIO) -> tuple[BinaryIO, str, bool]:
        """Return the file as bytes in which a line feed is a line end, and their encoding."""
        encoding = self.options.encoding
        detected = encoding == "detect"
        if detected:
            sample = file.read(SAMPLE)
            encoding = detect_encoding(sample)
            file = cast(BinaryIO, io.BufferedReader(_Behind(sample, file)))
        if encoding.lower().startswith(WIDE):
            return cast(BinaryIO, io.BufferedReader(_Recoded(file, encoding))), "utf-8", detected
        return file, encoding, detected

    def _fault(
        self, place: Place, message: str, data: bytes | None, head: Head | None
    ) -> Unreadable:
        payload: dict[str, Any] = {"path": place.path, "line": place.line}
        if data is not None and head is not None:
            coded = base64.b64encode(data).decode("ascii")
            payload = {"bytes": coded, "columns": head.columns}
        return Unreadable(place, SourceError(f"{place}: {message}"), payload)


class TsvSource(CsvSource):
    """Read one document a row of tab-separated values; the first row names the columns."""

    name = "tsv"
    endings = (".tsv", ".tab")

    class Options(CsvSource.Options):
        """Options of the source."""

        delimiter: str = Field("\t", description="the character between two columns")


class _Behind(io.RawIOBase):
    """Bytes that have been read already, and then the rest of their file."""

    def __init__(self, first: bytes, file: BinaryIO) -> None:
        self._first, self._file = io.BytesIO(first), file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._first.read(len(buffer)) or self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Recoded(io.RawIOBase):
    """A file in an encoding of two or four bytes a character, as UTF-8."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._decode = codecs.getincrementaldecoder(encoding)().decode

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = b""
        while not data and (read := self._file.read(len(buffer) // 3 * 2)):
            data = self._decode(read).encode("utf-8")
        if not data:
            self._decode(b"", True)
        buffer[: len(data)] = data
        return len(data)
