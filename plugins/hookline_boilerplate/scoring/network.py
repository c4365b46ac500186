"""Judge the lines of pages by convolutions over them, in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import COLUMNS
from hookline_boilerplate.features.page_features import Extent

__all__ = ["DILATIONS", "FAR", "FINE", "MOST", "STEP", "Network", "inputs", "neighbours"]

Matrix = NDArray[np.float32]

DILATIONS = (1, 2, 4, 8, 1)
# Inputs are clipped so many standard deviations from their means, and kept in so many steps of each.
FAR, FINE = 5.0, 64
# What passes between layers has so many steps to one, and so many in all.
STEP, MOST = 16, 511
# What stands for neighbours that are not there is far off the numbers of those that are.
_NOBODY, _NONE = -50.0, -3.0
_END = COLUMNS.index("end")
_ENDS = 11


class Network:
    """
    A residual network of convolutions over lines, with the mean over the page beside its last layer.

    Its weights and what passes between its layers are whole numbers so small that every sum of
    products is exact in 32 bits of floating point: the score of a line does not depend on the order
    of summation, nor on how many lines are multiplied at a time.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._mean, self._spread = arrays["mean"], arrays["spread"]
        self._first = _Layer(arrays, "first")
        self._middle = [_Layer(arrays, str(at)) for at in range(len(DILATIONS))]
        self._last = _Layer(arrays, "last")
        self._out = arrays["out"].astype(np.float64)
        self._bias = float(arrays["bias"])

    def score(self, columns: Matrix, extent: Extent) -> NDArray[np.float64]:
        """Return the log odds that lines are boilerplate, by `inputs` and vectors (lines x columns)."""
        scaled = np.clip((columns - self._mean) / self._spread, -FAR, FAR)
        first = held = self._first(np.rint(scaled * FINE))
        for dilation, layer in zip(DILATIONS, self._middle, strict=True):
            held = np.minimum(held + layer(neighbours(held, dilation, extent)), MOST)
        starts = [page.start for page in extent.pages]
        totals = np.add.reduceat(held.astype(np.float64), starts, axis=0)
        means = np.rint(totals / extent.size[starts, None]).astype(np.float32)
        last = self._last(np.concatenate([first, held, means[extent.page]], axis=1))
        scores: NDArray[np.float64] = (last * self._out).sum(axis=1) + self._bias
        return scores


class _Layer:
    """Whole numbers in, whole numbers out, none below 0: weights, a factor and a bias each."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], name: str) -> None:
        self._weights = arrays[f"{name}.weights"].astype(np.float32)
        self._factors, self._biases = arrays[f"{name}.factors"], arrays[f"{name}.biases"]

    def __call__(self, rows: Matrix) -> Matrix:
        found: Matrix = rows @ self._weights
        found *= self._factors
        found += self._biases
        np.clip(found, 0, MOST, out=found)
        return np.rint(found, out=found)


def inputs(matrix: Matrix) -> Matrix:
    """Return the columns of a page's matrix as a network wants them."""
    kinds = np.equal.outer(matrix[:, _END], np.arange(_ENDS, dtype=np.float32))
    return np.concatenate(
        [np.where(matrix < _NOBODY, np.float32(_NONE), matrix), kinds.astype(np.float32)], axis=1
    )


def neighbours(rows: Matrix, distance: int, extent: Extent) -> Matrix:
    """Return beside each line those at a distance before and after it, zeros beyond the page's ends."""
    padded = np.concatenate([rows, np.zeros((1, rows.shape[1]), np.float32)])
    none = len(rows)
    before = np.where(extent.at >= distance, extent.line - distance, none)
    after = np.where(extent.at + distance < extent.size, extent.line + distance, none)
    return np.concatenate([padded.take(before, axis=0), rows, padded.take(after, axis=0)], axis=1)
