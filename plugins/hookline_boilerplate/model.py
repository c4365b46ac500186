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
    Carvalho 2005). Documents are scored one at a time, so that company cannot matter.
    """

    def __init__(self, data: bytes | None = None) -> None:
        if data is None:
            data = (files(__package__) / "model.npz").read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        listed = held["lexicon.tokens"].tobytes().decode("utf-8").split("\n")
        odds = held["lexicon.odds"].astype(np.float32) * held["lexicon.scale"]
        self._lexicon = Lexicon(dict(zip(listed, odds.tolist(), strict=True)))
        self._first = Trees.read(held, "first")
        self._second = Trees.read(held, "second")

    def score(self, lines: Sequence[Line], described: Sequence[Described]) -> NDArray[np.float64]:
        """Return for each line of a page, one or more, the log odds that it is boilerplate."""
        page = matrix(layout(lines, described), self._lexicon.statistics(lines))
        words = np.array([line.size for line in lines])
        first = self._first.score(page)
        return self._second.score(np.concatenate([page, course(first, words)], axis=1))
