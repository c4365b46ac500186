"""Calibrate the scores of the scorer on held-out documents, and measure them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_relations.scorer.features import CandidatePair
from hookline_relations.scorer.pair_scorer import Matrix, PairScorer
from hookline_relations.training.examples import HEADS, AnnotatedRelation, AnnotatedText
from hookline_relations.training.pair_table import PairTable, overlap

__all__ = ["MatchCounts", "calibration", "count_matches", "logits", "probabilities"]

CHUNK = 1000


class MatchCounts(NamedTuple):
    """Relations that are predicted, predictions that match none, and relations that are missed."""

    right: int
    wrong: int
    missed: int

    def __str__(self) -> str:
        predicted, expected = self.right + self.wrong, self.right + self.missed
        precision, recall = self.right / max(predicted, 1), self.right / max(expected, 1)
        f1 = 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)
        return f"{precision:.3f} | {recall:.3f} | {f1:.3f} | {expected}"


def logits(model: bytes, table: PairTable, *, with_states: bool) -> Matrix:
    """Return the logits of an uncalibrated model, of shape [pairs, 2 * heads]."""
    scorer = PairScorer(model)
    pairs = [CandidatePair(0, 1, list(features)) for features in table.features]
    chunks = [slice(start, start + CHUNK) for start in range(0, len(pairs), CHUNK)]
    parts = [
        scorer.probabilities(
            pairs[chunk], table.states[chunk].astype(np.float32) if with_states else None
        )
        for chunk in chunks
    ]
    chances = np.clip(np.concatenate(parts), 1e-7, 1 - 1e-7)
    result: Matrix = np.log(chances / (1 - chances))
    return result


def calibration(logits: Matrix, table: PairTable) -> tuple[Matrix, Matrix]:
    """Return slopes and biases of the outputs that make scores frequencies (Platt 1999)."""
    width = len(HEADS)
    slopes, biases = np.ones(2 * width, np.float32), np.zeros(2 * width, np.float32)
    for head in range(width):
        columns = [head, width + head]
        annotated = table.weights[:, columns].ravel() >= 1
        values = logits[:, columns].ravel()[annotated].astype(np.float64)
        truth = table.labels[:, columns].ravel()[annotated].astype(np.float64)
        if not 0 < truth.sum() < len(truth):
            continue
        slope, bias = _platt(values, truth)
        slopes[columns], biases[columns] = slope, bias
    return slopes, biases


def _platt(values: NDArray[np.float64], truth: NDArray[np.float64]) -> tuple[float, float]:
    """Fit a logistic curve to one variable by Newton's method with step halving."""
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


def count_matches(
    examples: Sequence[AnnotatedText], table: PairTable, scores: Matrix, threshold: float
) -> dict[str, MatchCounts]:
    """
    Count the matches at a threshold for each head, in texts that are annotated for it.

    Spans match if they overlap, as in the evaluation of KnowledgeNet (Mesquita et al. 2019); several
    predictions may match one relation.
    """
    predictions: dict[int, list[AnnotatedRelation]] = defaultdict(list)
    for row, column in zip(*np.nonzero(scores >= threshold), strict=True):
        reverse, head = divmod(int(column), len(HEADS))
        first, second = table.spans[row]
        ends = (second, first) if reverse else (first, second)
        predictions[int(table.example[row])].append(AnnotatedRelation(HEADS[head], *ends))
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for number, example in enumerate(examples):
        predicted = [item for item in predictions[number] if item.head in example.heads]
        for relation in example.relations:
            matched = any(_match(relation, other) for other in predicted)
            (right if matched else missed)[relation.head] += 1
        for relation in predicted:
            wrong[relation.head] += not any(_match(relation, other) for other in example.relations)
    return {head: MatchCounts(right[head], wrong[head], missed[head]) for head in HEADS}


def _match(first: AnnotatedRelation, second: AnnotatedRelation) -> bool:
    return (
        first.head == second.head
        and overlap(first.subject, second.subject)
        and overlap(first.object, second.object)
    )
