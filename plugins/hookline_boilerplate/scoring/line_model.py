"""The line model: a lexicon with vectors of words, trees, and a network over the lines of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import Described
from hookline_boilerplate.features.page_features import layout, matrix, telling
from hookline_boilerplate.features.token_odds import Lexicon
from hookline_boilerplate.features.word_vectors import Vectors
from hookline_boilerplate.lines import Line
from hookline_boilerplate.scoring.gbdt import Trees
from hookline_boilerplate.scoring.network import Network, inputs

__all__ = ["Model"]


class Model:
    """
    The line model, read from the package's model file.

    The trees judge each line by its words, its form, its place and its neighbours. The network sees
    the same and what the words mean, and follows the course of the page. The score is the mean of the
    two. Pages are scored together, which costs less; no number of one enters those
    of another, not even by how it is rounded.
    """

    def __init__(self, data: bytes | None = None) -> None:
        if data is None:
            data = (files("hookline_boilerplate") / "model.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        listed = held["lexicon.tokens"].tobytes().decode("utf-8").split("\n")
        unit = np.float32(held["lexicon.scale"])
        self._lexicon = Lexicon(listed, held["lexicon.odds"], unit)
        self._trees = Trees.read(held, "trees")
        words = held["words"].tobytes().decode("utf-8").split("\n")
        own = _below(held, "network.")
        self._vectors = Vectors(self._lexicon.spread(words, own["vectors"]), own["centre"])
        self._network = Network(own)

    def score(
        self, pages: Sequence[tuple[Sequence[Line], Sequence[Described]]]
    ) -> list[NDArray[np.float64]]:
        """
        Return for each page the log odds that each of its lines is boilerplate.

        A page is its lines, one or more, and what is known of each.
        """
        if not pages:
            return []
        laid = layout(pages)
        everything = [line for lines, _ in pages for line in lines]
        words = self._lexicon.words(everything)
        told = telling(laid, np.array([line.size for line in everything]))
        page = matrix(laid, self._lexicon.statistics(words))
        meant = self._vectors.columns(words, told, laid.extent)
        rows = np.concatenate([inputs(page), meant], axis=1)
        scores = (self._trees.score(page) + self._network.score(rows, laid.extent)) / 2
        return [scores[page] for page in laid.extent.pages]


def _below(arrays: Mapping[str, NDArray[Any]], name: str) -> dict[str, NDArray[Any]]:
    """Return the arrays whose names start with one, without it."""
    return {key.removeprefix(name): array for key, array in arrays.items() if key.startswith(name)}
