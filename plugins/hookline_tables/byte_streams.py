"""Byte streams whose line ends are single line feeds, whatever the encoding of the file."""

from __future__ import annotations

import codecs
import io
from typing import Any, BinaryIO, cast

__all__ = ["as_utf8", "peek"]


def peek(file: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """Return the first `size` bytes of a file, and a file that still begins with them."""
    start = file.read(size)
    return start, _buffered(_Prefixed(start, file))


def as_utf8(file: BinaryIO, encoding: str) -> BinaryIO:
    """Return a file in an encoding of two or four bytes per character as UTF-8."""
    return _buffered(_Recoded(file, encoding))


def _buffered(file: io.RawIOBase) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(file))


class _Prefixed(io.RawIOBase):
    """Bytes that were read already, followed by the rest of their file."""

    def __init__(self, start: bytes, file: BinaryIO) -> None:
        self._start, self._file = io.BytesIO(start), file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._start.read(len(buffer)) or self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Recoded(io.RawIOBase):
    """The UTF-8 form of a file in another encoding."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._decode = codecs.getincrementaldecoder(encoding)().decode

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = b""
        # Two bytes of UTF-16 become at most three of UTF-8.
        while not data and (read := self._file.read(len(buffer) // 3 * 2)):
            data = self._decode(read).encode("utf-8")
        if not data:
            self._decode(b"", True)
        buffer[: len(data)] = data
        return len(data)
