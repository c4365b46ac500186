"""Fit a regularized logistic regression for each type."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_relations.scorer.pair_scorer import Matrix

__all__ = ["Regression", "fit"]

PENALTY = 0.1
STEPS = 40
SPREAD = 3.0
"""The norm that a standardized row has about, so that one penalty suits any width."""


class Regression(NamedTuple):
    """Weights of shape [columns, types] and biases, for rows as they are."""

    weight: Matrix
    bias: Matrix

    def scores(self, rows: Matrix) -> Matrix:
        """Return the probabilities of the types, of shape [rows, types]."""
        result: Matrix = 1 / (1 + np.exp(-np.clip(rows @ self.weight + self.bias, -30, 30)))
        return result

    def shifted(self, thresholds: NDArray[np.float64], target: float) -> Regression:
        """Return the regression whose scores are `target` where those of this one are a threshold."""
        odds = np.log(thresholds / (1 - thresholds)) - np.log(target / (1 - target))
        return self._replace(bias=(self.bias - odds).astype(np.float32))


def fit(rows: Matrix, labels: NDArray[np.float64]) -> Regression:
    """Return the regression that fits labels of shape [rows, types], by L-BFGS; deterministic."""
    import torch

    mean, deviation = rows.mean(0), rows.std(0) + 1e-3
    scale = SPREAD / (deviation * np.sqrt(rows.shape[1]))
    inputs = torch.from_numpy(((rows - mean) * scale).astype(np.float64))
    targets = torch.from_numpy(labels)
    weight = torch.zeros(rows.shape[1], labels.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.full((labels.shape[1],), -3.0, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = torch.nn.functional.binary_cross_entropy_with_logits(
            inputs @ weight + bias, targets, reduction="sum"
        )
        total = total + PENALTY * (weight * weight).sum()
        total.backward()  # type: ignore[no-untyped-call]  # torch
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]  # torch
    scaled = weight.detach().numpy() * scale[:, None]
    return Regression(
        scaled.astype(np.float32), (bias.detach().numpy() - mean @ scaled).astype(np.float32)
    )
