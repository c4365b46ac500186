"""Score pairs of candidates for the types of a trained model, in plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_relations.scorer.features import Pair

__all__ = ["Found", "Scorer"]

Matrix = NDArray[np.float32]


class Found(NamedTuple):
    """A type that may hold between two candidates, by their numbers, and how sure it is."""

    type: str
    subject: int
    object: int
    score: float


class Scorer:
    """
    The model of typed relations, read from the package's model file.

    The vectors of a pair's features are summed; with them goes what the encoder of the embedded model
    holds of the words, where a document has it. After one hidden layer the outputs are one sure-ness
    for each head and each of the two directions. Several heads may write one type ("member of a
    party", "employee of a firm"); the surest counts. Scores are calibrated for each head, with states
    and without.
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
        """The relation types that it knows."""
        return frozenset(head.partition(":")[0] for head in self.heads)

    def probabilities(self, pairs: Sequence[Pair], states: Matrix | None = None) -> Matrix:
        """
        Return one row a pair: each head with the first as subject, then with the second.

        `states` are those of `states.of_pairs`, of the encoder that `encoder` names.
        """
        weights = self._weights
        counts = np.array([len(pair.features) for pair in pairs])
        listed = np.concatenate([np.asarray(pair.features) for pair in pairs])
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        sums = np.add.reduceat(self._features[listed].astype(np.float32), starts, axis=0)
        state = sums * self._scale / np.sqrt(counts, dtype=np.float32)[:, None]
        state = np.maximum(state + weights["input.bias"], 0)
        given = int(states is not None)
        if states is None:
            read = np.zeros((len(pairs), len(weights["states.bias"])), np.float32)
        else:
            read = np.maximum(states @ weights["states.weight"].T + weights["states.bias"], 0)
        state = np.concatenate([state, read], axis=1)
        state = np.maximum(state @ weights["hidden.weight"].T + weights["hidden.bias"], 0)
        logits = state @ weights["output.weight"].T + weights["output.bias"]
        logits = logits * weights["calibration.slope"][given] + weights["calibration.bias"][given]
        result: Matrix = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        return result

    def found(
        self, sentences: Sequence[Sequence[Pair]], least: float, states: Sequence[Matrix] | None
    ) -> list[list[Found]]:
        """
        Return, a list a sentence, what holds between two candidates with a score of at least `least`.

        Sentences are scored together, as a product costs little more for many rows than for few.
        """
        every = [(number, pair) for number, pairs in enumerate(sentences) for pair in pairs]
        found: list[list[Found]] = [[] for _ in sentences]
        if not every:
            return found
        read = None if states is None else np.concatenate(states)
        table = self.probabilities([pair for _, pair in every], read)
        for row, column in zip(*np.nonzero(table >= least), strict=True):
            number, pair = every[row]
            turned, head = divmod(int(column), len(self.heads))
            ends = (pair.second, pair.first) if turned else (pair.first, pair.second)
            type = self.heads[head].partition(":")[0]
            found[number].append(Found(type, *ends, float(table[row, column])))
        return found
