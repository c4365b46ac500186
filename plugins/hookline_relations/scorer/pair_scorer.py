"""Score pairs of candidates for relation types with a trained model, in plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_relations.scorer.features import CandidatePair

__all__ = ["Matrix", "PairScorer", "ScoredPair"]

Matrix = NDArray[np.float32]


class ScoredPair(NamedTuple):
    """
    A type that may hold between two candidates, given by their indices, and its score.

    `head` is the output of the model that proposes it, of which a type may have several.
    """

    type: str
    subject: int
    object: int
    score: float
    head: str = ""

    @property
    def ends(self) -> frozenset[int]:
        """The two candidates, in either direction."""
        return frozenset({self.subject, self.object})


class PairScorer:
    """
    The model of typed relations, read from the plugin's `model.npz` or from `data`.

    The embeddings of a pair's features are summed and joined with the encoder's states, where a
    document has them. After one hidden layer the outputs are a probability for each head in each of
    the two directions. Several heads may have one type ("member of a party", "employee of a
    firm"). Scores are calibrated for each head, with states and without.
    """

    def __init__(self, data: bytes | None = None) -> None:
        if data is None:
            data = (files(__package__) / "model.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            weights = {name: arrays[name] for name in arrays.files}
        self.heads = weights.pop("heads").tobytes().decode("utf-8").split("\n")
        self.encoder = weights.pop("encoder").tobytes().decode("ascii")
        self._features = weights.pop("features")
        self._scale = weights.pop("features.scale").astype(np.float32)
        self._weights = {name: array.astype(np.float32) for name, array in weights.items()}

    @property
    def types(self) -> frozenset[str]:
        """The relation types that it scores."""
        return frozenset(head.partition(":")[0] for head in self.heads)

    def probabilities(self, pairs: Sequence[CandidatePair], states: Matrix | None = None) -> Matrix:
        """
        Return the probabilities of the heads, of shape [pairs, 2 * heads].

        The first half of a row is for the first candidate as subject, the second half for the second.
        `states` are those of `pair_states`, of the encoder that `encoder` names.
        """
        weights = self._weights
        layer = self.layer(pairs, states)
        logits = layer @ weights["output.weight"].T + weights["output.bias"]
        calibration = int(states is not None)
        logits = (
            logits * weights["calibration.slope"][calibration]
            + weights["calibration.bias"][calibration]
        )
        result: Matrix = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        return result

    def layer(self, pairs: Sequence[CandidatePair], states: Matrix | None = None) -> Matrix:
        """Return the activations of the hidden layer, of shape [pairs, hidden]."""
        weights = self._weights
        counts = np.array([len(pair.features) for pair in pairs])
        features = np.concatenate([np.asarray(pair.features) for pair in pairs])
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        sums = np.add.reduceat(self._features[features].astype(np.float32), starts, axis=0)
        embedding = sums * self._scale / np.sqrt(counts, dtype=np.float32)[:, None]
        embedding = np.maximum(embedding + weights["input.bias"], 0)
        if states is None:
            projected = np.zeros((len(pairs), len(weights["states.bias"])), np.float32)
        else:
            projected = np.maximum(states @ weights["states.weight"].T + weights["states.bias"], 0)
        layer = np.concatenate([embedding, projected], axis=1)
        layer = layer @ weights["hidden.weight"].T + weights["hidden.bias"]
        activations: Matrix = np.maximum(layer, 0)
        return activations

    def score(
        self,
        sentences: Sequence[Sequence[CandidatePair]],
        min_score: float,
        states: Sequence[Matrix] | None,
    ) -> list[list[ScoredPair]]:
        """
        Return for each sentence the types that have at least `min_score`.

        Sentences are scored together, since a product of matrices costs little more for many rows.
        """
        rows = [(number, pair) for number, pairs in enumerate(sentences) for pair in pairs]
        scored: list[list[ScoredPair]] = [[] for _ in sentences]
        if not rows:
            return scored
        joined = None if states is None else np.concatenate(states)
        table = self.probabilities([pair for _, pair in rows], joined)
        for row, column in zip(*np.nonzero(table >= min_score), strict=True):
            number, pair = rows[row]
            reverse, head = divmod(int(column), len(self.heads))
            ends = (pair.second, pair.first) if reverse else (pair.first, pair.second)
            name = self.heads[head]
            type = name.partition(":")[0]
            scored[number].append(ScoredPair(type, *ends, float(table[row, column]), name))
        return scored
