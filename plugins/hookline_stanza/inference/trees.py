"""
Find the best dependency trees with one root.

The result is that of Stanza's decoder. In most sentences the best head of each word already makes a
tree with one root; only the others are searched for the best tree (Chu and Liu, 1965; Edmonds, 1967).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def best_trees(scores: NDArray[Any], sizes: Sequence[int]) -> NDArray[Any]:
    """
    Return [sentences, width] heads of the best trees; 0 for the root and for padding.

    Args:
        scores: [sentences, width, width]; `scores[_, child, head]` is not normalized, 0 is the root.
        sizes: Words of each sentence, without the root.
    """
    steps = np.arange(scores.shape[1])
    is_padding = steps[None, :] > np.asarray(sizes)[:, None]
    possible = np.where(is_padding[:, None, :], -np.inf, scores)
    possible[:, steps, steps] = -np.inf
    heads: NDArray[Any] = possible.argmax(2)
    heads[is_padding] = heads[:, 0] = 0
    ancestors = heads
    for _ in range(len(steps).bit_length()):
        ancestors = np.take_along_axis(ancestors, ancestors, 1)  # doubles the distance each time
    root_counts = ((heads == 0) & ~is_padding).sum(1) - 1
    for row in np.nonzero(ancestors.any(1) | (root_counts != 1))[0].tolist():
        size = sizes[row] + 1
        heads[row, :size] = best_tree(log_softmax(possible[row, :size, :size]))
    return heads


def best_tree(arcs: NDArray[Any]) -> list[int]:
    """
    Return the heads of the best tree, preceded by a 0 for the root itself.

    Args:
        arcs: [n + 1, n + 1]; `arcs[child, head]` is a log probability, 0 is the root.
    """
    scores = arcs.astype(np.float64)
    np.fill_diagonal(scores, -np.inf)
    heads = _best_forest(scores)
    return heads if heads[1:].count(0) == 1 else _best_single_root(scores)


def _best_forest(scores: NDArray[Any]) -> list[int]:
    """Return the heads of the best tree, in which the root may have several children."""
    heads: list[int] = [0, *scores[1:].argmax(axis=1).tolist()]
    if _has_cycle(heads):
        from stanza.models.common.chuliu_edmonds import chuliu_edmonds

        heads = [int(head) for head in chuliu_edmonds(scores)]
    return heads


def _best_single_root(scores: NDArray[Any]) -> list[int]:
    """
    Return the heads of the best tree in which the root has one child.

    Words are tried as that child in order of an upper bound: the sum of the best scores of all words.
    The search ends when the bound of the next word does not exceed the best tree so far.
    """
    inner = scores[1:, 1:].max(axis=1)
    bounds = inner.sum() - inner + scores[1:, 0] if len(inner) > 1 else scores[1:, 0]
    words = np.arange(len(scores))
    best_total, best_heads = -np.inf, [0] * len(scores)
    for child in (np.argsort(-bounds, kind="stable") + 1).tolist():
        if bounds[child - 1] <= best_total:
            break
        forced = scores.copy()
        forced[1:, 0] = -np.inf
        forced[child] = -np.inf
        forced[child, 0] = scores[child, 0]
        heads = _best_forest(forced)
        total = float(scores[words[1:], heads[1:]].sum())
        if total > best_total:
            best_total, best_heads = total, heads
    return best_heads


def _has_cycle(heads: Sequence[int]) -> bool:
    """Tell whether some word does not lead to the root."""
    visited = [0] * len(heads)  # -1: leads to the root; else the word whose path visited it
    visited[0] = -1
    for word in range(1, len(heads)):
        current = word
        while not visited[current]:
            visited[current] = word
            current = heads[current]
        if visited[current] == word:
            return True
        current = word
        while visited[current] == word:
            visited[current] = -1
            current = heads[current]
    return False


def log_softmax(rows: NDArray[Any]) -> NDArray[Any]:
    """Return log probabilities over the last axis."""
    shifted: NDArray[Any] = rows - rows.max(axis=-1, keepdims=True)
    normalized: NDArray[Any] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normalized
