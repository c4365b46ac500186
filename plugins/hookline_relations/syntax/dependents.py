"""Look up the dependents of a word in heads and relations that are being repaired."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["child_of"]


def child_of(heads: Sequence[int], rels: Sequence[str], head: int, *bases: str) -> int | None:
    """Return the first dependent of a word with one of these relations."""
    return next(
        (
            index
            for index, other in enumerate(heads)
            if other == head and rels[index].partition(":")[0] in bases
        ),
        None,
    )
