"""
Cut a table into rows (RFC 4180), so that a bad row costs itself.

Python's own reader has one limit for all that use it in a process, and what follows a stray quote
is lost to it. Here a row that cannot be read is given up at its first line, and reading goes on at
the next. Rows are cut as bytes: where a line or a field ends does not depend on what is in it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

__all__ = ["Fault", "Row", "rows"]

QUOTE = b'"'


class Row(NamedTuple):
    """The fields of a row, as bytes, and the number of its first line, from 1."""

    line: int
    fields: list[bytes]
    data: bytes


class Fault(NamedTuple):
    """A row that cannot be read, and why; `data` is None where it is too long to be kept."""

    line: int
    message: str
    data: bytes | None


def rows(file: BinaryIO, delimiter: bytes, limit: int) -> Iterator[Row | Fault]:
    """Yield every row that is not blank; none may have more than `limit` bytes."""
    lines = _Lines(file, limit)
    while (first := lines.take()) is not None:
        number, line = first
        if line is None:
            yield Fault(number, f"the row is longer than row_limit, {limit:,} bytes", None)
        elif not line.isspace():
            plain = QUOTE not in line
            fields = _bare(line).split(delimiter) if plain else None
            yield Row(number, fields, line) if fields else _quoted(first, lines, delimiter, limit)


class _Lines:
    """The lines of a file, numbered, that can be given back; one that is too long is None."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self._file, self._limit, self._number = file, limit, 0
        self._returned: deque[tuple[int, bytes | None]] = deque()

    def take(self) -> tuple[int, bytes | None] | None:
        if self._returned:
            return self._returned.popleft()
        line = self._file.readline(self._limit + 1)
        if not line:
            return None
        self._number += 1
        if self._number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) > self._limit and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = self._file.readline(1 << 20)
            return self._number, None
        return self._number, line

    def give_back(self, lines: list[tuple[int, bytes | None]]) -> None:
        self._returned.extendleft(reversed(lines))


def _quoted(
    first: tuple[int, bytes | None], lines: _Lines, delimiter: bytes, limit: int
) -> Row | Fault:
    """Return the row that begins with a line in which there is a quote."""
    number, line = first
    assert line is not None
    data = bytearray(line)
    more: list[tuple[int, bytes | None]] = []
    fields: list[bytes] = []
    at = 0

    def fault(message: str) -> Fault:
        lines.give_back(more)
        return Fault(number, message, line)

    while True:
        if data[at : at + 1] != QUOTE:
            end = data.find(delimiter, at)
            if end < 0:
                fields.append(_bare(bytes(data[at:])))
                return Row(number, fields, bytes(data))
            fields.append(bytes(data[at:end]))
            at = end + 1
            continue
        end = at + 1
        while True:  # to the quote that closes the field; two in a row are one in the field
            end = data.find(QUOTE, end)
            if end >= 0 and data[end + 1 : end + 2] == QUOTE:
                end += 2
                continue
            if end >= 0:
                break
            end = len(data)
            following = lines.take()
            if following is None:
                return fault("a quote is never closed")
            more.append(following)
            if following[1] is None or len(data) + len(following[1]) > limit:
                return fault(f"a quoted field is longer than row_limit, {limit:,} bytes")
            data += following[1]
        fields.append(bytes(data[at + 1 : end]).replace(b'""', QUOTE))
        rest = bytes(data[end + 1 : end + 3])
        if rest[:1] == delimiter:
            at = end + 2
        elif not rest or rest in (b"\n", b"\r\n"):
            return Row(number, fields, bytes(data))
        else:
            return fault("there is text behind a closing quote; is the delimiter right?")


def _bare(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")
