"""Score the lines of a page with a small convolutional network, in plain numpy."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.page import Page

__all__ = ["DILATIONS", "Network"]

# How far apart the lines are that a layer compares: with four layers a line sees 15 to each side.
DILATIONS = (1, 2, 4, 8)
Matrix = NDArray[np.float32]


class Network:
    """
    The line model, read from the package's model file.

    A line's numbers and the sum of its words' vectors make a vector; the mean of the page is added
    to it; then each of the layers adds what the lines around it say. The result is a score from 0
    (content) to 1 (boilerplate). Documents are scored one at a time, so that company cannot matter.
    """

    def __init__(self, data: bytes | None = None) -> None:
        if data is None:
            data = (files(__package__) / "model.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            weights = {name: arrays[name] for name in arrays.files}
        listed = weights.pop("vocabulary").tobytes().decode("utf-8").split("\n")
        self.vocabulary = {token: at for at, token in enumerate(listed)}
        scale = weights.pop("words.scale").astype(np.float32)
        self._words = weights.pop("words").astype(np.float32) * scale
        self._weights = {name: array.astype(np.float32) for name, array in weights.items()}

    def score(self, page: Page) -> Matrix:
        """Return the score of each line of a page."""
        if not len(page.values):
            return np.zeros(0, np.float32)
        weights = self._weights
        counts = np.diff(page.bounds)
        sums = np.zeros((len(counts) + 1, self._words.shape[1]), np.float32)
        owners = np.repeat(np.arange(len(counts)), counts)
        np.add.at(sums, owners, self._words[page.tokens])
        words = sums[:-1] / (np.sqrt(counts, dtype=np.float32)[:, None] + 1)
        known = (counts > 0).astype(np.float32)[:, None]
        lines = np.concatenate([page.values, page.places, words, known], axis=1)
        state = _relu(lines @ weights["input.weight"].T + weights["input.bias"])
        mean = state.mean(axis=0)
        state = state + _relu(mean @ weights["page.weight"].T + weights["page.bias"])
        for at, step in enumerate(DILATIONS):
            state = state + _relu(self._layer(state, at, step))
        scores = state @ weights["output.weight"].T + weights["output.bias"]
        result: Matrix = 1 / (1 + np.exp(-np.clip(scores[:, 0], -30, 30)))
        return result

    def _layer(self, state: Matrix, at: int, step: int) -> Matrix:
        """Mix each line with those `step` lines before and after it."""
        kernel = self._weights[f"layers.{at}.weight"]
        mixed: Matrix = state @ kernel[:, :, 1].T + self._weights[f"layers.{at}.bias"]
        if len(state) > step:
            mixed[step:] += state[:-step] @ kernel[:, :, 0].T
            mixed[:-step] += state[step:] @ kernel[:, :, 2].T
        return mixed


def _relu(values: Matrix) -> Matrix:
    """Return the values, those below zero as zero."""
    positive: Matrix = np.maximum(values, np.float32(0))
    return positive
