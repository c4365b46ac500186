"""Measure the input of a run, and divide it into the parts of shards."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from hookline.components.retry import with_retries
from hookline.components.source import Source
from hookline.errors import SourceError, blaming
from hookline.plan.shard import Shard

__all__ = ["InputSizes"]


class InputSizes:
    """
    The sizes of the sources of a run, in items, bytes and the units that sources are divided by.

    `parts` has the part of each source that a shard reads, empty without a shard: the parts follow one
    another over all sources. `divided` is the size of the whole input in those units, 0 without one.

    Raises:
        SourceError: A source is a stream, which cannot be divided into shards.
    """

    def __init__(
        self, sources: Sequence[Source], names: Sequence[str], shard: Shard | None
    ) -> None:
        self._sources = list(zip(names, sources, strict=True))
        self.parts: list[tuple[int, int]] = []
        self.divided = 0
        if shard:
            self._divide(shard)

    def total(self, limit: int | None) -> int | None:
        """Return the number of items, `limit` at most, if every source knows it, else None."""
        totals = []
        for name, source in self._sources:
            with blaming(f"the source {name} cannot count its items"):
                totals.append(source.total())
        if None in totals or self.parts:
            return None
        total = sum(count for count in totals if count is not None)
        return total if limit is None else min(total, limit)

    def in_bytes(self) -> int | None:
        """Return the size of the whole input in bytes, or None if a source does not know its size."""
        if self.parts:
            return None
        sizes = []
        for name, source in self._sources:
            with _measuring(name):
                sizes.append(source.input_size())
        return None if None in sizes else sum(size for size in sizes if size is not None)

    def of_items(self, items: int, read: Sequence[int]) -> int:
        """Return about how many bytes the first items are; `read` counts those read by source."""
        size = 0
        for (name, source), count in zip(self._sources, read, strict=True):
            with _measuring(name):
                size += source.size_of(min(items, count))
            items -= min(items, count)
        return size

    def _divide(self, shard: Shard) -> None:
        for name, source in self._sources:
            if source.is_stream():
                raise SourceError(
                    f"the source {name} reads standard input or a pipe, which cannot be divided into "
                    "shards: name files, or run it without --shard"
                )
        sizes = []
        for name, source in self._sources:
            with _measuring(name):
                sizes.append(with_retries(source.size))
        self.divided = sum(sizes)
        begin, end = (
            self.divided * number // shard.count for number in (shard.index - 1, shard.index)
        )
        for size in sizes:
            self.parts.append((max(begin, 0), min(end, size)))
            begin, end = begin - size, end - size


def _measuring(name: str) -> AbstractContextManager[None]:
    return blaming(f"the source {name} cannot tell the size of its input")
