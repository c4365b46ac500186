"""
Split a table into rows (RFC 4180) so that an invalid row costs only itself.

The `csv` module has one field limit for the whole process, and loses what follows a stray quote. Here
a row that cannot be read is given up at its first line, and reading continues at the next one. Rows
are split as bytes: where a line or a field ends does not depend on the encoding of the text.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

__all__ = ["RowError", "TableRow", "read_rows"]

QUOTE = b'"'
SKIP_SIZE = 1 << 20  # bytes read at a time while the rest of a long line is skipped


class TableRow(NamedTuple):
    """The fields of a row, its bytes, and the number of its first line, counted from 1."""

    line: int
    fields: list[bytes]
    data: bytes


class RowError(NamedTuple):
    """Why a row cannot be read; `data` is the first line, None if it is longer than the limit."""

    line: int
    message: str
    data: bytes | None


class _NumberedLine(NamedTuple):
    """A line and its number, counted from 1; `data` is None if it is longer than the limit."""

    number: int
    data: bytes | None


def read_rows(file: BinaryIO, delimiter: bytes, limit: int) -> Iterator[TableRow | RowError]:
    """Yield every row that is not blank; a row of more than `limit` bytes is an error."""
    lines = _LineReader(file, limit)
    while line := lines.read():
        number, data = line
        if data is None:
            yield RowError(number, f"the row is longer than row_limit, {limit:,} bytes", None)
        elif QUOTE in data:
            yield _read_quoted(number, data, lines, delimiter, limit)
        elif not data.isspace():
            yield TableRow(number, _without_line_end(data).split(delimiter), data)


class _LineReader:
    """Read the numbered lines of a file, some of them again."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self._file, self._limit, self._number = file, limit, 0
        self._unread: deque[_NumberedLine] = deque()

    def read(self) -> _NumberedLine | None:
        """Return the next line, or None at the end of the file."""
        if self._unread:
            return self._unread.popleft()
        data = self._file.readline(self._limit + 1)
        if not data:
            return None
        self._number += 1
        if self._number == 1:
            data = data.removeprefix(b"\xef\xbb\xbf")
        if len(data) > self._limit and not data.endswith(b"\n"):
            while data and not data.endswith(b"\n"):
                data = self._file.readline(SKIP_SIZE)
            return _NumberedLine(self._number, None)
        return _NumberedLine(self._number, data)

    def unread(self, lines: list[_NumberedLine]) -> None:
        """Read these lines again next."""
        self._unread.extendleft(reversed(lines))


def _read_quoted(
    number: int, first_line: bytes, lines: _LineReader, delimiter: bytes, limit: int
) -> TableRow | RowError:
    """Return the row that begins with a line containing a quote."""
    data = bytearray(first_line)
    more_lines: list[_NumberedLine] = []
    fields: list[bytes] = []
    start = 0

    def error(message: str) -> RowError:
        lines.unread(more_lines)
        return RowError(number, message, first_line)

    while True:
        if data[start : start + 1] != QUOTE:
            end = data.find(delimiter, start)
            if end < 0:
                fields.append(_without_line_end(bytes(data[start:])))
                return TableRow(number, fields, bytes(data))
            fields.append(bytes(data[start:end]))
            start = end + 1
            continue
        end = start + 1
        while True:  # up to the closing quote; two quotes in a row are one in the field
            end = data.find(QUOTE, end)
            if end >= 0 and data[end + 1 : end + 2] == QUOTE:
                end += 2
                continue
            if end >= 0:
                break
            end = len(data)
            line = lines.read()
            if line is None:
                return error("a quote is never closed")
            more_lines.append(line)
            if line.data is None or len(data) + len(line.data) > limit:
                return error(f"a quoted field is longer than row_limit, {limit:,} bytes")
            data += line.data
        fields.append(bytes(data[start + 1 : end]).replace(b'""', QUOTE))
        rest = bytes(data[end + 1 : end + 3])
        if rest[:1] == delimiter:
            start = end + 2
        elif rest in (b"", b"\n", b"\r\n"):
            return TableRow(number, fields, bytes(data))
        else:
            return error("there is text after a closing quote; is the delimiter right?")


def _without_line_end(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")
