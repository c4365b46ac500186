"""Fit the scorer without each part of the documents in turn."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hookline_relations.scorer.pair_scorer import Matrix
from hookline_relations.training.examples import HEADS, AnnotatedText
from hookline_relations.training.fit import FitSettings, fit, pack
from hookline_relations.training.pair_table import PairTable, fold_of
from hookline_relations.training.validate import calibration, logits

__all__ = ["CrossValidation", "cross_validate"]


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """
    The scorer fitted without each fold.

    `folds` is the fold of each pair; `models` are the weights fitted without it, as uncalibrated model
    files; `held_out` are logits of shape [2, pairs, 2 * heads], without and with states, each from
    the model that has not seen the pair's document.
    """

    table: PairTable
    folds: NDArray[np.int64]
    models: list[bytes]
    held_out: Matrix

    def calibrations(self, mask: NDArray[np.bool_] | None = None) -> tuple[Matrix, Matrix]:
        """Return slopes and biases, of shape [2, 2 * heads], from the held-out scores of some pairs."""
        selected = np.ones(len(self.folds), bool) if mask is None else mask
        table = self.table.select(selected)
        slopes, biases = zip(
            *(calibration(values[selected], table) for values in self.held_out), strict=True
        )
        return np.stack(slopes), np.stack(biases)


def cross_validate(
    examples: Sequence[AnnotatedText],
    table: PairTable,
    encoder: str,
    folds: int,
    settings: FitSettings,
    work: Path | None = None,
) -> CrossValidation:
    """
    Fit the scorer without each fold of the documents.

    With `work`, a folder, each model is kept there as soon as it is fitted, for the next run on the
    same pairs with the same settings.
    """
    fold_of_pair = np.array([fold_of(examples[number], folds) for number in table.example])
    key = _digest(table, fold_of_pair, settings)
    models: list[bytes] = []
    held_out = np.zeros((2, *table.labels.shape), np.float32)
    for fold in range(folds):
        inside = fold_of_pair == fold
        path = None if work is None else work / f"weights-{key}-{fold + 1}-of-{folds}.npz"
        if path is not None and path.exists():
            model = path.read_bytes()
        else:
            weights = fit(table.select(~inside), settings)
            model = pack(weights, encoder, *_no_calibration())
            if path is not None:
                path.with_suffix(".partial").write_bytes(model)
                path.with_suffix(".partial").rename(path)
        models.append(model)
        rows = table.select(inside)
        for with_states in (False, True):
            held_out[int(with_states), inside] = logits(model, rows, with_states=with_states)
        sys.stdout.write(f"fold {fold + 1} of {folds}\n")
        sys.stdout.flush()
    return CrossValidation(table, fold_of_pair, models, held_out)


def _no_calibration() -> tuple[Matrix, Matrix]:
    shape = (2, 2 * len(HEADS))
    return np.ones(shape, np.float32), np.zeros(shape, np.float32)


def _digest(table: PairTable, folds: NDArray[np.int64], settings: FitSettings) -> str:
    digest = hashlib.blake2b(repr(settings).encode(), digest_size=8)
    for array in (*table.features, table.states, table.labels, table.weights, folds):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
