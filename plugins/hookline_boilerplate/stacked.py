"""Look at the first scores of whole pages, so that the second ones can follow their course."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.page import BEYOND, Extent, means, running

__all__ = ["SCORES", "course"]

_REACH = 5
_WINDOWS = (2, 5, 10, 25)
_SIDES = (4, 8, 16)
SCORES = 2 * _REACH + 1 + len(_WINDOWS) + 4 + 4 * len(_SIDES)
# A paragraph of any length is one paragraph.
_LONG = 80


def course(
    scores: NDArray[np.float64], words: NDArray[np.int64], extent: Extent
) -> NDArray[np.float32]:
    """
    Return how the scores of pages run around each of their lines (lines x SCORES).

    `scores` are log odds. After the scores themselves come means over windows; how much of the
    article, in words, lies before and after the line, and in all; then, for the lines before and
    those after, their mean and how much of the article they hold.
    """
    count = len(scores)
    at, size = extent.at, extent.size
    found = np.empty((count, SCORES), np.float32)
    for column, step in enumerate(range(-_REACH, _REACH + 1)):
        beyond = (at + step < 0) | (at + step >= size)
        found[:, column] = np.where(beyond, BEYOND, np.roll(scores, -step))
    chance = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    article = (1 - chance) * np.minimum(words, _LONG)
    sums = running(np.stack([chance, article], axis=1), extent)
    chances, articles = sums.T
    before, after = extent.before, extent.before + 1
    passed = articles[after]
    whole = np.maximum(articles[extent.ends], 1e-6)[extent.page]
    mean = [chance[page].mean() for page in extent.pages]
    written = [max(float(words[page].sum()), 1.0) for page in extent.pages]
    columns = [means(sums[:, :1], reach, extent)[:, 0] for reach in _WINDOWS]
    columns += [
        passed / whole,
        (whole - passed + article) / whole,
        whole / np.array(written)[extent.page],
        np.array(mean)[extent.page],
    ]
    for reach in _SIDES:
        back, forth = np.minimum(at, reach), np.minimum(size - at - 1, reach)
        first, last = before - back, after + forth
        columns += [
            (chances[before] - chances[first]) / np.maximum(back, 1),
            (chances[last] - chances[after]) / np.maximum(forth, 1),
            articles[before] - articles[first],
            articles[last] - articles[after],
        ]
    for column, values in enumerate(columns, 2 * _REACH + 1):
        found[:, column] = values
    return found
