"""Read tables in text files, one document per row."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, ClassVar, Literal, NamedTuple

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
from hookline_tables.byte_streams import as_utf8, peek
from hookline_tables.row_reader import RowError, TableRow, read_rows

SAMPLE_SIZE = 1 << 18  # bytes from which an encoding is detected
MULTIBYTE_ENCODINGS = ("utf-16", "utf_16", "utf-32", "utf_32")  # a line end is several bytes


class TableFormat(NamedTuple):
    """What the rows of a file have in common; `detected` means that the encoding is a guess."""

    columns: list[str]
    encoding: str
    detected: bool


class CsvSource(FileSource):
    """Read one document per row of comma-separated values; the first row names the columns."""

    name = "csv"
    endings: ClassVar[Iterable[str]] = (".csv",)

    class Options(FileSource.Options, Columns):
        """Options of the source."""

        delimiter: str = Field(",", description="the character between two columns")
        columns: list[str] | None = Field(
            None, description="the names of the columns, if no row of the file has them"
        )
        encoding: Encoding = Field(
            "utf-8",
            description="the encoding of the files; `detect` guesses from the start of each file "
            "and stores the guess in the meta data",
        )
        errors: Literal["strict", "replace"] = Field(
            "strict",
            description="how to treat bytes that are invalid in the encoding: `strict` fails the "
            "row, `replace` puts U+FFFD in their place",
        )

        @field_validator("delimiter")
        @classmethod
        def _check_delimiter(cls, value: str) -> str:
            if len(value) != 1 or not value.isascii() or value in '"\r\n':
                raise ValueError('expected one ASCII character such as "," or ";"')
            return value

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, Any] | Unreadable]:
        encoding, detected = self.options.encoding, self.options.encoding == "detect"
        if detected:
            sample, file = peek(file, SAMPLE_SIZE)
            encoding = detect_encoding(sample)
        if encoding.lower().startswith(MULTIBYTE_ENCODINGS):
            file, encoding = as_utf8(file, encoding), "utf-8"
        table: TableFormat | None = None
        if self.options.columns is not None:
            self.options.check_columns(self.options.columns)
            table = TableFormat(self.options.columns, encoding, detected)
        for row in read_rows(file, self.options.delimiter.encode(), self.options.row_limit):
            place = Place(name, row.line)
            if isinstance(row, RowError):
                yield _unreadable(place, row.message, row.data, table)
            elif table is None:
                try:
                    columns = [decode_text(field, encoding) for field in row.fields]
                    self.options.check_columns(columns)
                except SourceError as error:
                    hint = "" if len(row.fields) > 1 else "; is the `delimiter` right?"
                    if any(b"\r" in field.strip(b"\r") for field in row.fields):
                        hint = "; its lines end in CR alone: convert them, as with `tr '\\r' '\\n'`"
                    message = f"{place}: the file is skipped: {error}{hint}"
                    yield Unreadable(place, SourceError(message), {"path": name, "rest": True})
                    return
                table = TableFormat(columns, encoding, detected)
            else:
                yield place, (row, table)

    def document(self, place: Place, entry: tuple[TableRow, TableFormat]) -> Document | Unreadable:
        row, table = entry
        if len(row.fields) != len(table.columns):
            message = f"expected {len(table.columns)} columns, found {len(row.fields)}"
            return _unreadable(place, message, row.data, table)
        try:
            fields = [
                decode_text(field, table.encoding, self.options.errors) for field in row.fields
            ]
        except SourceError as error:
            return _unreadable(place, str(error), row.data, table)
        outcome = self._row_document(dict(zip(table.columns, fields, strict=True)), place)
        if table.detected and isinstance(outcome, Document):
            return outcome.with_meta(encoding=table.encoding)
        return outcome

    def _row_document(self, values: dict[str, Any], place: Place) -> Document | Unreadable:
        try:
            return row_document(values, self.options, place)
        except SourceError as error:
            return Unreadable(place, error, {"row": values})

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        columns = payload.get("columns")
        if isinstance(payload.get("row"), dict):
            return self._row_document(payload["row"], place)
        if not isinstance(columns, list):
            return super().revive(payload, place)
        data = base64.b64decode(payload["bytes"])
        detected = self.options.encoding == "detect"
        encoding = detect_encoding(data) if detected else self.options.encoding
        table = TableFormat(columns, encoding, detected)
        delimiter = self.options.delimiter.encode()
        row = next(read_rows(io.BytesIO(data), delimiter, self.options.row_limit))
        if isinstance(row, RowError):
            return _unreadable(place, row.message, row.data, table)
        return self.document(place, (row, table))


class TsvSource(CsvSource):
    """Read one document per row of tab-separated values; the first row names the columns."""

    name = "tsv"
    endings = (".tsv", ".tab")

    class Options(CsvSource.Options):
        """Options of the source."""

        delimiter: str = Field("\t", description="the character between two columns")


def _unreadable(
    place: Place, message: str, data: bytes | None, table: TableFormat | None
) -> Unreadable:
    """Return a row as a dead letter, with its bytes if they can be read again by themselves."""
    payload: dict[str, Any] = {"path": place.path, "line": place.line}
    if data is not None and table is not None:
        encoded = base64.b64encode(data).decode("ascii")
        payload = {"bytes": encoded, "columns": table.columns}
    return Unreadable(place, SourceError(f"{place}: {message}"), payload)
