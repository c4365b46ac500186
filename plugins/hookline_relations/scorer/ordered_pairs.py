"""Represent a pair of candidates in the order of subject and object, for types that a user fits."""

from __future__ import annotations

import numpy as np

from hookline_relations.scorer.pair_scorer import Matrix

__all__ = ["ordered_rows"]


def ordered_rows(states: Matrix, layer: Matrix) -> tuple[Matrix, Matrix]:
    """
    Return the rows of pairs with the first candidate as subject, and with the second.

    `states` are those of `pair_states`, of shape [pairs, 3 * width], `layer` the activations of the
    scorer's hidden layer, of shape [pairs, hidden]. A row holds the states of subject and object, then
    those between them and the layer, each in one of two places by which of the two comes first, and
    1 where the subject does: shape [pairs, 4 * width + 2 * hidden + 1].
    """
    width = states.shape[1] // 3
    first, second, between = states[:, :width], states[:, width : 2 * width], states[:, 2 * width :]
    order = np.ones((len(states), 1), np.float32)
    no_between, no_layer = np.zeros_like(between), np.zeros_like(layer)
    return (
        np.hstack([first, second, between, no_between, layer, no_layer, order]),
        np.hstack([second, first, no_between, between, no_layer, layer, 0 * order]),
    )
