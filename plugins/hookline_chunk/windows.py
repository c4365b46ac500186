"""Windows of units over a text that do not cut entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Unit", "windows"]

Unit = tuple[int, int]
"""Start and end in the text."""


def windows(
    units: Sequence[Unit], length: int, entities: Iterable[Unit], size: int, overlap: int
) -> Iterator[Unit]:
    """
    Yield the spans of windows of `size` units, each repeating `overlap` units of the one before.

    A window ends earlier, and the next begins earlier, where it would cut an entity. A window has more
    than `size` units only if an entity that it must not cut makes it so.

    Args:
        units: Spans in order that do not overlap.
        length: The length of the text.
        entities: Spans that no window may begin or end inside.
        size: Units in a window, at least 1.
        overlap: Units, less than `size`.
    """
    is_inside = bytearray(length + 1)
    for start, end in entities:
        is_inside[start + 1 : end] = b"\1" * (end - start - 1)

    def cuts(number: int) -> bool:
        """Return whether a border before this unit is inside an entity."""
        return 0 < number < len(units) and bool(
            is_inside[units[number][0]] or is_inside[units[number - 1][1]]
        )

    first, done = 0, 0
    while done < len(units):
        last = min(first + size, len(units))
        while last > done and cuts(last):
            last -= 1
        if last <= done:  # an entity is longer than the window
            last = done + 1
            while cuts(last):
                last += 1
        yield units[first][0], units[last - 1][1]
        following = max(last - overlap, first + 1)
        while following > first + 1 and cuts(following):
            following -= 1
        first, done = last if cuts(following) else following, last
