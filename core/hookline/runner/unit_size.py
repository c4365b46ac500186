"""Choose how many documents a unit has."""

from __future__ import annotations

__all__ = ["UnitSize"]

SHORT, LONG, LONGEST = 0.25, 0.75, 4.0  # seconds that a unit takes
GAIN = (
    0.8  # the time for an amount of text at a size, compared with half the size, that is worth it
)


class UnitSize:
    """
    The number of documents in a unit, from the times that units take.

    A unit is the least that is settled, kept at an interruption, or lost by a kill. It should take
    between a quarter of a second and three quarters, or up to 4 seconds where stages are much faster in
    larger units, as with a service that answers a batch as quickly as a document.

    Args:
        first: The size to begin with.
        most: The largest size.
    """

    def __init__(self, first: int, most: int) -> None:
        self.documents = min(first, most)
        self._most = most
        self._paces: dict[int, float] = {}  # seconds for an amount of text, by size

    def settled(self, documents: int, amount: int, seconds: float) -> None:
        """Choose the size anew after a unit, which took `seconds` for an amount of text."""
        size = self.documents
        if documents != size:  # of another size, or the last one
            return
        pace = self._paces[size] = seconds / max(amount, 1)
        larger, smaller = self._paces.get(size * 2), self._paces.get(size // 2)
        is_worth_it = smaller is not None and pace < smaller * GAIN
        if seconds < SHORT or (larger is not None and larger < pace * GAIN and seconds < LONGEST):
            size *= 2
        elif seconds > LONGEST or (seconds > LONG and not is_worth_it):
            size //= 2
        elif larger is None and seconds <= LONGEST / 2:
            size *= 2
        self.documents = min(max(size, 1), self._most)
