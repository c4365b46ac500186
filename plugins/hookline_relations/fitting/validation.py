"""Choose the thresholds of fitted types, and measure them on documents that they were not fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_relations.fitting.labelled import LabelledPairs, LabelledText, folds_of
from hookline_relations.fitting.regression import Regression, fit
from hookline_relations.scorer.pair_scorer import Matrix

__all__ = ["Figures", "FittedModel", "fit_types"]

THRESHOLDS = np.round(np.arange(0.05, 0.951, 0.05), 2)
DEFAULT_THRESHOLD = 0.5


class Figures(NamedTuple):
    """Facts that are found, relations that are proposed, and facts that there are."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of proposed relations that are facts."""
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        """The share of facts that are found."""
        return self.right / max(self.wanted, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(self.found + self.wanted, 1)


class FittedModel(NamedTuple):
    """A regression, and by type thresholds, figures, kinds of ends and facts without candidates."""

    types: tuple[str, ...]
    regression: Regression
    thresholds: NDArray[np.float64]
    figures: tuple[Figures, ...]
    kinds: tuple[tuple[frozenset[str], frozenset[str]], ...]
    unreachable: tuple[int, ...]


def fit_types(texts: Sequence[LabelledText], pairs: LabelledPairs, folds: int) -> FittedModel:
    """
    Fit all types of the texts, and cross-validate them by document.

    The figures of a fold are those of a regression fitted to the other folds, with the threshold and
    the kinds of ends that are best on the others' held-out scores. The model is fitted to all texts.
    """
    types = tuple(sorted({fact.type for text in texts for fact in text.facts}))
    labels = _labels(types, texts, pairs)
    fold_of_row = folds_of(texts, folds)[pairs.texts]
    held_out = np.zeros(labels.shape, np.float32)
    for fold in range(folds):
        inside = fold_of_row == fold
        if inside.any() and not inside.all():
            regression = fit(pairs.rows[~inside], labels[~inside])
            held_out[inside] = regression.scores(pairs.rows[inside])
    fold_of_text = folds_of(texts, folds)
    thresholds, figures, kinds = [], [], []
    for column, type in enumerate(types):
        counter = _Counter(type, texts, pairs, held_out[:, column])
        total = Figures(0, 0, 0)
        for fold in range(folds):
            others = fold_of_text != fold
            own = counter.count(counter.best(others), ~others, counter.kinds(others))
            total = Figures(*(a + b for a, b in zip(total, own, strict=True)))
        everything = np.ones(len(texts), bool)
        thresholds.append(counter.best(everything))
        figures.append(total)
        kinds.append(counter.kinds(everything))
    matched = [set[int]() for _ in texts]
    for text, facts in zip(pairs.texts, pairs.facts, strict=True):
        matched[text] |= facts
    unreachable = tuple(
        sum(
            fact.type == type and not fact.optional and index not in matched[number]
            for number, text in enumerate(texts)
            for index, fact in enumerate(text.facts)
        )
        for type in types
    )
    return FittedModel(
        types,
        fit(pairs.rows, labels),
        np.array(thresholds),
        tuple(figures),
        tuple(kinds),
        unreachable,
    )


def _labels(
    types: Sequence[str], texts: Sequence[LabelledText], pairs: LabelledPairs
) -> NDArray[np.float64]:
    labels = np.zeros((len(pairs.texts), len(types)))
    for row, (number, facts) in enumerate(zip(pairs.texts, pairs.facts, strict=True)):
        for index in facts:
            labels[row, types.index(texts[number].facts[index].type)] = 1
    return labels


class _Counter:
    """Counts of one type at a threshold, from the held-out scores of its rows."""

    def __init__(
        self, type: str, texts: Sequence[LabelledText], pairs: LabelledPairs, scores: Matrix
    ) -> None:
        self._type = type
        self._texts = texts
        self._pairs = pairs
        self._scores = scores
        self._facts = [
            frozenset(index for index in facts if texts[number].facts[index].type == type)
            for number, facts in zip(pairs.texts, pairs.facts, strict=True)
        ]

    def kinds(self, selected: NDArray[np.bool_]) -> tuple[frozenset[str], frozenset[str]]:
        """Return the kinds of subjects and objects of the facts in some texts."""
        ends = [
            kinds
            for number, kinds, facts in zip(
                self._pairs.texts, self._pairs.kinds, self._facts, strict=True
            )
            if facts and selected[number]
        ]
        return frozenset(kind for kind, _ in ends), frozenset(kind for _, kind in ends)

    def best(self, selected: NDArray[np.bool_]) -> float:
        """Return the threshold of the highest F1 in some texts, the middle one of equal ones."""
        kinds = self.kinds(selected)
        scores = [self.count(float(value), selected, kinds).f1 for value in THRESHOLDS]
        if max(scores) == 0:
            return DEFAULT_THRESHOLD
        equal = [
            float(value) for value, f1 in zip(THRESHOLDS, scores, strict=True) if f1 == max(scores)
        ]
        return equal[len(equal) // 2]

    def count(
        self,
        threshold: float,
        selected: NDArray[np.bool_],
        kinds: tuple[frozenset[str], frozenset[str]],
    ) -> Figures:
        """Return the figures of some texts at a threshold."""
        subjects, objects = kinds
        recalled: set[tuple[int, int]] = set()
        found = 0
        for row in np.nonzero(self._scores >= threshold)[0]:
            number = int(self._pairs.texts[row])
            subject, object = self._pairs.kinds[row]
            if not selected[number] or subject not in subjects or object not in objects:
                continue
            required = [
                index for index in self._facts[row] if not self._texts[number].facts[index].optional
            ]
            repeated = [index for index in required if (number, index) in recalled]
            if repeated or (self._facts[row] and not required):
                continue
            found += max(len(required), 1)
            recalled.update((number, index) for index in required)
        wanted = sum(
            fact.type == self._type and not fact.optional
            for text, chosen in zip(self._texts, selected, strict=True)
            if chosen
            for fact in text.facts
        )
        return Figures(len(recalled), found, wanted)
