"""
Score relations against those that a reader marked: typed ones by their ends, open ones by words.

Open relations are scored in the manner of CaRB (Bhardwaj, Aggarwal and Mausam 2019): a pair of
relations is compared word by word within each part; for precision every found relation is matched
with at most one expected one, for recall every expected one with the best that was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["OpenScore", "Score", "Triple", "open_score", "typed_scores"]

Span = tuple[int, int]
Parts = tuple[str, str, str]


class Triple(NamedTuple):
    """
    A typed relation between two spans of a text.

    One that is `optional` may be found or not: it counts neither way.
    """

    type: str
    subject: Span
    object: Span
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """How many relations were found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """The share of what was expected that was found."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


def typed_scores(
    expected: Sequence[Triple],
    found: Sequence[Triple],
    symmetric: Collection[str] = (),
    *,
    overlap: bool = False,
) -> dict[str, Score]:
    """
    Return the score of each type in one document.

    Ends are equal where their offsets are, or with `overlap` where they share a character. A relation
    of a symmetric type may have its ends either way round.
    """
    open_ones = list(expected)
    scores: Counter[tuple[str, str]] = Counter()
    for relation in found:
        match = next(
            (other for other in open_ones if _same(relation, other, symmetric, overlap)), None
        )
        if match is None:
            scores[relation.type, "wrong"] += 1
            continue
        open_ones.remove(match)
        scores[relation.type, "right"] += not match.optional
    for relation in open_ones:
        scores[relation.type, "missed"] += not relation.optional
    return {
        type: Score(scores[type, "right"], scores[type, "wrong"], scores[type, "missed"])
        for type in sorted({type for type, _ in scores})
    }


def _same(one: Triple, two: Triple, symmetric: Collection[str], overlap: bool) -> bool:
    if one.type != two.type:
        return False
    ways = [(two.subject, two.object)]
    if one.type in symmetric:
        ways.append((two.object, two.subject))
    return any(
        _equal(one.subject, subject, overlap) and _equal(one.object, object, overlap)
        for subject, object in ways
    )


def _equal(one: Span, two: Span, overlap: bool) -> bool:
    return (one[0] < two[1] and two[0] < one[1]) if overlap else one == two


@dataclass(frozen=True, slots=True)
class OpenScore:
    """Sums of matched shares, and how many relations they are of."""

    precision_sum: float = 0.0
    found: int = 0
    recall_sum: float = 0.0
    expected: int = 0

    def __add__(self, other: OpenScore) -> OpenScore:
        return OpenScore(
            self.precision_sum + other.precision_sum,
            self.found + other.found,
            self.recall_sum + other.recall_sum,
            self.expected + other.expected,
        )

    @property
    def precision(self) -> float:
        """The mean share of the words of a found relation that are expected."""
        return self.precision_sum / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The mean share of the words of an expected relation that are found."""
        return self.recall_sum / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def open_score(expected: Sequence[Parts], found: Sequence[Parts]) -> OpenScore:
    """Return the score of the open relations of one sentence, each as its three texts."""
    pairs = sorted(
        (
            (-_share(one, two), place_one, place_two)
            for place_one, one in enumerate(found)
            for place_two, two in enumerate(expected)
        ),
    )
    used_found: set[int] = set()
    used_expected: set[int] = set()
    precision = 0.0
    for share, one, two in pairs:
        if one not in used_found and two not in used_expected:
            used_found.add(one)
            used_expected.add(two)
            precision -= share
    recall = sum(max((_share(two, one) for one in found), default=0.0) for two in expected)
    return OpenScore(precision, len(found), recall, len(expected))


def _share(one: Parts, two: Parts) -> float:
    """Return the share of the words of `one` that `two` has in the same part; 0 for no common verb."""
    matched = total = 0
    for part_one, part_two in zip(one, two, strict=True):
        words_one, words_two = _words(part_one), _words(part_two)
        common = sum((words_one & words_two).values())
        if part_one is one[1] and not common:
            return 0.0
        matched += common
        total += sum(words_one.values())
    return matched / total if total else 0.0


def _words(text: str) -> Counter[str]:
    return Counter(_plain(text.lower().split()))


def _plain(words: Iterable[str]) -> Iterable[str]:
    return filter(None, (word.strip(".,;:!?\"'“”‘’()[]\u200e") for word in words))
