"""Tell by its words how much a line looks like boilerplate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import WHOLE, listed_words
from hookline_boilerplate.lines import Line

__all__ = ["STATISTICS", "Lexicon", "Words", "summary"]

STATISTICS = 6
# What is not listed has no odds.
_NO = -1000
# Most pairs are not listed, which their remainder by this tells at little cost.
_SIEVE = 1_000_003


class Words(NamedTuple):
    """The words of lines that count, their numbers in a lexicon, and how many each line has."""

    listed: Sequence[tuple[str, ...]]
    numbers: NDArray[np.int64]
    counts: NDArray[np.int64]


class Lexicon:
    """
    Words and pairs of words, each with the log odds of the lines that it stands in.

    `odds` are whole numbers of -128 to 127, in units of `unit`.
    """

    def __init__(self, tokens: Sequence[str], odds: NDArray[np.int8], unit: np.float32) -> None:
        listed = dict(zip(tokens, odds.tolist(), strict=True))
        # A line of few words is listed as a whole behind a sign of equality.
        self._lines = {token: odd for token, odd in listed.items() if token.startswith("=")}
        pairs = [token.split(" ") for token in listed if " " in token and token[0] != "="]
        words = dict.fromkeys(token.strip("^$") for token in listed if " " not in token)
        words.update(dict.fromkeys(word for pair in pairs for word in pair))
        self._number = {word: number for number, word in enumerate(words)}
        self._count = len(words) + 1  # the last one stands for all that is not listed
        self._single, self._first, self._last = (
            np.array([*(listed.get(form.format(word), _NO) for word in words), _NO], np.int64)
            for form in ("{}", "^{}", "{}$")
        )
        keys = [self._number[one] * self._count + self._number[two] for one, two in pairs]
        order = np.argsort(keys)
        # Behind all of them one that no pair has, so that any can be looked for.
        self._keys = np.append(np.array(keys, np.int64)[order], self._count**2)
        self._sieve = np.zeros(_SIEVE, np.bool_)
        self._sieve[self._keys % _SIEVE] = True
        pair_odds = np.array([listed[f"{one} {two}"] for one, two in pairs], np.int64)
        self._paired = np.append(pair_odds[order], _NO)
        self._values = np.arange(-128, 128, dtype=np.int64).astype(np.float32) * unit

    def words(self, lines: Sequence[Line]) -> Words:
        """Look up the words of lines."""
        listed = [listed_words(line) for line in lines]
        unknown = self._count - 1
        numbers = list(map(self._number.get, chain.from_iterable(listed), repeat(unknown)))
        return Words(
            listed, np.array(numbers, np.int64), np.array(list(map(len, listed)), np.int64)
        )

    def spread(self, tokens: Sequence[str], rows: NDArray[np.int8]) -> NDArray[np.int32]:
        """Return rows that belong to some of the words by the number of the word, 0 for the others."""
        table = np.zeros((self._count, rows.shape[1]), np.int32)
        table[[self._number[token] for token in tokens]] = rows
        return table

    def statistics(self, words: Words) -> NDArray[np.float32]:
        """Return for each line what its known words say (lines x STATISTICS)."""
        texts, numbers, counts = words
        at = np.arange(len(texts))
        unknown = self._count - 1
        row = np.repeat(at, counts)
        some = np.flatnonzero(counts)
        stops = np.cumsum(counts)
        known = numbers != unknown
        first = np.flatnonzero(known[:-1] & known[1:] & (row[:-1] == row[1:]))
        keys = numbers[first] * self._count + numbers[first + 1]
        listed = np.flatnonzero(self._sieve.take(keys % _SIEVE))
        first, keys = first[listed], keys[listed]
        place = np.searchsorted(self._keys, keys)
        paired = np.where(self._keys[place] == keys, self._paired[place], _NO)
        few = [number for number, count in enumerate(counts.tolist()) if 0 < count <= WHOLE]
        whole = [self._lines.get("=" + " ".join(texts[number]), _NO) for number in few]
        rows = np.concatenate([row, row[first], some, some, few]).astype(np.int64)
        odds = np.concatenate(
            [
                self._single.take(numbers),
                paired,
                self._first[numbers[(stops - counts)[some]]],
                self._last[numbers[stops[some] - 1]],
                whole,
            ]
        ).astype(np.int64)
        # In order of line and odds, in one number.
        found = np.sort((rows * 256 + odds + 128)[odds != _NO])
        values = self._values[found % 256].astype(np.float64)
        totals = np.where(counts > 0, 2 * counts + 1 + (counts <= WHOLE), 1)
        return _summaries(values, np.bincount(found // 256, minlength=len(texts)), totals)


def _summaries(
    values: NDArray[np.float64], counts: NDArray[np.int64], totals: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return what `summary` returns for the next `counts` of the values each, which are in order."""
    rows = np.zeros((len(counts), STATISTICS), np.float32)
    some = np.flatnonzero(counts)
    if not len(some):
        return rows
    count = counts[some]
    stop = np.cumsum(count)
    start = stop - count
    least, most = values[start], values[stop - 1]
    few, lot = least.copy(), most.copy()
    for step in (1, 2):
        more = count > step
        few[more] += values[start[more] + step]
        lot[more] += values[stop[more] - 1 - step]
    three = np.minimum(count, 3)
    rows[some] = np.stack(
        [
            np.add.reduceat(values, start) / count,
            most,
            least,
            lot / three,
            few / three,
            count / totals[some],
        ],
        axis=1,
    )
    return rows


def summary(odds: Iterable[float], total: int) -> tuple[float, ...]:
    """Return mean, most and least of log odds, means of three, and which share of `total` is known."""
    ordered = sorted(odds)
    if not ordered:
        return (0.0,) * STATISTICS
    count = len(ordered)
    least, most = ordered[:3], ordered[-3:]
    return (
        sum(ordered) / count,
        ordered[-1],
        ordered[0],
        sum(most) / len(most),
        sum(least) / len(least),
        count / total,
    )
