"""Look at the first scores of a whole page, so that the second ones can follow its course."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.page import BEYOND, means, running

__all__ = ["SCORES", "course"]

_REACH = 5
_WINDOWS = (2, 5, 10, 25)
_SIDES = (4, 8, 16)
SCORES = 2 * _REACH + 1 + len(_WINDOWS) + 4 + 4 * len(_SIDES)
# A paragraph of any length is one paragraph.
_LONG = 80


def course(scores: NDArray[np.float64], words: NDArray[np.int64]) -> NDArray[np.float32]:
    """
    Return how the scores of a page run around each of its lines (lines x SCORES).

    `scores` are log odds. After the scores themselves come means over windows; how much of the
    article, in words, lies before and after the line, and in all; then, for the lines before and
    those after, their mean and how much of the article they hold.
    """
    count = len(scores)
    padded = np.full(count + 2 * _REACH, BEYOND)
    padded[_REACH : _REACH + count] = scores
    chance = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    article = (1 - chance) * np.minimum(words, _LONG)
    passed = np.cumsum(article)
    whole = max(float(passed[-1]), 1e-6)
    columns = [padded[step : step + count] for step in range(2 * _REACH + 1)]
    sums = running(chance[:, None])
    columns += [means(sums, reach)[:, 0] for reach in _WINDOWS]
    columns += [
        passed / whole,
        (whole - passed + article) / whole,
        np.full(count, whole / max(float(words.sum()), 1.0)),
        np.full(count, chance.mean()),
    ]
    chances = sums[:, 0]
    articles = np.concatenate([[0.0], passed])
    at = np.arange(count)
    for reach in _SIDES:
        first, last = np.maximum(at - reach, 0), np.minimum(at + 1 + reach, count)
        columns += [
            (chances[at] - chances[first]) / np.maximum(at - first, 1),
            (chances[last] - chances[at + 1]) / np.maximum(last - at - 1, 1),
            articles[at] - articles[first],
            articles[last] - articles[at + 1],
        ]
    return np.stack(columns, axis=1).astype(np.float32)
