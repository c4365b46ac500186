"""Average the encoder's states of a document over candidates and the words between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hookline_relations.encoder_states import EncoderStates
from hookline_relations.mentions.candidates import Candidate
from hookline_relations.scorer.features import CandidatePair
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["pair_states"]


def pair_states(
    states: EncoderStates,
    tree: SentenceTree,
    candidates: Sequence[Candidate],
    pairs: Sequence[CandidatePair],
) -> NDArray[np.float32]:
    """
    Return the mean states of each pair, of shape [pairs, 3 * width].

    A row holds the means over the first candidate, the second, and the words between them.
    """
    width = states.shape[1]
    if not pairs:
        return np.zeros((0, 3 * width), np.float32)
    own = states[tree.start : tree.start + len(tree)]
    sums = np.zeros((len(own) + 1, width), np.int32)  # exact: states are bytes
    np.cumsum(own, axis=0, out=sums[1:])
    spans = np.array(
        [
            (
                first.first,
                first.last + 1,
                second.first,
                second.last + 1,
                first.last + 1,
                second.first,
            )
            for first, second in (
                (candidates[pair.first], candidates[pair.second]) for pair in pairs
            )
        ],
        np.intp,
    ).reshape(len(pairs), 3, 2)
    starts, ends = spans[:, :, 0], spans[:, :, 1]
    means = (sums[ends] - sums[starts]) / np.maximum(ends - starts, 1)[:, :, None]
    rows: NDArray[np.float32] = means.reshape(len(pairs), 3 * width).astype(np.float32)
    return rows
