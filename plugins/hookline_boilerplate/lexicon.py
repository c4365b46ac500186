"""Tell by its words how much a line looks like boilerplate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features import WHOLE, listed_words
from hookline_boilerplate.lines import Line

__all__ = ["STATISTICS", "Lexicon", "summary"]

STATISTICS = 6
_NOTHING = (0.0,) * STATISTICS


class Lexicon:
    """Words and pairs of words, each with the log odds of the lines that it stands in."""

    def __init__(self, odds: Mapping[str, float]) -> None:
        self._odds = {token: value for token, value in odds.items() if " " not in token}
        # By their first words, so that no pair need be put together to be looked up.
        self._pairs: dict[str, dict[str, float]] = {}
        # A whole line, of several words, is listed behind a sign of equality.
        self._lines: dict[str, float] = {}
        for token, value in odds.items():
            if " " not in token:
                continue
            if token.startswith("="):
                self._lines[token] = value
            else:
                one, _, two = token.partition(" ")
                self._pairs.setdefault(one, {})[two] = value

    def statistics(self, lines: Sequence[Line]) -> NDArray[np.float32]:
        """Return for each line what its known words say (lines x STATISTICS)."""
        rows = [self._row(line) for line in lines]
        return np.array(rows, np.float32).reshape(-1, STATISTICS)

    def _row(self, line: Line) -> tuple[float, ...]:
        words = listed_words(line)
        if not words:
            return _NOTHING
        odds, pairs = self._odds, self._pairs
        found = [odds[word] for word in words if word in odds]
        for one, two in pairwise(words):
            if one in pairs and two in pairs[one]:
                found.append(pairs[one][two])
        first, last = f"^{words[0]}", f"{words[-1]}$"
        if first in odds:
            found.append(odds[first])
        if last in odds:
            found.append(odds[last])
        count = len(words)
        total = 2 * count + 1
        if count <= WHOLE:
            total += 1
            whole = "=" + " ".join(words)
            if whole in (odds if count == 1 else self._lines):
                found.append((odds if count == 1 else self._lines)[whole])
        return summary(found, total)


def summary(odds: Iterable[float], total: int) -> tuple[float, ...]:
    """Return mean, most and least of log odds, means of three, and which share of `total` is known."""
    ordered = sorted(odds)
    if not ordered:
        return _NOTHING
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
