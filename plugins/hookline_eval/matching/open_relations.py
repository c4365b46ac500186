"""Match open relations to facts as BenchIE does, and to tuples by their words as CaRB does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookline_eval.gold.facts import FactForm, FactSynset, tokenize

_FORMS_OF_BE = frozenset({"am", "are", "be", "been", "being", "is", "was", "were"})
_REPORTING_VERBS = ("said", "told", "added", "adds", "says")

WordTuple = Sequence[Sequence[str]]
"""The words of the predicate, of the subject, and of the other arguments."""


class Extraction(NamedTuple):
    """
    An open relation as three texts.

    `score` is the confidence, from 0 to 1. `implied` says that no word expresses the predicate.
    """

    subject: str
    predicate: str
    object: str
    score: float = 1.0
    implied: bool = False


class FactMatcher:
    """
    Match extractions to the facts of a sentence.

    As in BenchIE (Gashteovski et al. 2022), an extraction must agree with a form of the fact word for
    word in every part, except for optional words. Spaces around punctuation are ignored, so that raw
    and tokenized text can be compared.
    """

    def __init__(self, facts: Sequence[FactSynset]) -> None:
        self._patterns = [[_pattern(form) for form in fact.forms] for fact in facts]

    def match(self, extraction: Extraction) -> int | None:
        """Return the index of the first fact that the extraction expresses, or None."""
        parts = (extraction.subject, extraction.predicate, extraction.object)
        text = "\n".join(" ".join(tokenize(part)) for part in parts)
        for index, patterns in enumerate(self._patterns):
            if any(pattern.fullmatch(text) for pattern in patterns):
                return index
        return None


def _pattern(form: FactForm) -> re.Pattern[str]:
    """Return a pattern for the words of a form, one line per part, with optional groups."""
    parts = []
    for part in form:
        pattern = ""
        for word in tokenize(part):
            if word == "[":
                pattern += "(?:"
            elif word == "]":
                pattern += ")?"
            elif word not in '"“”':
                pattern += re.escape(word) + r"(?:\ |$|(?=\n))"
        parts.append(pattern)
    return re.compile("\n".join(parts))


class TupleOverlap(NamedTuple):
    """
    The agreement of an extraction with an expected tuple, both values from 0 to 1.

    `precision` is the share of the words of the extraction that are in the expected tuple, `recall`
    the share of the words of the expected tuple that are in the extraction.
    """

    precision: float = 0.0
    recall: float = 0.0


def tuple_overlap(expected: WordTuple, extracted: WordTuple) -> TupleOverlap:
    """
    Return how far two tuples agree.

    The matching of CaRB (Bhardwaj, Aggarwal and Mausam 2019): words are compared within their part, and
    tuples whose predicates have no word in common do not match. With a reporting verb, subject and
    object may be exchanged.
    """
    overlap = _ordered_overlap(expected, extracted)
    predicate = " ".join(expected[0])
    if not any(verb in predicate for verb in _REPORTING_VERBS):
        return overlap
    exchanged = (extracted[0], extracted[2], extracted[1])
    return max(overlap, _ordered_overlap(expected, exchanged))


def _ordered_overlap(expected: WordTuple, extracted: WordTuple) -> TupleOverlap:
    common = [_common_words(*parts) for parts in zip(expected, extracted, strict=True)]
    predicate = expected[0]
    common[0] += (
        "be" in extracted[0] and "be" not in predicate and bool(_FORMS_OF_BE & {*predicate})
    )
    if not common[0]:
        return TupleOverlap()
    total = sum(common)
    return TupleOverlap(total / sum(map(len, extracted)), total / sum(map(len, expected)))


def _common_words(left: Iterable[str], right: Iterable[str]) -> int:
    return (Counter(left) & Counter(right)).total()


def total_overlap(
    table: Sequence[Sequence[TupleOverlap]], columns: Sequence[int]
) -> tuple[float, float]:
    """
    Return the sums of precision and of recall over a sentence, for the extractions in `columns`.

    `table` has a row for each expected tuple and a column for each extraction. For precision each
    extraction is paired with at most one tuple, the closest pairs first; for recall each tuple counts
    as far as the best extraction covers it.
    """
    recall = sum(max((row[column].recall for column in columns), default=0.0) for row in table)
    pairs = sorted(
        (-overlaps[column].precision, row, column)
        for row, overlaps in enumerate(table)
        for column in columns
    )
    precision, used_rows, used_columns = 0.0, set(), set()
    for negative_precision, row, column in pairs:
        if row not in used_rows and column not in used_columns:
            used_rows.add(row)
            used_columns.add(column)
            precision -= negative_precision
    return precision, recall
