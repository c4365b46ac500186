"""Decide which lines of a page are boilerplate, and name the family each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.evidence import evidence, is_table, runs_of_rows
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
_HEADLINE, _HEAD = range(1, 21), 3
# Where only the score speaks, it needs so many lines to be sure of any, and more than so many of
# them in a row, at an end of the text or inside, or one among them that says itself what it is.
_CONTEXT, _ALONE, _INSIDE = 4, 1, 8
# So many words and a full stop are a sentence where they follow on prose.
_SPOKEN = 2
# A phrase says little about a line much longer than itself.
_SHORT = 15

Families = Sequence[str | None]


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
        families = evidence(lines, described)
        if self._network and lines and _known(text, described):
            scores = self._network.score(page_of(lines, described, self._network.vocabulary))
            removed = (scores > _bars(self._threshold, described, families)).tolist()
            _spare(lines, described, families, removed)
        else:
            removed = list(map(_plain, described, families))
        # A line too long to be read is content, whatever its neighbours are.
        removed = [gone and line.text != "" for gone, line in zip(removed, lines, strict=True)]
        return _named(described, families, removed)


def _bars(
    threshold: float, described: Sequence[Described], families: Families
) -> NDArray[np.float64]:
    """Return the score that each line must exceed."""
    words = np.array([line.words for line in described])
    sentence, paragraph = 1 - (1 - threshold) / 3, 1 - (1 - threshold) / 15
    bars = np.where(words < _SENTENCE, threshold, sentence)
    bars = np.where(words < _PARAGRAPH, bars, paragraph)
    bars -= _HINT * np.array(
        [not line.prose and bool(own) for line, own in zip(described, families, strict=True)]
    )
    return np.where([line.whole is not None for line in described], _NAMED * threshold, bars)


def _spare(
    lines: Sequence[Line], described: Sequence[Described], families: Families, removed: list[bool]
) -> None:
    """Keep lines that only their score speaks against and their place speaks for."""
    staying = [at for at, line in enumerate(described) if line.prose and not removed[at]]
    bare = [at for at, own in enumerate(families) if removed[at] and not own]
    if len(lines) < _CONTEXT or not staying:
        _keep(bare, removed)
        return
    inside = range(staying[0], staying[-1])
    _keep((at for at in bare if at in inside and described[at].closed), removed)
    if staying[0] <= _HEAD and described[0].words in _HEADLINE and not families[0]:
        removed[0] = False
    _keep(_continued(described, families, staying), removed)
    for rows in runs_of_rows(lines):
        if is_table(lines, rows) or not all(removed[at] for at in rows if not families[at]):
            _keep((at for at in rows if not families[at]), removed)
    for run in _runs(removed):
        ends = run.start == 0 or run.stop == len(removed)
        if len(run) <= (_ALONE if ends else _INSIDE) and not any(families[at] for at in run):
            _keep(run, removed)


def _continued(
    described: Sequence[Described], families: Families, staying: Sequence[int]
) -> Iterator[int]:
    """Yield the sentences right before and after prose that stays."""
    fixed = frozenset(staying)
    for start in staying:
        for places in (range(start + 1, len(described)), reversed(range(start))):
            for at in places:
                line = described[at]
                if families[at] or not line.closed or line.words < _SPOKEN or at in fixed:
                    break
                yield at


def _runs(removed: Sequence[bool]) -> list[range]:
    """Return the runs of lines that go."""
    bounds = np.flatnonzero(np.diff([False, *removed, False])).tolist()
    return [range(start, stop) for start, stop in zip(bounds[::2], bounds[1::2], strict=True)]


def _keep(places: Iterable[int], removed: list[bool]) -> None:
    """Keep the lines at some places."""
    for at in places:
        removed[at] = False


def _known(text: str, described: Sequence[Described]) -> bool:
    """Tell whether the model can read the page."""
    if not text.isascii() and 4 * sum(1 for _ in _NOT_LATIN.finditer(text)) > len(text):
        return False
    long = [line for line in described if line.words >= _SENTENCE]
    words = sum(line.words for line in long)
    return sum(line.words * line.known for line in long) >= _KNOWN * words


def _plain(line: Described, family: str | None) -> bool:
    """Tell boilerplate by phrase or shape alone."""
    if family is None:
        return False
    return bool(line.whole or line.shape or (line.words <= _SHORT and not line.prose))


def _named(
    described: Sequence[Described], families: Families, removed: Sequence[bool]
) -> list[str | None]:
    """Name the family of each removed line: its own, that of the block it is in, or `other`."""
    named: list[str | None] = []
    block = OTHER
    for line, own, gone in zip(described, families, removed, strict=True):
        if not gone:
            named.append(None)
            block = OTHER
            continue
        if own in _BLOCKS and line.whole:
            block = own
        named.append(own or block)
    return named
