"""Split a file of JSON into the values of its array, or into values that follow one another."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from hookline import SourceError

__all__ = ["json_values"]

BLOCK = 1 << 16  # bytes read at a time, at first
SPACE = re.compile(r"[ \t\r\n]*")
SHOWN = 20  # characters of unexpected text in a message


def json_values(file: BinaryIO, limit: int) -> Iterator[str]:
    """
    Yield the text of each item of an array, or of each value of a file without one, as they are read.

    Raises:
        SourceError: From some position on the file is not UTF-8 or no JSON, or a value is longer than
            `limit`.
    """
    text = _Text(file, limit)
    in_array = text.next() == "["
    if in_array:
        text.start += 1
    is_first = True
    while char := text.next():
        if in_array and char == "]":
            text.start += 1
            if rest := text.next():
                raise SourceError(f"expected the end of the file after its array, found {rest!r}")
            return
        if in_array and not is_first:
            if char != ",":
                raise SourceError(f"expected a comma or the end of the array, found {text.shown()}")
            text.start += 1
            text.next()
        is_first = False
        yield text.value()
    if in_array:
        raise SourceError("the file ends within its array")


class _Text:
    """The text of a file, of which only a part is in memory; `start` is the current position."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self._read = file.read
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._limit = limit
        self._raw_decode = json.JSONDecoder().raw_decode
        self._text, self._ended = "", False
        self._error: SourceError | None = None
        self.start = 0

    def next(self) -> str:
        """Skip white space and return the next character, or an empty string at the end."""
        while True:
            match = SPACE.match(self._text, self.start)
            self.start = match.end() if match else self.start
            if self.start < len(self._text) or not self._extend(BLOCK):
                return self._text[self.start : self.start + 1]

    def value(self) -> str:
        """Return the text of the value at the current position, and go to its end."""
        while True:
            try:
                _, end = self._raw_decode(self._text, self.start)
            except json.JSONDecodeError as error:
                # The whole value is decoded again, so that much more has to be read each time.
                if not self._extend(max(len(self._text) - self.start, BLOCK)):
                    raise SourceError(f"not valid JSON: {error.msg} at {self.shown()}") from None
                continue
            if end == len(self._text) and self._extend(BLOCK):  # a number may go on
                continue
            value = self._text[self.start : end]
            self.start = end
            return value

    def shown(self) -> str:
        """Return what is at the current position, for a message."""
        return repr(self._text[self.start : self.start + SHOWN])

    def _extend(self, size: int) -> bool:
        """Read on and forget what is before the current position; return False at the end."""
        if self._ended:
            return False
        if len(self._text) - self.start > self._limit:
            raise SourceError(f"a value is longer than row_limit, {self._limit:,} bytes")
        if self._error is not None:
            raise self._error
        data = self._read(size)
        self._ended = not data
        try:
            more = self._decode(data, self._ended)
        except UnicodeDecodeError as error:  # what comes before it can be read
            more = error.object[: error.start].decode("utf-8")
            byte = error.object[error.start]
            self._error = SourceError(f"expected UTF-8, found byte {byte:#x}")
        self._text = self._text[self.start :] + more
        self.start = 0
        return True
