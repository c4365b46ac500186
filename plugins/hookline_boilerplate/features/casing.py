"""Measure the shares of capitals and digits, of many lines at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["Casing"]

_SPACE, _LETTER, _CAPITAL, _DIGIT = 1, 2, 4, 8
# Characters from here on (Chinese, Korean, emoji) are classified one by one.
_TABLE_SIZE = 0x3000
# Words of at least this many letters are capitalized in titles.
_LONG_WORD = 4


class Casing:
    """Measures the casing of lines; builds a table of character classes when created."""

    def __init__(self) -> None:
        self._table = np.array([*map(_character_class, range(_TABLE_SIZE)), 0], np.uint8)

    def shares(self, texts: Sequence[str]) -> list[list[float]]:
        """
        Return three shares (0 to 1) for each text, none of which is empty or contains a line feed.

        They are: capitalized words among the words that start with a letter; the same among the long
        ones of them, without the very first (0.5 if there is none); digits among the characters.
        """
        if not texts:
            return []
        classes = self._classes("\n".join(texts))
        lengths = np.array(list(map(len, texts)))
        text_starts = np.cumsum(lengths + 1) - lengths - 1
        space = (classes & _SPACE) != 0
        inner_edges = np.flatnonzero(space[:-1] != space[1:]) + 1
        edges = np.concatenate([[0], inner_edges, [len(classes)]])
        # The texts may start or end with white space.
        edges = edges[1 if space[0] else 0 :]
        word_starts = edges[::2]
        if len(edges) % 2:
            word_starts = word_starts[:-1]
        word_lengths = edges[1::2] - word_starts
        first_class = classes[word_starts]
        letter = (first_class & _LETTER) != 0
        capital = letter & ((first_class & _CAPITAL) != 0)
        long = letter & (word_lengths >= _LONG_WORD)
        bounds = np.append(np.searchsorted(word_starts, text_starts), len(word_starts))
        letters, capitals, longs, long_capitals = (
            _count_per_text(flags, bounds) for flags in (letter, capital, long, long & capital)
        )
        has_letters = letters > 0
        letters_before = np.concatenate([[0], np.cumsum(letter)])[bounds[:-1]]
        leading = np.flatnonzero(letter)[letters_before[has_letters]]
        longs[has_letters] -= long[leading]
        long_capitals[has_letters] -= (long & capital)[leading]
        digits = np.flatnonzero((classes & _DIGIT) != 0)
        digits = np.diff(np.append(np.searchsorted(digits, text_starts), len(digits)))
        shares: list[list[float]] = np.stack(
            [
                capitals / np.maximum(letters, 1),
                np.where(longs > 0, long_capitals / np.maximum(longs, 1), 0.5),
                digits / lengths,
            ],
            axis=1,
        ).tolist()
        return shares

    def _classes(self, text: str) -> NDArray[np.uint8]:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        classes: NDArray[np.uint8] = self._table[np.minimum(codes, _TABLE_SIZE)]
        if not text.isascii():
            rare = np.flatnonzero(codes >= _TABLE_SIZE)
            classes[rare] = [_character_class(code) for code in codes[rare].tolist()]
        return classes


def _character_class(code: int) -> int:
    char = chr(code)
    return (
        _SPACE * char.isspace()
        + _LETTER * char.isalpha()
        + _CAPITAL * char.isupper()
        + _DIGIT * char.isdigit()
    )


def _count_per_text(flags: NDArray[np.bool_], bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many of the words of each text are flagged."""
    counts: NDArray[np.int64] = np.diff(np.concatenate([[0], np.cumsum(flags)])[bounds])
    return counts
