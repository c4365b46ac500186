"""Average the vectors of a line's words, and compare them with those of the rest of the page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.page_features import PageIndex, prefix_sums
from hookline_boilerplate.features.token_odds import LineWords

__all__ = ["WordVectors"]


class WordVectors:
    """
    Vectors of small integers for words, by their id in `TokenOdds`.

    `table` is words x dimensions; `centre` (dimensions) is the mean of the mean vectors of lines.
    """

    def __init__(self, table: NDArray[np.int32], centre: NDArray[np.float32]) -> None:
        self._table = table
        self._centre = centre.astype(np.float64)

    def line_columns(
        self, line_words: LineWords, topic_weights: NDArray[np.float64], index: PageIndex
    ) -> NDArray[np.float32]:
        """
        Return the mean vector of each line, and its cosine with the rest of its page.

        The result is lines x (dimensions + 1). The rest of a page is the sum of the mean vectors of its
        other lines, times their `topic_weights`.
        """
        counts = line_words.counts
        not_empty = np.flatnonzero(counts)
        starts = (np.cumsum(counts) - counts)[not_empty]
        sums = np.zeros((len(counts), self._table.shape[1]), np.int32)
        if len(not_empty):
            sums[not_empty] = np.add.reduceat(
                self._table.take(line_words.ids, axis=0), starts, axis=0
            )
        means = sums / np.maximum(counts, 1)[:, None] - self._centre
        weighted = means * topic_weights[:, None]
        rest = prefix_sums(weighted, index)[index.total_rows][index.page] - weighted
        norms = np.sqrt((means * means).sum(axis=1) * (rest * rest).sum(axis=1))
        cosines = (means * rest).sum(axis=1) / np.maximum(norms, 1e-6)
        return np.concatenate([means, cosines[:, None]], axis=1).astype(np.float32)
