"""The line model: a lexicon, and two rounds of trees."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features import Described
from hookline_boilerplate.lexicon import Lexicon
from hookline_boilerplate.lines import Line
from hookline_boilerplate.page import layout, matrix
from hookline_boilerplate.stacked import course
from hookline_boilerplate.trees import Trees

__all__ = ["Model"]


class Model:
    """
    The line model, read from the package's model file.

    The first trees judge each line by its words, its form, its place and its neighbours. The second
    see the same, and how the first judged the page around it (stacked sequential learning, Cohen and
    Carvalho 2005). Pages are scored together, which costs less; no number of one enters those of
    another, not even by how it is rounded.
    """

    def __init__(self, data: bytes | None = None) -> None:
        if data is None:
            data = (files(__package__) / "model.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        listed = held["lexicon.tokens"].tobytes().decode("utf-8").split("\n")
        unit = np.float32(held["lexicon.scale"])
        self._lexicon = Lexicon(listed, held["lexicon.odds"], unit)
        self._first = Trees.read(held, "first")
        self._second = Trees.read(held, "second")

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
        lines = [line for lines, _ in pages for line in lines]
        page = matrix(laid, self._lexicon.statistics(lines))
        words = np.array([line.size for line in lines])
        first = self._first.score(page)
        seen = course(first, words, laid.extent)
        scores = self._second.score(np.concatenate([page, seen], axis=1))
        return [scores[page] for page in laid.extent.pages]
