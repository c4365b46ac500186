"""Measure how many bytes of local input files a number of items takes."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence
from typing import BinaryIO

__all__ = ["InputMeter", "total_size"]

FINENESS = 64  # marks for each e-fold of items, so that there are few marks for billions of items


def total_size(paths: Sequence[str]) -> int | None:
    """Return the size of all files in bytes, or None if one is no regular local file."""
    if not all(map(os.path.isfile, paths)):
        return None
    return sum(map(os.path.getsize, paths))


class InputMeter:
    """
    Marks of how many bytes, compressed or not, were read before an item.

    The thread that reads calls `opened`, `count` and `finished`; another one may call `size_of`.
    """

    def __init__(self) -> None:
        self._counts, self._sizes = [0], [0]  # of items and bytes, at every mark
        self._items = self._next = 0
        self._before = 0  # bytes of the files that are finished
        self._file: BinaryIO | None = None

    def opened(self, file: BinaryIO) -> None:
        """Note the file that is read from now on, as it is on disk."""
        self._file = file if file.seekable() else None

    def count(self) -> None:
        """Count an item that was read."""
        self._items += 1
        if self._items >= self._next and self._file is not None and not self._file.closed:
            self._mark(self._before + self._file.tell())

    def finished(self, path: str) -> None:
        """Note that a file was read to its end."""
        self._before += os.path.getsize(path) if os.path.isfile(path) else 0
        self._file = None
        if self._items >= self._next:
            self._mark(self._before)

    def size_of(self, items: int) -> int:
        """Return the approximate number of bytes of the first items."""
        number = bisect_right(self._counts, items) - 1
        if number + 1 >= len(self._counts):
            return self._sizes[number]
        (first, last), (start, end) = (
            (values[number], values[number + 1]) for values in (self._counts, self._sizes)
        )
        return start + (end - start) * (items - first) // (last - first)

    def _mark(self, size: int) -> None:
        self._sizes.append(max(size, self._sizes[-1]))
        self._counts.append(self._items)
        self._next = self._items + max(self._items // FINENESS, 1)
