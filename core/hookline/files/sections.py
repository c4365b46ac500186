"""The whole lines between two positions of a file."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, cast

__all__ = ["line_section"]

BLOCK = 1 << 20  # bytes to read at a time


def line_section(file: BinaryIO, begin: int, end: int) -> tuple[BinaryIO, int]:
    """
    Return the lines that begin at `begin <= position < end` as a file, and the number of lines before.

    The file must have positions, at its start; closing the returned file closes it.
    """
    first = _next_line(file, begin)
    last = max(_next_line(file, end), first)
    file.seek(0)
    lines, remaining = 0, first
    while remaining and (block := file.read(min(remaining, BLOCK))):
        lines += block.count(b"\n")
        remaining -= len(block)
    return cast(BinaryIO, io.BufferedReader(_Section(file, last - first), BLOCK)), lines


def _next_line(file: BinaryIO, position: int) -> int:
    """Return where the first line begins that begins at a position or after it."""
    if position <= 0:
        return 0
    file.seek(position - 1)
    while (block := file.readline(BLOCK)) and not block.endswith(b"\n"):
        pass
    return file.tell()


class _Section(io.RawIOBase):
    """The next `size` bytes of a file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._remaining = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # typeshed has no `readinto` for BinaryIO
        count = self._file.readinto(memoryview(buffer)[: self._remaining])  # type: ignore[attr-defined]
        self._remaining -= count
        return int(count)

    def close(self) -> None:
        self._file.close()
        super().close()
