"""Cross-validate the scorer by document, and calibrate its scores on what it has not seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_relations.scorer.features import Pair
from hookline_relations.scorer.pair_scorer import Scorer
from hookline_relations.training.examples import HEADS, Example, Fact, Span
from hookline_relations.training.pairs import Table

__all__ = ["Counts", "calibration", "counted", "logits_of", "probabilities"]

Matrix = NDArray[np.float32]


class Counts(NamedTuple):
    """Facts that were found, predictions that match none, and facts that were missed."""

    right: int
    wrong: int
    missed: int

    def __str__(self) -> str:
        found, wanted = self.right + self.wrong, self.right + self.missed
        precision, recall = self.right / max(found, 1), self.right / max(wanted, 1)
        f1 = 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)
        return f"{precision:.3f} | {recall:.3f} | {f1:.3f} | {wanted}"


def logits_of(model: bytes, table: Table, *, blind: bool = False) -> Matrix:
    """Return the logits of an uncalibrated model for the pairs of a table, `blind` without states."""
    scorer = Scorer(model)
    rows = [Pair(0, 1, list(features)) for features in table.features]
    parts = [
        scorer.probabilities(
            rows[at : at + 1000], None if blind else table.states[at : at + 1000].astype(np.float32)
        )
        for at in range(0, len(rows), 1000)
    ]
    chances = np.clip(np.concatenate(parts), 1e-7, 1 - 1e-7)
    result: Matrix = np.log(chances / (1 - chances))
    return result


def calibration(logits: Matrix, table: Table) -> tuple[Matrix, Matrix]:
    """Return slope and bias of each output so that scores are frequencies (Platt 1999)."""
    width = len(HEADS)
    slopes, biases = np.ones(2 * width, np.float32), np.zeros(2 * width, np.float32)
    for head in range(width):
        columns = [head, width + head]
        known = table.known[:, columns].ravel() >= 1
        values = logits[:, columns].ravel()[known].astype(np.float64)
        truth = table.holds[:, columns].ravel()[known].astype(np.float64)
        if not 0 < truth.sum() < len(truth):
            continue
        slope, bias = _platt(values, truth)
        slopes[columns], biases[columns] = slope, bias
    return slopes, biases


def _platt(values: NDArray[np.float64], truth: NDArray[np.float64]) -> tuple[float, float]:
    """Fit a logistic curve to one variable with Newton's method, each step halved until it helps."""
    design = np.stack([values, np.ones_like(values)], axis=1)
    weights = np.array([1.0, 0.0])
    loss = _loss(design, truth, weights)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + 1e-3 * np.eye(2)
        step = np.linalg.solve(curve, design.T @ (chance - truth))
        while np.abs(step).max() > 1e-4 and _loss(design, truth, weights - step) > loss:
            step = step / 2
        if np.abs(step).max() <= 1e-4:
            break
        weights = weights - step
        loss = _loss(design, truth, weights)
    return float(weights[0]), float(weights[1])


def _loss(
    design: NDArray[np.float64], truth: NDArray[np.float64], weights: NDArray[np.float64]
) -> float:
    logits = design @ weights
    return float(np.sum(np.logaddexp(0, logits) - truth * logits))


def probabilities(logits: Matrix, slopes: Matrix, biases: Matrix) -> Matrix:
    """Return calibrated scores."""
    result: Matrix = 1 / (1 + np.exp(-np.clip(logits * slopes + biases, -30, 30)))
    return result


def counted(
    examples: Sequence[Example], table: Table, scores: Matrix, threshold: float
) -> dict[str, Counts]:
    """
    Count what a threshold finds, of the heads that are known of an example.

    Ends match where they share a character, as in the evaluation of KnowledgeNet (Mesquita et al.
    2019); a fact counts as found where any prediction matches it.
    """
    said: dict[int, list[Fact]] = defaultdict(list)
    for row, column in zip(*np.nonzero(scores >= threshold), strict=True):
        turned, head = divmod(int(column), len(HEADS))
        one, two = table.spans[row]
        ends = (two, one) if turned else (one, two)
        said[int(table.example[row])].append(Fact(HEADS[head], *ends))
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for number, example in enumerate(examples):
        predicted = [fact for fact in said[number] if fact.head in example.known]
        for fact in example.facts:
            found = any(_match(fact, other) for other in predicted)
            (right if found else missed)[fact.head] += 1
        for fact in predicted:
            wrong[fact.head] += not any(_match(fact, other) for other in example.facts)
    return {head: Counts(right[head], wrong[head], missed[head]) for head in HEADS}


def _match(one: Fact, two: Fact) -> bool:
    same = one.head == two.head
    return same and _overlap(one.subject, two.subject) and _overlap(one.object, two.object)


def _overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]
