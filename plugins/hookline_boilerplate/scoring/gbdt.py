"""Evaluate gradient-boosted decision trees in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["BoostedTrees"]

# Lines evaluated at a time, so that the lookups stay in the processor's cache.
_CHUNK = 128


class BoostedTrees:
    """
    An ensemble of trees that is evaluated level by level.

    Every tree is padded to the same depth. Node `n` of a level compares the line's column
    `columns[level][n]` with `bounds[level][n]`; its children on the next level are `2 n` for values up
    to the bound and `2 n + 1` for greater ones. A leaf above the last level has an infinite bound, and
    its value below it. `values` are those of the last level.
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
    def read(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> BoostedTrees:
        """
        Return the trees in a model file's arrays whose names start with `prefix`.

        `column`, `bound`, `next` and `value` have an entry for each node. `next` is the child for
        values up to the bound; the other child follows it, and a leaf is its own next node. `roots` are
        the first nodes of the trees, `depth` is the greatest number of steps to a leaf.
        """
        column, bound, children = (arrays[prefix + key] for key in ("column", "bound", "next"))
        nodes = arrays[f"{prefix}roots"].astype(np.int64)
        columns, bounds = [], []
        for _ in range(int(arrays[f"{prefix}depth"])):
            columns.append(column[nodes].astype(np.int64))
            bounds.append(bound[nodes].astype(np.float32))
            lower = children[nodes].astype(np.int64)
            upper = np.where(lower == nodes, lower, lower + 1)
            nodes = np.stack([lower, upper], axis=1).ravel()
        return cls(columns, bounds, arrays[f"{prefix}value"][nodes].astype(np.float64))

    def score(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the sum of all trees for each row of `matrix` (lines x columns), in log odds."""
        scores = np.empty(len(matrix), np.float64)
        for start in range(0, len(matrix), _CHUNK):
            scores[start : start + _CHUNK] = self._score(matrix[start : start + _CHUNK])
        return scores

    def _score(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        count, width = matrix.shape
        flat = np.ascontiguousarray(matrix).ravel()
        row_starts = (np.arange(count) * width)[:, None]
        node = np.tile(np.arange(len(self._values) >> len(self._columns)), (count, 1))
        for column, bound in zip(self._columns, self._bounds, strict=True):
            position = column.take(node)
            position += row_starts
            greater = flat.take(position) > bound.take(node)
            node += node
            node += greater
        # The leaves of a line are contiguous, so that its sum does not depend on other lines.
        total: NDArray[np.float64] = self._values.take(node).sum(axis=1)
        return total
