"""Count on how many sites a word stands in boilerplate, and on how many in content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.token_odds import STATISTICS, summary
from hookline_boilerplate.training.training_pages import LabelledPage

__all__ = ["Counts"]


class Counts:
    """
    The sites that use a token in boilerplate and in content.

    Sites are counted, not lines: a word that one site repeats on every page says nothing about others.
    """

    def __init__(self, pages: Iterable[LabelledPage], least: int) -> None:
        self._least = least
        self._sites: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        self._known: set[str] = set()
        for page in pages:
            self._known.add(page.site)
            if page.kind == "full":
                for listed, label in zip(page.tokens, page.labels.tolist(), strict=True):
                    if label >= 0:
                        for token in listed:
                            self._sites[token][label].add(page.site)

    def odds(self) -> Iterator[tuple[str, float]]:
        """Yield every token that enough sites use, in order, with its log odds."""
        for token in sorted(self._sites):
            content, boilerplate = map(len, self._sites[token])
            if content + boilerplate >= self._least:
                yield token, _odds(boilerplate, content)

    def statistics(self, page: LabelledPage) -> NDArray[np.float32]:
        """
        Return what the tokens of each line of a page say (lines x STATISTICS).

        A site that was counted does not count for its own pages: the figures are those of a page of a
        new site, which is what the trees must learn from.
        """
        rows = np.zeros((len(page.lines), STATISTICS), np.float32)
        mine = page.site if page.site in self._known else None
        for at, listed in enumerate(page.tokens):
            found = []
            for token in listed:
                if (sites := self._sites.get(token)) is None:
                    continue
                content, boilerplate = (len(side) - (mine in side) for side in sites)
                if content + boilerplate >= self._least:
                    found.append(_odds(boilerplate, content))
            rows[at] = summary(found, len(listed))
        return rows


def _odds(boilerplate: int, content: int) -> float:
    """Return log odds, drawn towards 0 where there are few sites."""
    total = boilerplate + content
    return log((boilerplate + 0.5) / (content + 0.5)) * total / (total + 2)
