"""Take up what the model that read a text holds of its words, for the pairs that the scorer judges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hookline import Document
from hookline_relations.mentions.candidates import Candidate
from hookline_relations.scorer.features import Pair
from hookline_relations.syntax.tree import Tree

__all__ = ["States", "of_pairs", "states_of"]

States = NDArray[np.int8]
"""[tokens, width]"""


def states_of(doc: Document, encoder: str) -> States | None:
    """Return the vectors of a document's tokens, None where there are none of this encoder."""
    held = doc.vectors
    if held is None or held.model != encoder:
        return None
    return np.frombuffer(held.rows, np.int8).reshape(-1, held.width)


def of_pairs(
    states: States, tree: Tree, found: Sequence[Candidate], pairs: Sequence[Pair]
) -> NDArray[np.float32]:
    """Return, a row a pair, the means over the first candidate, the second, and what is between."""
    own = states[tree.start : tree.start + len(tree)]
    sums = np.concatenate([np.zeros((1, own.shape[1])), np.cumsum(own, axis=0, dtype=np.float64)])
    spans = np.array(
        [
            (one.first, one.last + 1, two.first, two.last + 1, one.last + 1, two.first)
            for one, two in ((found[pair.first], found[pair.second]) for pair in pairs)
        ],
        np.intp,
    ).reshape(len(pairs), 3, 2)
    starts, ends = spans[:, :, 0], spans[:, :, 1]
    means = (sums[ends] - sums[starts]) / np.maximum(ends - starts, 1)[:, :, None]
    rows: NDArray[np.float32] = means.reshape(len(pairs), 3 * own.shape[1]).astype(np.float32)
    return rows
