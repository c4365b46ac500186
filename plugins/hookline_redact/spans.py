"""Look up the spans of a document's layers that an edit would cut."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

__all__ = ["SpanIndex"]


class SpanIndex:
    """The spans of all layers, by where they start."""

    def __init__(self, layers: Mapping[str, Any]) -> None:
        spans = sorted({span for value in layers.values() for span in _spans(value)})
        self._spans = spans
        self._starts = [start for start, _ in spans]
        self._furthest = list(accumulate((end for _, end in spans), max))

    def widened(self, start: int, end: int, replacement: str) -> tuple[int, int, str]:
        """Return an edit that is wide enough to cut no span."""
        while True:
            wide = [
                *self._around(start),
                *(span for span in self._around(end) if span[0] >= start),
            ]
            cut = [span for span in wide if not (span[0] <= start and end <= span[1])]
            new = (
                min([start, *(first for first, _ in cut)]),
                max([end, *(last for _, last in cut)]),
            )
            if new == (start, end):
                return start, end, replacement
            start, end = new

    def _around(self, position: int) -> Iterator[tuple[int, int]]:
        """Yield the spans that begin before a position and end behind it."""
        index = bisect_left(self._starts, position) - 1
        while index >= 0 and self._furthest[index] > position:
            if self._spans[index][1] > position:
                yield self._spans[index]
            index -= 1


def _spans(value: Any) -> Iterator[tuple[int, int]]:
    """Yield the spans in a layer, in an item of one, or in a part of an item."""
    if not isinstance(value, tuple):
        return
    fields = getattr(value, "_fields", ())
    if "start" in fields and "end" in fields:
        # any named tuple with these two fields
        yield value.start, value.end  # type: ignore[attr-defined]
    for part in value:
        if not fields and _is_interval(part):  # a pair in a sequence; one in a field may be indexes
            yield part
        else:
            yield from _spans(part)


def _is_interval(value: Any) -> bool:
    return type(value) is tuple and len(value) == 2 and all(type(n) is int for n in value)
