"""Tell by its words how much a line looks like boilerplate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features import tokens
from hookline_boilerplate.lines import Line

__all__ = ["STATISTICS", "Lexicon", "summary"]

STATISTICS = 6


class Lexicon:
    """Words and pairs of words, each with the log odds of the lines that it stands in."""

    def __init__(self, odds: Mapping[str, float]) -> None:
        self._odds = odds

    def statistics(self, lines: Sequence[Line]) -> NDArray[np.float32]:
        """Return for each line what its known words say (lines x STATISTICS)."""
        odds = self._odds
        rows = np.zeros((len(lines), STATISTICS), np.float32)
        for at, line in enumerate(lines):
            listed = tokens(line)
            rows[at] = summary([odds[token] for token in listed if token in odds], len(listed))
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
