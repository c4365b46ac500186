"""Decide which lines of a page are boilerplate, and name the family each belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features import Described, Describer
from hookline_boilerplate.lines import Line
from hookline_boilerplate.network import Network
from hookline_boilerplate.page import page_of

__all__ = ["OTHER", "THRESHOLD", "Judge"]

OTHER = "other"
THRESHOLD = 0.85
# A family that is named once, by a heading, and then goes on for some lines that do not name it.
_BLOCKS = frozenset({"related", "comments", "tags", "author", "contact", "navigation", "legal"})
# A sentence lost is worse than a label left: longer lines must look the more like boilerplate.
_SENTENCE, _PARAGRAPH = 8, 20
# By how much a phrase or shape lowers the bar, and what a phrase that is all of a line leaves of it.
_HINT, _NAMED = 0.2, 0.15
# The model knows seven languages. Where fewer words than this are function words of one of them,
# or the script is not Latin, the phrases and shapes decide alone.
_KNOWN = 0.12
_NOT_LATIN = re.compile("[^\x00-\u024f\u1e00-\u2bff\ufe0f\U0001f000-\U0001faff]")
# A text may open with its headline; prose then starts within a few lines.
_HEADLINE, _HEAD = range(3, 21), 3
# A phrase says little about a line much longer than itself.
_SHORT = 15


class Judge:
    """Judge lines; loads phrases and model when made."""

    def __init__(
        self, threshold: float = THRESHOLD, learned: bool = True, network: Network | None = None
    ) -> None:
        self._describer = Describer()
        self._network = network or (Network() if learned else None)
        self._threshold = threshold

    def verdicts(self, text: str, lines: Sequence[Line]) -> list[str | None]:
        """Return the family of each line that is boilerplate, None for each that is content."""
        described = [self._describer.describe(line) for line in lines]
        if self._network and lines and _known(text, described):
            scores = self._network.score(page_of(lines, described, self._network.vocabulary))
            removed = (scores > _bars(self._threshold, described)).tolist()
            _spare(described, removed)
        else:
            removed = [_plain(line) for line in described]
        # A line too long to be read is content, whatever its neighbours are.
        removed = [gone and line.text != "" for gone, line in zip(removed, lines, strict=True)]
        return _named(described, removed)


def _bars(threshold: float, described: Sequence[Described]) -> NDArray[np.float64]:
    """Return the score that each line must exceed."""
    words = np.array([line.words for line in described])
    sentence, paragraph = 1 - (1 - threshold) / 3, 1 - (1 - threshold) / 15
    bars = np.where(words < _SENTENCE, threshold, sentence)
    bars = np.where(words < _PARAGRAPH, bars, paragraph)
    bars -= _HINT * np.array(
        [not line.prose and bool(line.shape or line.part) for line in described]
    )
    return np.where([line.whole is not None for line in described], _NAMED * threshold, bars)


def _spare(described: Sequence[Described], removed: list[bool]) -> None:
    """Keep, where no phrase or shape speaks against them, a headline and sentences in the article."""
    staying = [at for at, line in enumerate(described) if line.prose and not removed[at]]
    if not staying:
        return
    for at in range(staying[0], staying[-1]):
        if described[at].closed and not _named_by(described[at]):
            removed[at] = False
    if staying[0] <= _HEAD and described[0].words in _HEADLINE and not _named_by(described[0]):
        removed[0] = False


def _named_by(line: Described) -> str | None:
    """Return the family that a line gives itself away as."""
    return line.whole or line.part or line.shape


def _known(text: str, described: Sequence[Described]) -> bool:
    """Tell whether the model can read the page."""
    if not text.isascii() and 4 * sum(1 for _ in _NOT_LATIN.finditer(text)) > len(text):
        return False
    long = [line for line in described if line.words >= _SENTENCE]
    words = sum(line.words for line in long)
    return sum(line.words * line.known for line in long) >= _KNOWN * words


def _plain(line: Described) -> bool:
    """Tell boilerplate by phrase or shape alone."""
    return bool(line.whole or line.shape or (line.part and line.words <= _SHORT and not line.prose))


def _named(described: Sequence[Described], removed: Sequence[bool]) -> list[str | None]:
    """Name the family of each removed line: its own, that of the block it is in, or `other`."""
    families: list[str | None] = []
    block = OTHER
    for line, gone in zip(described, removed, strict=True):
        if not gone:
            families.append(None)
            block = OTHER
            continue
        own = _named_by(line)
        if own in _BLOCKS and line.whole:
            block = own
        families.append(own or block)
    return families
