"""Score typed relations against those that a reader marked, by their ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Score", "Triple", "typed_scores"]

Span = tuple[int, int]


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
