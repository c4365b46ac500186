"""Rank the clusters that a mention may stand for with a small trained model, in plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO

import numpy as np

from hookline import Document
from hookline_coref.resolution.features import Matrix, MentionTable

__all__ = ["AntecedentScorer", "DocumentScores"]


class AntecedentScorer:
    """
    The model, read from the plugin's `model.npz` or from `data`.

    A mention and a cluster are scored by their features and, where the document has vectors of the
    encoder that `encoder` names, by projections of the encoder's states of both heads and of their
    product, with one hidden layer. A second one scores that the mention stands for nothing before
    it.
    """

    def __init__(self, data: bytes | None = None) -> None:
        if data is None:
            data = (files("hookline_coref") / "model.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            weights = {name: arrays[name] for name in arrays.files}
        self.encoder = weights.pop("encoder").tobytes().decode("ascii")
        self.weights = {
            name: np.ascontiguousarray(array.astype(np.float32).T)
            for name, array in weights.items()
        }

    def prepare(self, doc: Document, table: MentionTable) -> DocumentScores:
        """Return the scores of a document's mentions, as far as they do not depend on clusters."""
        return DocumentScores(self.weights, self._states(doc, table.head), table.rows)

    def _states(self, doc: Document, heads: Sequence[int]) -> Matrix:
        """Return the projected states of some words, of shape [words, width]; zeros without any."""
        vectors, weight = doc.vectors, self.weights["states.weight"]
        projected: Matrix = np.zeros((len(heads), weight.shape[1]), np.float32)
        if vectors is not None and vectors.model == self.encoder and len(heads):
            states = np.frombuffer(vectors.rows, np.int8).reshape(-1, vectors.width)
            rows = states[np.maximum(heads, 0)].astype(np.float32)
            projected = np.tanh(rows @ weight + self.weights["states.bias"])
            projected[np.less(heads, 0)] = 0
        return projected


class DocumentScores:
    """The mentions of one document: what each adds to the hidden layer, and its score of none."""

    def __init__(self, weights: dict[str, Matrix], states: Matrix, rows: Matrix) -> None:
        width, own = states.shape[1], rows.shape[1] + states.shape[1]
        weight = weights["pair.weight"]
        of_mention, of_pair = weight[:own], weight[own : len(weight) - 2 * width]
        of_state, of_product = weight[len(weight) - 2 * width : -width], weight[-width:]
        mentions = np.concatenate([rows, states], 1)
        none = np.maximum(mentions @ weights["none.weight"] + weights["none.bias"], 0)
        self._none = none @ weights["none.output"] + weights["none.output_bias"]
        self._mention = mentions @ of_mention + weights["pair.bias"]
        self._antecedent = states @ of_state
        self._states = states
        self._of_pair, self._of_product = of_pair, of_product
        self._output = weights["pair.output"]

    def best(self, mention: int, pairs: Matrix, antecedents: Sequence[int]) -> int:
        """
        Return the position of the best cluster for a mention, -1 if it stands for none.

        Args:
            mention: The index of the mention.
            pairs: Its features with each cluster.
            antecedents: The last mention of each cluster.
        """
        rows = np.array(antecedents)
        product = self._states[rows] * self._states[mention]
        hidden = pairs @ self._of_pair + product @ self._of_product
        hidden += self._mention[mention]
        hidden += self._antecedent[rows]
        scores = np.maximum(hidden, 0, out=hidden) @ self._output
        best = int(scores.argmax())
        return best if scores[best] > self._none[mention] else -1
