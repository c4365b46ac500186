"""Tell by the meaning of its words how near a line is to what its page is about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.page_features import Extent, running
from hookline_boilerplate.features.token_odds import Words

__all__ = ["Vectors"]


class Vectors:
    """
    A vector of small whole numbers for each word of a lexicon, by its number.

    `centre` is what the mean vectors of lines have in common.
    """

    def __init__(self, table: NDArray[np.int32], centre: NDArray[np.float32]) -> None:
        self._table = table
        self._centre = centre.astype(np.float64)

    def columns(
        self, words: Words, told: NDArray[np.float64], extent: Extent
    ) -> NDArray[np.float32]:
        """
        Return the mean vector of each line, and its cosine with that of the rest of its page.

        `told` is how much each line tells of what the page is about.
        """
        some = np.flatnonzero(words.counts)
        starts = (np.cumsum(words.counts) - words.counts)[some]
        whole = np.zeros((len(words.counts), self._table.shape[1]), np.int32)
        if len(some):
            whole[some] = np.add.reduceat(self._table.take(words.numbers, axis=0), starts, axis=0)
        own = whole / np.maximum(words.counts, 1)[:, None] - self._centre
        spoken = own * told[:, None]
        rest = running(spoken, extent)[extent.ends][extent.page] - spoken
        lengths = np.sqrt((own * own).sum(axis=1) * (rest * rest).sum(axis=1))
        alike = (own * rest).sum(axis=1) / np.maximum(lengths, 1e-6)
        return np.concatenate([own, alike[:, None]], axis=1).astype(np.float32)
