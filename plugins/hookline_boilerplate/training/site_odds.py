"""Count on how many sites a token occurs in boilerplate, and on how many in content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.token_odds import ODDS_STATISTICS, odds_statistics
from hookline_boilerplate.training.training_pages import TrainingPage

__all__ = ["SiteOdds"]


class SiteOdds:
    """
    The log odds of tokens, by the sites that use them in boilerplate and in content.

    Sites are counted, not lines: a word that one site repeats on every page says nothing about other
    sites. Only whole pages are counted, and only tokens of at least `min_sites` sites have odds.
    """

    def __init__(self, pages: Iterable[TrainingPage], min_sites: int) -> None:
        self._min_sites = min_sites
        self._sites: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        self._all_sites: set[str] = set()
        for page in pages:
            self._all_sites.add(page.site)
            if page.kind == "full":
                for tokens, label in zip(page.tokens, page.labels.tolist(), strict=True):
                    if label >= 0:
                        for token in tokens:
                            self._sites[token][label].add(page.site)

    def all(self) -> Iterator[tuple[str, float]]:
        """Yield every token with its log odds, sorted by token."""
        for token in sorted(self._sites):
            content, boilerplate = map(len, self._sites[token])
            if content + boilerplate >= self._min_sites:
                yield token, _log_odds(boilerplate, content)

    def statistics(self, page: TrainingPage) -> NDArray[np.float32]:
        """
        Return the `odds_statistics` of each line of a page (lines x `ODDS_STATISTICS`).

        A site is not counted for its own pages: the model must learn from the figures that pages of a
        new site have.
        """
        rows = np.zeros((len(page.lines), ODDS_STATISTICS), np.float32)
        own_site = page.site if page.site in self._all_sites else None
        for number, tokens in enumerate(page.tokens):
            odds = []
            for token in tokens:
                if (sites := self._sites.get(token)) is None:
                    continue
                content, boilerplate = (len(side) - (own_site in side) for side in sites)
                if content + boilerplate >= self._min_sites:
                    odds.append(_log_odds(boilerplate, content))
            rows[number] = odds_statistics(odds, len(tokens))
        return rows


def _log_odds(boilerplate: int, content: int) -> float:
    """Return smoothed log odds, shrunk towards 0 where there are few sites."""
    total = boilerplate + content
    return log((boilerplate + 0.5) / (content + 0.5)) * total / (total + 2)
