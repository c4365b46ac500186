"""Describe the lines of a page together: each by itself, and its place among the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features import WIDTH, Described, tokens
from hookline_boilerplate.lines import Line

__all__ = ["PLACES", "Page", "page_of", "places"]

PLACES = 12
_FAR = 64.0


class Page(NamedTuple):
    """
    The lines of a page in numbers.

    `values` (lines x WIDTH) describe each line by itself and `places` (lines x PLACES) where it
    stands; `tokens` and `bounds` list the vocabulary entries in it: those of line i are
    `tokens[bounds[i] : bounds[i + 1]]`.
    """

    values: NDArray[np.float32]
    places: NDArray[np.float32]
    tokens: NDArray[np.int32]
    bounds: NDArray[np.int32]


def page_of(
    lines: Sequence[Line], described: Sequence[Described], vocabulary: dict[str, int]
) -> Page:
    """Put the lines of one page, described one by one, together."""
    known: list[int] = []
    bounds = [0]
    for line in lines:
        known += [vocabulary[token] for token in tokens(line) if token in vocabulary]
        bounds.append(len(known))
    return Page(
        np.array([line.values for line in described], np.float32).reshape(-1, WIDTH),
        places([line.prose for line in described], [line.text for line in lines]),
        np.array(known, np.int32),
        np.array(bounds, np.int32),
    )


def places(prose: Iterable[bool], texts: Iterable[str]) -> NDArray[np.float32]:
    """Return where each line stands: from the ends of the page, from prose, from its like."""
    is_prose = np.fromiter(prose, np.bool_)
    texts = list(texts)
    count = len(texts)
    at = np.arange(count)
    passed: NDArray[np.int64] = np.cumsum(is_prose)
    before = passed - is_prose
    after = is_prose.sum() - passed
    last = np.maximum.accumulate(np.where(is_prose, at, -1_000)) if count else at
    following = np.minimum.accumulate(np.where(is_prose, at, 1_000_000)[::-1])[::-1]
    seen = Counter(texts)
    again = np.array([seen[text] > 1 for text in texts], np.float32)
    columns = (
        _near(at),
        _near(count - 1 - at),
        _near(at - last),
        _near(following - at),
        before == 0,
        after == 0,
        _near(before),
        _near(after),
        np.full(count, _near(np.array(float(count)))),
        np.full(count, is_prose.mean() if count else 0.0),
        again,
        at / max(count - 1, 1),
    )
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _near(distance: NDArray[np.generic]) -> NDArray[np.float64]:
    """Squeeze a number of lines into 0 to 1, fine where it is small."""
    capped = np.minimum(np.asarray(distance, np.float64), _FAR)
    squeezed: NDArray[np.float64] = np.log1p(capped) / np.log1p(_FAR)
    return squeezed
