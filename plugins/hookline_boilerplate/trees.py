"""Add up boosted decision trees, in plain numpy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Trees"]


class Trees(NamedTuple):
    """
    Trees whose leaves are summed, their nodes one after the other.

    A node compares the column `column` of a line with `bound`; `next` is the node for what is not
    greater, and the one behind it for what is. A leaf has an endless bound and is its own next node.
    `roots` are the nodes that the trees start with, `depth` how many steps lead to any leaf at most.
    """

    column: NDArray[np.int32]
    bound: NDArray[np.float32]
    next: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    depth: int

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Trees:
        """Return the trees that a model file holds under a name."""
        column, bound, following, value, roots, depth = (
            arrays[f"{name}.{field}"] for field in cls._fields
        )
        return cls(
            column.astype(np.int32),
            bound.astype(np.float32),
            following.astype(np.int32),
            value.astype(np.float32),
            roots.astype(np.int32),
            int(depth),
        )

    def score(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the sum of the leaves that each line of a matrix (lines x columns) ends in."""
        count, width = matrix.shape
        flat = np.ascontiguousarray(matrix).ravel()
        starts = (np.arange(count, dtype=np.int32) * width)[:, None]
        node = np.broadcast_to(self.roots, (count, len(self.roots)))
        for _ in range(self.depth):
            found = flat.take(self.column.take(node) + starts)
            node = self.next.take(node) + (found > self.bound.take(node))
        total: NDArray[np.float64] = self.value.take(node).sum(axis=1, dtype=np.float64)
        return total
