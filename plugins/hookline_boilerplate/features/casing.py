"""Count capitals and digits, of many lines at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cases"]

_SPACE, _LETTER, _CAPITAL, _DIGIT = 1, 2, 4, 8
# Characters from here on (Chinese, Korean, emoji) are looked at one by one.
_LISTED = 0x3000
# A word of so many letters is not one of the small ones in titles.
_LONG = 4


class Cases:
    """The case of lines; what kind each character is of is listed when made."""

    def __init__(self) -> None:
        self._kinds = np.array([*map(_kind, range(_LISTED)), 0], np.uint8)

    def of(self, texts: Sequence[str]) -> list[list[float]]:
        """
        Return three shares for each text, none of them empty or with a line feed in it.

        They are: of the words that start with a letter, those that start with a capital one; the same
        of the longer ones among them, less the first of all; of the characters, those that are digits.
        """
        if not texts:
            return []
        kinds = self._kinds_of("\n".join(texts))
        sizes = np.array(list(map(len, texts)))
        first = np.cumsum(sizes + 1) - sizes - 1
        space = (kinds & _SPACE) != 0
        inner = np.flatnonzero(space[:-1] != space[1:]) + 1
        edges = np.concatenate([[0], inner, [len(kinds)]])
        # The texts may have white space around them.
        edges = edges[1 if space[0] else 0 :]
        starts = edges[::2]
        if len(edges) % 2:
            starts = starts[:-1]
        lengths = edges[1::2] - starts
        opening = kinds[starts]
        letter = (opening & _LETTER) != 0
        capital = letter & ((opening & _CAPITAL) != 0)
        long = letter & (lengths >= _LONG)
        bounds = np.append(np.searchsorted(starts, first), len(starts))
        letters, capitals, longs, titles = (
            _within(counted, bounds) for counted in (letter, capital, long, long & capital)
        )
        some = letters > 0
        before = np.concatenate([[0], np.cumsum(letter)])[bounds[:-1]]
        leading = np.flatnonzero(letter)[before[some]]
        longs[some] -= long[leading]
        titles[some] -= (long & capital)[leading]
        digits = np.flatnonzero((kinds & _DIGIT) != 0)
        digits = np.diff(np.append(np.searchsorted(digits, first), len(digits)))
        shares: list[list[float]] = np.stack(
            [
                capitals / np.maximum(letters, 1),
                np.where(longs > 0, titles / np.maximum(longs, 1), 0.5),
                digits / sizes,
            ],
            axis=1,
        ).tolist()
        return shares

    def _kinds_of(self, text: str) -> NDArray[np.uint8]:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds: NDArray[np.uint8] = self._kinds[np.minimum(codes, _LISTED)]
        if not text.isascii():
            rare = np.flatnonzero(codes >= _LISTED)
            kinds[rare] = [_kind(code) for code in codes[rare].tolist()]
        return kinds


def _kind(code: int) -> int:
    char = chr(code)
    return (
        _SPACE * char.isspace()
        + _LETTER * char.isalpha()
        + _CAPITAL * char.isupper()
        + _DIGIT * char.isdigit()
    )


def _within(counted: NDArray[np.bool_], bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many of the words of each text count."""
    found: NDArray[np.int64] = np.diff(np.concatenate([[0], np.cumsum(counted)])[bounds])
    return found
