"""Score the lines of pages with the trained model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.page_features import (
    PageLines,
    feature_matrix,
    page_features,
    topic_weights,
)
from hookline_boilerplate.features.token_odds import TokenOdds
from hookline_boilerplate.features.word_vectors import WordVectors
from hookline_boilerplate.scoring.gbdt import BoostedTrees
from hookline_boilerplate.scoring.network import Network, network_inputs

__all__ = ["LineModel"]


class LineModel:
    """
    The trained line model; MODEL_CARD.md describes it.

    Boosted trees score each line by its features and its neighbours; a network sees the same and the
    vectors of words, over the whole page. The score is the mean of the two. Pages are scored together
    for speed; the scores of a page do not depend on the others, not even by rounding.

    `data` is the content of a model file, by default the packaged one.
    """

    def __init__(self, data: bytes | None = None) -> None:
        if data is None:
            data = (files("hookline_boilerplate") / "model.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        unit = np.float32(arrays["lexicon.scale"])
        self._token_odds = TokenOdds(
            _strings(arrays["lexicon.tokens"]), arrays["lexicon.odds"], unit
        )
        self._trees = BoostedTrees.read(arrays, "trees.")
        network = _with_prefix(arrays, "network.")
        vectors = self._token_odds.rows_by_id(_strings(arrays["words"]), network["vectors"])
        self._word_vectors = WordVectors(vectors, network["centre"])
        self._network = Network(network)

    def score(self, pages: Sequence[PageLines]) -> list[NDArray[np.float64]]:
        """Return for each page the log odds that each of its lines is boilerplate."""
        if not pages:
            return []
        features = page_features(pages)
        index = features.page_index
        lines = [line for page_lines, _ in pages for line in page_lines]
        words = self._token_odds.look_up(lines)
        weights = topic_weights(features, np.array([line.word_count for line in lines]))
        matrix = feature_matrix(features, self._token_odds.statistics(words))
        vectors = self._word_vectors.line_columns(words, weights, index)
        inputs = np.concatenate([network_inputs(matrix), vectors], axis=1)
        scores = (self._trees.score(matrix) + self._network.score(inputs, index)) / 2
        return [scores[page] for page in index.pages]


def _strings(array: NDArray[np.uint8]) -> list[str]:
    """Decode an array of UTF-8 bytes with a string a line."""
    return array.tobytes().decode("utf-8").split("\n")


def _with_prefix(arrays: Mapping[str, NDArray[Any]], prefix: str) -> dict[str, NDArray[Any]]:
    """Return the arrays whose names start with a prefix, by the rest of their names."""
    return {
        name.removeprefix(prefix): array
        for name, array in arrays.items()
        if name.startswith(prefix)
    }
