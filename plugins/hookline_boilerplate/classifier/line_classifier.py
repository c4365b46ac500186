"""Decide which lines of a page are boilerplate, and name the family each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import log

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.classifier.evidence import evidence, is_table, runs_of_rows
from hookline_boilerplate.classifier.family_naming import named
from hookline_boilerplate.classifier.trailing import Ends
from hookline_boilerplate.features.line_features import Described, Describer
from hookline_boilerplate.lines import Line
from hookline_boilerplate.scoring.line_model import Model

__all__ = ["THRESHOLD", "Judge", "decided"]

THRESHOLD = 0.5
# The bar, in log odds, of a line of one word, and what a tenfold of words adds to it: a sentence lost
# is worse than a label left. By how much a phrase or a shape lowers it, and the bar where a phrase is
# all of a line. All chosen, like the guards below, by looking at the very folds that the model card
# reports, so that under 1 % of the words of articles is lost there; the card says what that means.
_BAR, _LONGER = -0.25, 1.0
_HINT, _NAMED = 1.0, -2.0
# The model knows seven languages. Where fewer words than this are function words of one of them,
# or the script is not Latin, the phrases and shapes decide alone.
_KNOWN = 0.12
_NOT_LATIN = re.compile("[^\x00-\u024f\u1e00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_ASCII = bytes(range(128))
# So many words are a sentence, in a text that may be in such a language.
_SENTENCE = 8
# A text may open with its headline: of so many words, where prose starts within so many lines.
_HEADLINES = ((range(1, 6), 3), (range(6, 21), 10))
# Where only the score speaks, it needs so many lines to be sure of any.
_CONTEXT = 4
# So few lines on their own may be headings, unless a score is over the bar by so much.
_HEADINGS, _SURE = 2, 1.0
# A phrase says little about a line much longer than itself, and one of few words little at all.
_SHORT, _LONG = 15, 3

Families = Sequence[str | None]


class Judge:
    """
    Judge lines; loads phrases and model when made.

    `glued(line)` returns the boilerplate at the end of a line of content, by offsets in its text.
    """

    def __init__(
        self, threshold: float = THRESHOLD, learned: bool = True, model: Model | None = None
    ) -> None:
        self._describer = Describer()
        self.glued = Ends(self._describer).of
        self._model = model or (Model() if learned else None)
        chance = min(max(threshold, 1e-9), 1 - 1e-9)
        self._shift = log(chance / (1 - chance))

    def verdicts(self, pages: Sequence[tuple[str, Sequence[Line]]]) -> list[list[str | None]]:
        """
        Return, for the text and lines of each page, what its lines are.

        That is the family of each line that is boilerplate, None for each that is content.
        """
        everything = iter(self._describer.describe([line for _, lines in pages for line in lines]))
        described = [list(islice(everything, len(lines))) for _, lines in pages]
        scores: dict[int, NDArray[np.float64]] = {}
        if self._model:
            known = [
                at
                for at, (text, lines) in enumerate(pages)
                if lines and _known(text, described[at])
            ]
            scored = self._model.score([(pages[at][1], described[at]) for at in known])
            scores = dict(zip(known, scored, strict=True))
        return [
            self._verdicts(lines, described[at], scores.get(at))
            for at, (_, lines) in enumerate(pages)
        ]

    def _verdicts(
        self,
        lines: Sequence[Line],
        described: Sequence[Described],
        scores: NDArray[np.float64] | None,
    ) -> list[str | None]:
        """Return what the lines of one page are, by the model's scores where there are any."""
        hinted = any(line.whole or line.part or line.shape for line in described)
        if scores is not None and not hinted and scores.max() - self._shift <= _BAR:
            return [None] * len(lines)  # no bar is lower
        runs = list(runs_of_rows(lines))
        families = evidence(lines, described, runs)
        if scores is None:
            removed = list(map(_plain, described, families))
        else:
            removed = decided(lines, described, families, runs, scores - self._shift)
        if not any(removed):
            return [None] * len(lines)
        # A line too long to be read is content, whatever its neighbours are.
        removed = [gone and line.text != "" for gone, line in zip(removed, lines, strict=True)]
        return named(lines, described, families, removed)


