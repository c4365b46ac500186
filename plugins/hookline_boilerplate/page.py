"""Describe the lines of a page together: each by itself, its place, its neighbours, its like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features import COLUMNS, Described
from hookline_boilerplate.lexicon import STATISTICS
from hookline_boilerplate.lines import Line

__all__ = ["BEYOND", "WIDTH", "Layout", "layout", "matrix", "means", "running"]

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]

_AT = {name: at for at, name in enumerate(COLUMNS)}
# What the lines around a line are asked for, besides what their words say, and over how many lines to
# each side means are taken; then over the whole page.
_KEY = ("words", "initials", "titles", "known", "closed", "whole", "shape")
_KEY_AT = [_AT[name] for name in _KEY]
_WINDOWS = (2, 6, 15)
_PLACES = 22
_ASKED = 4 + len(_KEY)
_NEXT = 3
WIDTH = len(COLUMNS) + STATISTICS + _PLACES + 2 * _NEXT + (len(_WINDOWS) + 1) * _ASKED
# Words shorter than this are in every text.
_LETTERS = 4
_FAR = 64
# What stands for a line where there is none.
BEYOND = -99.0
_NEARNESS = np.log1p(np.arange(_FAR + 1)) / np.log1p(_FAR)


class Layout(NamedTuple):
    """What is known of the lines of one page without a lexicon: by themselves, and by their place."""

    own: Matrix
    places: Matrix


def layout(lines: Sequence[Line], described: Sequence[Described]) -> Layout:
    """Lay out the lines of one page, one or more, which have been described one by one."""
    own = np.array([line.values for line in described], np.float32)
    return Layout(own, _places(lines, described, own))


def matrix(page: Layout, statistics: Matrix) -> Matrix:
    """
    Return the numbers of the lines of one page (lines x WIDTH).

    `statistics` (lines x STATISTICS) is what the lexicon says of each line.
    """
    own, places = page
    count = len(own)
    asked = np.concatenate([statistics[:, :4], own[:, _KEY_AT]], axis=1)
    found = np.empty((count, WIDTH), np.float32)
    at = 0

    def put(columns: NDArray[np.floating]) -> None:
        nonlocal at
        found[:, at : at + columns.shape[1]] = columns
        at += columns.shape[1]

    put(own)
    put(statistics)
    put(places)
    beside = asked[:, [0, 4, 6]]
    found[:, at : at + 2 * _NEXT] = BEYOND
    found[1:, at : at + _NEXT] = beside[:-1]
    found[:-1, at + _NEXT : at + 2 * _NEXT] = beside[1:]
    at += 2 * _NEXT
    sums = running(asked)
    for reach in _WINDOWS:
        put(means(sums, reach))
    put(np.broadcast_to(sums[-1] / count, asked.shape))
    return found


def running(columns: NDArray[np.floating]) -> Vector:
    """Return the sums of each column over the lines before each line, and over all."""
    sums = np.zeros((len(columns) + 1, columns.shape[1]))
    np.cumsum(columns, axis=0, out=sums[1:])
    return sums


def means(sums: Vector, reach: int) -> Vector:
    """Return the means, of columns with these running sums, over `reach` lines to each side."""
    count = len(sums) - 1
    at = np.arange(count)
    first, last = np.maximum(at - reach, 0), np.minimum(at + reach + 1, count)
    found: Vector = (sums[last] - sums[first]) / (last - first)[:, None]
    return found


def _places(lines: Sequence[Line], described: Sequence[Described], own: Matrix) -> Matrix:
    """Return where each line stands: from the ends of the page, from prose, among its like."""
    count = len(lines)
    prose = own[:, _AT["prose"]] > 0
    words = np.array([float(line.size) for line in lines])
    at = np.arange(count)
    passed: NDArray[np.int64] = np.cumsum(prose)
    total = int(passed[-1])
    before, after = passed - prose, total - passed
    last = np.maximum.accumulate(np.where(prose, at, -1000))
    following = np.minimum.accumulate(np.where(prose, at, 1_000_000)[::-1])[::-1]
    spoken = np.cumsum(np.where(prose, words, 0.0))
    written = np.cumsum(words)
    in_prose, in_all = max(float(spoken[-1]), 1.0), max(float(written[-1]), 1.0)
    since = written - words - np.where(last >= 0, written[np.maximum(last, 0)], 0.0)
    gap = np.maximum(np.minimum(following, count) - np.maximum(last, -1) - 1, 0)
    size = own[:, 0]
    found = np.empty((count, _PLACES), np.float32)
    found[:, 0] = _near(at)
    found[:, 1] = _near(count - 1 - at)
    found[:, 2] = _near(at - last)
    found[:, 3] = _near(following - at)
    found[:, 4] = _near(before)
    found[:, 5] = _near(after)
    found[:, 6] = _NEARNESS[min(count, _FAR)]
    found[:, 7] = total / count
    found[:, 8] = at / max(count - 1, 1)
    found[:, 9] = (spoken - np.where(prose, words, 0.0)) / in_prose
    found[:, 10] = (in_prose - spoken) / in_prose
    found[:, 11] = _repeated([line.text for line in lines])
    found[:, 12] = _repeated([line.words[:2] for line in lines])
    found[:, 13] = np.log1p(np.maximum(since, 0.0))
    found[:, 14] = np.where(prose, 0.0, _near(gap))
    found[:, 15] = _NEARNESS[min(total, _FAR)]
    found[:, 16] = np.log1p(in_all)
    found[:, 17] = in_prose / in_all
    found[:, 18] = written / in_all
    found[:, 19] = 0.0
    found[1:, 19] = np.abs(np.diff(size))
    found[:, 20:22] = _overlaps(lines, described)
    return found


def _repeated(values: Sequence[Hashable]) -> list[int]:
    """Return how many other lines have the same value, up to 5."""
    seen = Counter(values)
    if len(seen) == len(values):
        return [0] * len(values)
    return [min(seen[value] - 1, 5) for value in values]


def _near(distance: NDArray[np.int64]) -> Vector:
    """Squeeze a number of lines into 0 to 1, fine where it is small."""
    squeezed: Vector = _NEARNESS[np.minimum(distance, _FAR)]
    return squeezed


def _overlaps(lines: Sequence[Line], described: Sequence[Described]) -> list[tuple[float, float]]:
    """Return which share of a line's longer words stands in prose elsewhere, and how many they are."""
    said = [{word for word in line.words if len(word) >= _LETTERS} for line in lines]
    spoken: Counter[str] = Counter()
    for words, line in zip(said, described, strict=True):
        if line.prose:
            spoken.update(words)
    found = []
    for words, line in zip(said, described, strict=True):
        own = 1 if line.prose else 0
        shared = sum([spoken[word] > own for word in words])
        found.append((shared / (len(words) or 1), float(min(len(words), 20))))
    return found
