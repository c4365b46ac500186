"""Compare open relations with what a reader found: fact by fact to the word, and word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .openie_gold import Fact, Form, words

__all__ = ["Extraction", "Overlap", "Synsets", "overlap", "overlaps"]

BE = frozenset({"am", "are", "be", "been", "being", "is", "was", "were"})
SAYING = ("said", "told", "added", "adds", "says")


class Extraction(NamedTuple):
    """An open relation as three texts, how sure it is, and whether its predicate is implied."""

    subject: str
    predicate: str
    object: str
    score: float = 1.0
    implied: bool = False


class Synsets:
    """
    The facts of a sentence, against which an extraction is right only where it is one of their forms.

    As in BenchIE (Gashteovski et al. 2022), every part must agree word for word, less optional words.
    Spaces around punctuation make no difference, so that raw and tokenized text can be compared.
    """

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._patterns = [[_pattern(form) for form in fact.forms] for fact in facts]

    def found_by(self, extraction: Extraction) -> int | None:
        """Return the place of the first fact that the extraction expresses."""
        parts = (extraction.subject, extraction.predicate, extraction.object)
        text = "\n".join(" ".join(words(part)) for part in parts)
        for place, patterns in enumerate(self._patterns):
            if any(pattern.fullmatch(text) for pattern in patterns):
                return place
        return None


def _pattern(form: Form) -> re.Pattern[str]:
    """Return what matches the words of a form, each optional group with its words or without."""
    parts = []
    for part in form:
        made = ""
        for word in words(part):
            if word == "[":
                made += "(?:"
            elif word == "]":
                made += ")?"
            elif word not in '"“”':
                made += re.escape(word) + r"(?:\ |$|(?=\n))"
        parts.append(made)
    return re.compile("\n".join(parts))


class Overlap(NamedTuple):
    """Of two tuples, the share of the words of the one found, and of the one expected, in the other."""

    precision: float = 0.0
    recall: float = 0.0


def overlap(expected: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> Overlap:
    """
    Return how far two tuples agree, each given as the words of predicate, subject and the rest.

    The matching of CaRB (Bhardwaj, Aggarwal and Mausam 2019): words are counted within their part, and
    tuples without a common word in the predicate do not match. What is said and who says it may be
    either way round.
    """
    straight = _straight(expected, found)
    text = " ".join(expected[0])
    if not any(word in text for word in SAYING):
        return straight
    return max(straight, _straight(expected, (found[0], found[2], found[1])))


def _straight(expected: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> Overlap:
    matched = [_common(one, two) for one, two in zip(expected, found, strict=True)]
    matched[0] += "be" in found[0] and "be" not in expected[0] and bool(BE & {*expected[0]})
    if not matched[0]:
        return Overlap()
    return Overlap(sum(matched) / sum(map(len, found)), sum(matched) / sum(map(len, expected)))


def _common(one: Iterable[str], two: Iterable[str]) -> int:
    return (Counter(one) & Counter(two)).total()


def overlaps(table: Sequence[Sequence[Overlap]], columns: Sequence[int]) -> tuple[float, float]:
    """
    Return the sums of precision and of recall over a sentence, for the extractions in `columns`.

    `table` has a row for each expected tuple. For precision each extraction is paired with one tuple at
    most, the closest pairs first; for recall each tuple counts as far as the best extraction covers it.
    """
    recall = sum(max((row[column].recall for column in columns), default=0.0) for row in table)
    pairs = sorted(
        (-row[column].precision, place, column)
        for place, row in enumerate(table)
        for column in columns
    )
    precision, rows, used = 0.0, set(), set()
    for share, row, column in pairs:
        if row not in rows and column not in used:
            rows.add(row)
            used.add(column)
            precision -= share
    return precision, recall