def decided(
    lines: Sequence[Line],
    described: Sequence[Described],
    families: Families,
    runs: Iterable[range],
    scores: NDArray[np.float64],
) -> list[bool]:
    """Tell which lines of a page go, by their scores, in log odds, and what speaks for them."""
    margins = scores - _bars(described, families)
    removed: list[bool] = (margins > 0).tolist()
    if not any(removed):
        return removed
    _spare(lines, described, families, runs, removed)
    _spare_headings(margins, families, removed)
    return removed


def _bars(described: Sequence[Described], families: Families) -> NDArray[np.float64]:
    """Return the score that each line must exceed."""
    words = np.array([line.words for line in described], np.float64)
    bars = _BAR + _LONGER * np.log10(np.maximum(words, 1))
    if not any(families):
        return bars
    bars -= _HINT * np.array(
        [not line.prose and bool(own) for line, own in zip(described, families, strict=True)]
    )
    named = np.array(
        [
            line.whole is not None or (own is not None and own == line.part and _says(line))
            for line, own in zip(described, families, strict=True)
        ]
    )
    return np.where(named, np.minimum(_NAMED, bars), bars)


def _says(line: Described) -> bool:
    """Tell whether the phrase in a line is long enough to be what the line is about."""
    return line.size >= _LONG and line.words <= _SHORT and not line.prose


def _spare(
    lines: Sequence[Line],
    described: Sequence[Described],
    families: Families,
    runs: Iterable[range],
    removed: list[bool],
) -> None:
    """Keep lines that only their score speaks against and their place speaks for."""
    staying = [at for at, line in enumerate(described) if line.prose and not removed[at]]
    bare = [at for at, own in enumerate(families) if removed[at] and not own]
    if len(lines) < _CONTEXT or not staying:
        _keep(bare, removed)
        return
    inside = range(staying[0], staying[-1])
    _keep((at for at in bare if at in inside and described[at].closed), removed)
    if not families[0] and any(
        described[0].words in sizes and staying[0] <= within for sizes, within in _HEADLINES
    ):
        removed[0] = False
    _keep(_continued(described, families, staying), removed)
    for rows in runs:
        # Rows at the very start are the head of a memo; a page puts its links there one by one.
        whole = all(removed[at] for at in rows if not families[at])
        if rows.start == 0 or not whole or is_table(lines, rows):
            _keep((at for at in rows if not families[at]), removed)


def _spare_headings(margins: NDArray[np.float64], families: Families, removed: list[bool]) -> None:
    """Keep headings: lines that go alone or in twos, with nothing but a narrow score against them."""
    bounds = np.flatnonzero(np.diff([False, *removed, False])).tolist()
    for start, stop in zip(bounds[::2], bounds[1::2], strict=True):
        alone = stop - start <= _HEADINGS and not any(families[start:stop])
        if alone and margins[start:stop].max() < _SURE:
            _keep(range(start, stop), removed)


def _continued(
    described: Sequence[Described], families: Families, staying: Sequence[int]
) -> Iterator[int]:
    """Yield the sentences right before and after prose that stays."""
    fixed = frozenset(staying)
    for start in staying:
        for places in (range(start + 1, len(described)), reversed(range(start))):
            for at in places:
                line = described[at]
                if families[at] or not line.closed or at in fixed:
                    break
                yield at


def _keep(places: Iterable[int], removed: list[bool]) -> None:
    """Keep the lines at some places."""
    for at in places:
        removed[at] = False


def _known(text: str, described: Sequence[Described]) -> bool:
    """Tell whether the model can read the page."""
    if not text.isascii():
        beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
        strange = _NOT_LATIN.findall(beyond.decode("utf-8", "surrogatepass"))
        if 4 * len(strange) > len(text):
            return False
    long = [(line.words, line.known) for line in described if line.words >= _SENTENCE]
    return sum([words * known for words, known in long]) >= _KNOWN * sum(
        [words for words, _ in long]
    )


def _plain(line: Described, family: str | None) -> bool:
    """Tell boilerplate by phrase or shape alone."""
    if family is None:
        return False
    return bool(line.whole or line.shape or (line.words <= _SHORT and not line.prose))
