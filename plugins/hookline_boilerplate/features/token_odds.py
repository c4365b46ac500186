"""Look up how strongly the words of a line indicate boilerplate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import MAX_WHOLE_LINE_WORDS, selected_words
from hookline_boilerplate.lines import Line

__all__ = ["ODDS_STATISTICS", "LineWords", "TokenOdds", "odds_statistics"]

# Number of statistics of a line's log odds.
ODDS_STATISTICS = 6
# Stands for the log odds of a token that is not listed.
_UNLISTED = -1000
# Most pairs of words are not listed; a table of their remainders by this number rules them out fast.
_REMAINDERS = 1_000_003


class LineWords(NamedTuple):
    """
    The selected words of lines.

    `words` has the words of each line, `ids` the number of every word in `TokenOdds`, of all lines
    one after the other, and `counts` how many words each line has.
    """

    words: Sequence[tuple[str, ...]]
    ids: NDArray[np.int64]
    counts: NDArray[np.int64]


class TokenOdds:
    """
    Tokens with the log odds that a line which contains them is boilerplate.

    Tokens are those of `line_tokens`. `odds` are integers from -128 to 127 in units of `unit`.
    """

    def __init__(self, tokens: Sequence[str], odds: NDArray[np.int8], unit: np.float32) -> None:
        listed = dict(zip(tokens, odds.tolist(), strict=True))
        self._whole_lines = {token: odd for token, odd in listed.items() if token.startswith("=")}
        pairs = [token.split(" ") for token in listed if " " in token and token[0] != "="]
        words = dict.fromkeys(token.strip("^$") for token in listed if " " not in token)
        words.update(dict.fromkeys(word for pair in pairs for word in pair))
        self._id = {word: number for number, word in enumerate(words)}
        self._count = len(words) + 1  # the last id stands for all words that are not listed
        self._single, self._first, self._last = (
            np.array(
                [*(listed.get(form.format(word), _UNLISTED) for word in words), _UNLISTED], np.int64
            )
            for form in ("{}", "^{}", "{}$")
        )
        keys = [self._id[first] * self._count + self._id[second] for first, second in pairs]
        order = np.argsort(keys)
        # A key that no pair has comes last, so that a search for any key ends inside the array.
        self._pair_keys = np.append(np.array(keys, np.int64)[order], self._count**2)
        self._has_remainder = np.zeros(_REMAINDERS, np.bool_)
        self._has_remainder[self._pair_keys % _REMAINDERS] = True
        pair_odds = np.array([listed[f"{first} {second}"] for first, second in pairs], np.int64)
        self._pair_odds = np.append(pair_odds[order], _UNLISTED)
        self._values = np.arange(-128, 128, dtype=np.int64).astype(np.float32) * unit

    def look_up(self, lines: Sequence[Line]) -> LineWords:
        """Return the selected words of lines with their ids."""
        words = [selected_words(line) for line in lines]
        ids = list(map(self._id.get, chain.from_iterable(words), repeat(self._count - 1)))
        return LineWords(words, np.array(ids, np.int64), np.array(list(map(len, words)), np.int64))

    def rows_by_id(self, words: Sequence[str], rows: NDArray[np.int8]) -> NDArray[np.int32]:
        """Return a table with the row of each word at its id, and zeros for other words."""
        table = np.zeros((self._count, rows.shape[1]), np.int32)
        table[[self._id[word] for word in words]] = rows
        return table

    def statistics(self, line_words: LineWords) -> NDArray[np.float32]:
        """Return the `odds_statistics` of each line (lines x `ODDS_STATISTICS`)."""
        words, ids, counts = line_words
        line_of_word = np.repeat(np.arange(len(words)), counts)
        not_empty = np.flatnonzero(counts)
        stops = np.cumsum(counts)
        known = ids != self._count - 1
        pair_starts = np.flatnonzero(
            known[:-1] & known[1:] & (line_of_word[:-1] == line_of_word[1:])
        )
        keys = ids[pair_starts] * self._count + ids[pair_starts + 1]
        candidates = np.flatnonzero(self._has_remainder.take(keys % _REMAINDERS))
        pair_starts, keys = pair_starts[candidates], keys[candidates]
        position = np.searchsorted(self._pair_keys, keys)
        pair_odds = np.where(
            self._pair_keys[position] == keys, self._pair_odds[position], _UNLISTED
        )
        short = [
            line for line, count in enumerate(counts.tolist()) if 0 < count <= MAX_WHOLE_LINE_WORDS
        ]
        short_odds = [
            self._whole_lines.get("=" + " ".join(words[line]), _UNLISTED) for line in short
        ]
        line = np.concatenate(
            [line_of_word, line_of_word[pair_starts], not_empty, not_empty, short]
        ).astype(np.int64)
        odds = np.concatenate(
            [
                self._single.take(ids),
                pair_odds,
                self._first[ids[(stops - counts)[not_empty]]],
                self._last[ids[stops[not_empty] - 1]],
                short_odds,
            ]
        ).astype(np.int64)
        # Line and odds in one number, to sort by both.
        ordered = np.sort((line * 256 + odds + 128)[odds != _UNLISTED])
        values = self._values[ordered % 256].astype(np.float64)
        token_counts = np.where(counts > 0, 2 * counts + 1 + (counts <= MAX_WHOLE_LINE_WORDS), 1)
        value_counts = np.bincount(ordered // 256, minlength=len(words))
        return _odds_statistics(values, value_counts, token_counts)


def _odds_statistics(
    values: NDArray[np.float64], counts: NDArray[np.int64], token_counts: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return the `odds_statistics` of many lines; `values` are sorted within each line."""
    rows = np.zeros((len(counts), ODDS_STATISTICS), np.float32)
    not_empty = np.flatnonzero(counts)
    if not len(not_empty):
        return rows
    count = counts[not_empty]
    stop = np.cumsum(count)
    start = stop - count
    lowest, highest = values[start], values[stop - 1]
    low_sum, high_sum = lowest.copy(), highest.copy()
    for step in (1, 2):
        longer = count > step
        low_sum[longer] += values[start[longer] + step]
        high_sum[longer] += values[stop[longer] - 1 - step]
    three = np.minimum(count, 3)
    rows[not_empty] = np.stack(
        [
            np.add.reduceat(values, start) / count,
            highest,
            lowest,
            high_sum / three,
            low_sum / three,
            count / token_counts[not_empty],
        ],
        axis=1,
    )
    return rows


def odds_statistics(odds: Iterable[float], token_count: int) -> tuple[float, ...]:
    """
    Return statistics of the log odds of a line's listed tokens.

    They are: mean, highest, lowest, means of the three highest and of the three lowest, and the share
    (0 to 1) of the line's `token_count` tokens that are listed; all 0 where none is.
    """
    ordered = sorted(odds)
    if not ordered:
        return (0.0,) * ODDS_STATISTICS
    count = len(ordered)
    low, high = ordered[:3], ordered[-3:]
    return (
        sum(ordered) / count,
        ordered[-1],
        ordered[0],
        sum(high) / len(high),
        sum(low) / len(low),
        count / token_count,
    )
