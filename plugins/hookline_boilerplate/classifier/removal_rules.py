"""Decide which lines to remove, from their scores and the evidence of phrases and shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import LineFeatures
from hookline_boilerplate.lines import Line
from hookline_boilerplate.patterns.dated_rows import is_dated_row
from hookline_boilerplate.patterns.references import MIN_REFERENCE_WORDS, is_reference

__all__ = ["MIN_SCORE", "remove_by_evidence", "remove_by_score"]

Evidence = Sequence[str | None]

# The minimum score, in log odds, of a line of one word, and what a tenfold of words adds to it: to
# lose a sentence is worse than to leave a label. How much evidence lowers it, and the minimum where a
# phrase is the whole line. These and the guards below were chosen by looking at the folds that the
# model card reports, so that under 1 % of the words of articles is lost there.
MIN_SCORE, _PER_TENFOLD = -0.25, 1.0
_EVIDENCE, _MIN_SCORE_OF_PHRASE = 1.0, -2.0
# A headline may open the text: one of so many words, if prose starts within so many lines.
_HEADLINES = ((range(1, 6), 3), (range(6, 21), 10))
# A text is clean if at most so many lines of it, and this share of its words, would be removed.
_CLEAN_LINES, _CLEAN_WORDS = 3, 0.02
# Pages of fewer lines lose none by its score alone.
_MIN_CONTEXT_LINES = 4
# Up to this many removed lines in a row may be headings, unless a score exceeds its minimum by more.
_MAX_HEADINGS, _HEADING_MARGIN = 2, 1.0
# A phrase of few words, or in a longer line, is weak evidence. Lengths in words.
_MIN_PHRASE, _MAX_PHRASE_LINE = 3, 15
# A line of one of these families is a notice where its phrase is a label, or addresses the reader in a
# line of few words. Its minimum score is only there for what the model is very certain of.
_LABEL_FAMILIES = frozenset({"newsletter", "subscription", "related", "caption", "tags"})
_APPEAL_FAMILIES = frozenset(
    {"newsletter", "subscription", "share", "cookies", "navigation", "advertisement"}
)
_MIN_SCORE_OF_NOTICE, _MAX_NOTICE = -5.0, 25


def remove_by_score(
    lines: Sequence[Line],
    features: Sequence[LineFeatures],
    evidence: Evidence,
    row_runs: Iterable[range],
    scores: NDArray[np.float64],
) -> list[bool]:
    """
    Return which lines of a page to remove.

    `scores` (lines) are log odds relative to the threshold; `evidence` is that of
    `classifier.evidence`, `row_runs` are those of `classifier.rows`.
    """
    margins = scores - _min_scores(features, evidence)
    removed: list[bool] = (margins > 0).tolist()
    if any(removed):
        _keep_by_context(lines, features, evidence, row_runs, removed)
        _keep_headings(margins, evidence, removed)
        _keep_in_clean_text(features, evidence, removed)
    return removed


def remove_by_evidence(features: Sequence[LineFeatures], evidence: Evidence) -> list[bool]:
    """Return which lines to remove by phrases and shapes alone."""
    return [
        family is not None
        and bool(
            line.whole_phrase
            or line.shape
            or line.call
            or (line.word_count <= _MAX_PHRASE_LINE and not line.is_prose)
        )
        for line, family in zip(features, evidence, strict=True)
    ]


def _min_scores(features: Sequence[LineFeatures], evidence: Evidence) -> NDArray[np.float64]:
    """Return the score that each line must exceed to be removed."""
    words = np.array([line.word_count for line in features], np.float64)
    minimum = MIN_SCORE + _PER_TENFOLD * np.log10(np.maximum(words, 1))
    if not any(evidence):
        return minimum
    pairs = list(zip(features, evidence, strict=True))
    minimum -= _EVIDENCE * np.array([not line.is_prose and bool(family) for line, family in pairs])
    strong = np.array([bool(family) and _is_strong(line) for line, family in pairs])
    minimum = np.where(strong, np.minimum(_MIN_SCORE_OF_PHRASE, minimum), minimum)
    certain = np.array([bool(family) and _is_certain(line) for line, family in pairs])
    return np.where(certain, np.minimum(_MIN_SCORE_OF_NOTICE, minimum), minimum)


def _is_strong(line: LineFeatures) -> bool:
    """Return whether the phrase in a line is all of it, or long enough to be what it is about."""
    return line.whole_phrase is not None or (
        line.part_phrase is not None
        and line.part_length >= _MIN_PHRASE
        and line.word_count <= _MAX_PHRASE_LINE
        and not line.is_prose
    )


def _is_certain(line: LineFeatures) -> bool:
    """Return whether a line is a notice anywhere: nothing but one, or a call to the reader."""
    if line.whole_phrase:
        return line.word_count >= _MIN_PHRASE
    if line.call:
        return True
    if line.part_phrase is None or line.word_count > _MAX_NOTICE:
        return False
    if line.is_prose and not (line.part_must_open and line.addresses_reader):
        return False
    if line.part_is_label:
        return line.part_phrase in _LABEL_FAMILIES
    if line.part_phrase == "caption" and not line.part_must_open:
        return line.part_length > 1 and not line.ends_sentence
    return (
        line.part_phrase in _APPEAL_FAMILIES
        and line.part_length > 1
        and (line.part_must_open or line.word_count <= _MAX_PHRASE_LINE)
        and (line.addresses_reader or not line.ends_sentence or line.part_length >= _MIN_PHRASE)
    )


def _keep_by_context(
    lines: Sequence[Line],
    features: Sequence[LineFeatures],
    evidence: Evidence,
    row_runs: Iterable[range],
    removed: list[bool],
) -> None:
    """Keep lines without evidence: headlines, sentences near prose, references, rows of a table."""
    prose = [
        number for number, line in enumerate(features) if line.is_prose and not removed[number]
    ]
    unsupported = [
        number for number, family in enumerate(evidence) if removed[number] and not family
    ]
    if len(lines) < _MIN_CONTEXT_LINES or not prose:
        _keep(unsupported, removed)
        return
    article = range(prose[0], prose[-1])
    _keep(
        (
            line
            for line in unsupported
            if (line in article and (features[line].ends_sentence or features[line].is_prose))
            or (features[line].word_count >= MIN_REFERENCE_WORDS and is_reference(lines[line]))
        ),
        removed,
    )
    if not evidence[0] and any(
        features[0].word_count in lengths and prose[0] <= distance
        for lengths, distance in _HEADLINES
    ):
        removed[0] = False
    _keep(_sentences_next_to(prose, features, evidence), removed)
    _keep(
        (
            line
            for line in unsupported
            if line in article and features[line + 1].is_prose and is_dated_row(lines[line])
        ),
        removed,
    )
    for rows in row_runs:
        # Rows at the very start are the head of a memo; the links of a page come one a line there.
        unsupported = [row for row in rows if not evidence[row]]
        all_removed = all(removed[row] for row in unsupported)
        if rows.start == 0 or not all_removed:
            _keep(unsupported, removed)


def _keep_headings(margins: NDArray[np.float64], evidence: Evidence, removed: list[bool]) -> None:
    """Keep one or two lines in a row that only a narrow margin removes."""
    bounds = np.flatnonzero(np.diff([False, *removed, False])).tolist()
    for start, stop in zip(bounds[::2], bounds[1::2], strict=True):
        may_be_headings = stop - start <= _MAX_HEADINGS and not any(evidence[start:stop])
        if may_be_headings and margins[start:stop].max() < _HEADING_MARGIN:
            _keep(range(start, stop), removed)


def _keep_in_clean_text(
    features: Sequence[LineFeatures], evidence: Evidence, removed: list[bool]
) -> None:
    """Keep what is no notice in a text that has hardly anything to remove: somebody cleaned it."""
    numbers = [number for number, flag in enumerate(removed) if flag]
    words = sum(features[number].word_count for number in numbers)
    all_words = sum(line.word_count for line in features)
    if len(numbers) > _CLEAN_LINES or (len(numbers) > 1 and words > _CLEAN_WORDS * all_words):
        return
    _keep(
        (
            number
            for number in numbers
            if not evidence[number] or evidence[number] == features[number].shape == "byline"
        ),
        removed,
    )


def _sentences_next_to(
    prose: Sequence[int], features: Sequence[LineFeatures], evidence: Evidence
) -> Iterator[int]:
    """Yield the numbers of lines without evidence that continue prose as sentences, up and down."""
    is_kept_prose = frozenset(prose)
    for start in prose:
        for numbers in (range(start + 1, len(features)), reversed(range(start))):
            for number in numbers:
                if (
                    evidence[number]
                    or not features[number].ends_sentence
                    or number in is_kept_prose
                ):
                    break
                yield number


def _keep(numbers: Iterable[int], removed: list[bool]) -> None:
    for number in numbers:
        removed[number] = False
