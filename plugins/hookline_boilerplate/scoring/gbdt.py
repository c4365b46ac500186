"""Add up boosted decision trees, in plain numpy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Trees"]

# So many lines at a time keep what is looked up in the processor's cache.
_CHUNK = 128


class Trees:
    """
    Trees whose leaves are summed, level by level.

    A node compares the column `column` of a line with `bound`. Every tree is filled up to the same
    depth: the nodes below node `n` of a level are `2 n`, for what is not greater than the bound, and
    `2 n + 1` of the next; a leaf above the last level has an endless bound, and its value below it.
    """

    def __init__(
        self,
        columns: list[NDArray[np.int64]],
        bounds: list[NDArray[np.float32]],
        values: NDArray[np.float64],
    ) -> None:
        self._columns = columns
        self._bounds = bounds
        self._values = values

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Trees:
        """
        Return the trees that a model file holds under a name.

        There, `next` is the node for what is not greater, and the one behind it for what is. A leaf
        has an endless bound and is its own next node. `roots` are the nodes that the trees start
        with, `depth` how many steps lead to any leaf at most.
        """
        column, bound, following = (arrays[f"{name}.{key}"] for key in ("column", "bound", "next"))
        nodes = arrays[f"{name}.roots"].astype(np.int64)
        columns, bounds = [], []
        for _ in range(int(arrays[f"{name}.depth"])):
            columns.append(column[nodes].astype(np.int64))
            bounds.append(bound[nodes].astype(np.float32))
            below = following[nodes].astype(np.int64)
            leaf = below == nodes
            nodes = np.stack([below, np.where(leaf, below, below + 1)], axis=1).ravel()
        return cls(columns, bounds, arrays[f"{name}.value"][nodes].astype(np.float64))

    def score(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the sum of the leaves that each line of a matrix (lines x columns) ends in."""
        scores = np.empty(len(matrix), np.float64)
        for start in range(0, len(matrix), _CHUNK):
            scores[start : start + _CHUNK] = self._score(matrix[start : start + _CHUNK])
        return scores

    def _score(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        count, width = matrix.shape
        flat = np.ascontiguousarray(matrix).ravel()
        starts = (np.arange(count) * width)[:, None]
        node = np.tile(np.arange(len(self._values) >> len(self._columns)), (count, 1))
        for column, bound in zip(self._columns, self._bounds, strict=True):
            place = column.take(node)
            place += starts
            greater = flat.take(place) > bound.take(node)
            node += node
            node += greater
        # The leaves of a line lie side by side: their sum does not depend on the lines around it.
        total: NDArray[np.float64] = self._values.take(node).sum(axis=1)
        return total
