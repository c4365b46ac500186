"""Move the spans of layers through edits of the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from hookline.document.alignment import Edit
from hookline.document.items import shape_of
from hookline.errors import EditError

__all__ = ["moved_layers"]


def moved_layers(layers: Mapping[str, Any], edits: Sequence[Edit], text: str) -> dict[str, Any]:
    """
    Return layers with their spans moved to their new positions in `text` after `edits`.

    Raises:
        EditError: An edit overlaps a span partially, or deletes all of it.
    """
    move = _Moves(edits)
    moved: dict[str, Any] = {}
    for name, value in layers.items():
        move.layer = name
        if hasattr(value, "_fields"):
            moved[name] = shape_of(type(value)).moved(value, move, text)
        else:
            shape = shape_of(type(value[0])) if value else None
            moved[name] = tuple(shape.moved(item, move, text) for item in value) if shape else value
    return moved


class _Moves:
    """Map spans of the text before edits to the text after them."""

    layer = ""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.start for edit in edits]
        self._ends = [edit.end for edit in edits]
        grown = [len(edit.replacement) - (edit.end - edit.start) for edit in edits]
        self._shift = [0, *accumulate(grown)]

    def edits(self, start: int, end: int) -> bool:
        """Return whether an edit changes the text of a span."""
        return bisect_right(self._ends, start) < bisect_left(self._starts, end)

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        before = bisect_right(self._ends, start)  # edits that end at or before the span's start
        behind = bisect_left(self._starts, end)  # the first edit that starts at or after its end
        if before >= behind:
            return start + self._shift[before], end + self._shift[before]
        first, last = self._edits[before], self._edits[behind - 1]
        covered = first.start <= start and end <= first.end
        if covered and first.replacement:
            new_start = first.start + self._shift[before]
            return new_start, new_start + len(first.replacement)
        if covered or first.start < start or last.end > end:
            raise EditError(
                f"the edit {first.start}:{first.end} cuts the span {start}:{end} of {self.layer}; "
                "after annotation, an edit must replace whole spans or lie outside them"
            )
        return start + self._shift[before], end + self._shift[behind]
