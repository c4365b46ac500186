"""Evaluate the convolutional network over the lines of pages in numpy, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import LINE_FEATURES
from hookline_boilerplate.features.page_features import PageIndex

__all__ = [
    "DILATIONS",
    "INPUT_LIMIT",
    "INPUT_STEPS",
    "MAX_ACTIVATION",
    "STEPS",
    "Network",
    "network_inputs",
]

Matrix = NDArray[np.float32]

DILATIONS = (1, 2, 4, 8, 1)
# Inputs are standardized, clipped at this many standard deviations, and rounded to steps of 1/64.
INPUT_LIMIT, INPUT_STEPS = 5.0, 64
# Activations are rounded to steps of 1/16, and clipped at this many steps.
STEPS, MAX_ACTIVATION = 16, 511
# Features of neighbours beyond the page's ends are below the first number, and become the second.
_MIN_FEATURE, _NO_NEIGHBOUR = -50.0, -3.0
_ENDING = LINE_FEATURES.index("ending")
_ENDING_CLASSES = 11


class Network:
    """
    A residual network of dilated convolutions over lines; its last layer also sees the page's mean.

    Weights and activations are integers, so small that every sum of products is exact in 32-bit
    floating point: the score of a line depends neither on the order of summation nor on how many lines
    are multiplied at a time. `arrays` are those that `training.train_network` returns.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._mean, self._spread = arrays["mean"], arrays["spread"]
        self._first = _Layer(arrays, "first")
        self._middle = [_Layer(arrays, str(number)) for number in range(len(DILATIONS))]
        self._last = _Layer(arrays, "last")
        self._out = arrays["out"].astype(np.float64)
        self._bias = float(arrays["bias"])

    def score(self, inputs: Matrix, index: PageIndex) -> NDArray[np.float64]:
        """
        Return the log odds that lines are boilerplate.

        `inputs` (lines x columns) are `network_inputs` and the columns of `WordVectors`.
        """
        scaled = np.clip((inputs - self._mean) / self._spread, -INPUT_LIMIT, INPUT_LIMIT)
        first = state = self._first(np.rint(scaled * INPUT_STEPS))
        for dilation, layer in zip(DILATIONS, self._middle, strict=True):
            state = np.minimum(
                state + layer(_with_neighbours(state, dilation, index)), MAX_ACTIVATION
            )
        starts = [page.start for page in index.pages]
        totals = np.add.reduceat(state.astype(np.float64), starts, axis=0)
        means = np.rint(totals / index.size[starts, None]).astype(np.float32)
        last = self._last(np.concatenate([first, state, means[index.page]], axis=1))
        scores: NDArray[np.float64] = (last * self._out).sum(axis=1) + self._bias
        return scores


class _Layer:
    """A linear layer with ReLU, from integers to integers from 0 to `MAX_ACTIVATION`."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], name: str) -> None:
        self._weights = arrays[f"{name}.weights"].astype(np.float32)
        self._factors, self._biases = arrays[f"{name}.factors"], arrays[f"{name}.biases"]

    def __call__(self, rows: Matrix) -> Matrix:
        activations: Matrix = rows @ self._weights
        activations *= self._factors
        activations += self._biases
        np.clip(activations, 0, MAX_ACTIVATION, out=activations)
        return np.rint(activations, out=activations)


def network_inputs(matrix: Matrix) -> Matrix:
    """Return a `feature_matrix` with the class of the line's ending one-hot encoded as well."""
    one_hot = np.equal.outer(matrix[:, _ENDING], np.arange(_ENDING_CLASSES, dtype=np.float32))
    features = np.where(matrix < _MIN_FEATURE, np.float32(_NO_NEIGHBOUR), matrix)
    return np.concatenate([features, one_hot.astype(np.float32)], axis=1)


def _with_neighbours(rows: Matrix, distance: int, index: PageIndex) -> Matrix:
    """Return rows between those at a distance before and after them, zeros beyond the page's ends."""
    padded = np.concatenate([rows, np.zeros((1, rows.shape[1]), np.float32)])
    zeros = len(rows)
    before = np.where(index.position >= distance, index.line - distance, zeros)
    after = np.where(index.position + distance < index.size, index.line + distance, zeros)
    return np.concatenate([padded.take(before, axis=0), rows, padded.take(after, axis=0)], axis=1)
