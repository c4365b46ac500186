"""Describe the lines of pages together: each by itself, its place, its neighbours, its like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import COLUMNS, Described
from hookline_boilerplate.features.token_odds import STATISTICS
from hookline_boilerplate.lines import Line

__all__ = ["WIDTH", "Extent", "Layout", "layout", "matrix", "running", "telling"]

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
# A paragraph of any length tells no more than one of so many words, and what is no prose so much.
_TOLD, _LITTLE = 80, 0.01
# Words shorter than this are in every text.
_LETTERS = 4
_FAR = 64
# What stands for a line where there is none.
_BEYOND = np.float32(-99.0)
_NEVER = 1_000_000_000
_NEARNESS = np.log1p(np.arange(_FAR + 1)) / np.log1p(_FAR)


class Extent:
    """
    Where the pages lie whose lines are laid out one after the other; each has one line or more.

    `page` is the number of each line's page, `at` its place there and `size` how many lines that page
    has. Running sums have a row before the first line of each page, too: `before` is the row of what
    stands before each line, and `ends` are the rows of whole pages.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        counts = np.array(sizes, np.int64)
        stops = np.cumsum(counts)
        self.page: NDArray[np.int64] = np.repeat(np.arange(len(counts)), counts)
        self.line: NDArray[np.int64] = np.arange(len(self.page))
        self.first: NDArray[np.int64] = (stops - counts)[self.page]
        self.at: NDArray[np.int64] = self.line - self.first
        self.size: NDArray[np.int64] = counts[self.page]
        self.before: NDArray[np.int64] = self.line + self.page
        self.ends: NDArray[np.int64] = stops + np.arange(len(counts))
        self.pages = [
            slice(stop - size, stop) for stop, size in zip(stops.tolist(), sizes, strict=True)
        ]


class Layout(NamedTuple):
    """What is known of the lines of pages without a lexicon: by themselves, and by their place."""

    own: Matrix
    places: Matrix
    extent: Extent


def layout(pages: Sequence[tuple[Sequence[Line], Sequence[Described]]]) -> Layout:
    """Lay out pages of one line or more, whose lines have been described one by one."""
    extent = Extent([len(lines) for lines, _ in pages])
    own = np.array([line.values for _, described in pages for line in described], np.float32)
    return Layout(own, _places(pages, own, extent), extent)


def telling(page: Layout, words: NDArray[np.int64]) -> Vector:
    """Return how much lines of so many words tell of what their page is about: prose, a lot."""
    told: Vector = page.own[:, _AT["prose"]].astype(np.float64) * np.minimum(words, _TOLD)
    return told + _LITTLE


def matrix(page: Layout, statistics: Matrix) -> Matrix:
    """
    Return the numbers of the lines of pages (lines x WIDTH).

    `statistics` (lines x STATISTICS) is what the lexicon says of each line.
    """
    own, places, extent = page
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
    put(np.where((extent.at == 0)[:, None], _BEYOND, np.roll(beside, 1, axis=0)))
    put(np.where((extent.at == extent.size - 1)[:, None], _BEYOND, np.roll(beside, -1, axis=0)))
    sums = running(asked, extent)
    for reach in _WINDOWS:
        put(_means(sums, reach, extent))
    put(sums[extent.ends][extent.page] / extent.size[:, None])
    return found


def running(columns: NDArray[np.floating], extent: Extent) -> Vector:
    """
    Return the sums of each column over the lines of a page before each line, and over all.

    Each page is summed on its own: what is rounded must not depend on the pages before it.
    """
    sums = np.zeros((len(columns) + len(extent.pages), columns.shape[1]))
    for number, page in enumerate(extent.pages, 1):
        np.cumsum(columns[page], axis=0, out=sums[page.start + number : page.stop + number])
    return sums


def _means(sums: Vector, reach: int, extent: Extent) -> Vector:
    """Return the means, of columns with these running sums, over `reach` lines to each side."""
    back = np.minimum(extent.at, reach)
    forth = np.minimum(extent.size - extent.at, reach + 1)
    found: Vector = sums[extent.before + forth] - sums[extent.before - back]
    found /= (back + forth)[:, None]
    return found


def _places(
    pages: Sequence[tuple[Sequence[Line], Sequence[Described]]], own: Matrix, extent: Extent
) -> Matrix:
    """Return where each line stands: from the ends of its page, from prose, among its like."""
    at, count, page = extent.at, extent.size, extent.page
    prose = own[:, _AT["prose"]] > 0
    words = np.array([float(line.size) for lines, _ in pages for line in lines])
    # These are sums of whole numbers, which are exact wherever they start.
    counts = np.stack([prose, np.where(prose, words, 0.0), words], axis=1)
    sums = running(counts, extent)
    passed, spoken, written = sums[extent.before + 1].T
    total, in_prose, in_all = sums[extent.ends].T[:, page]
    in_prose, in_all = np.maximum(in_prose, 1.0), np.maximum(in_all, 1.0)
    before, after = (passed - prose).astype(np.int64), (total - passed).astype(np.int64)
    last = np.maximum.accumulate(np.where(prose, extent.line, -1))
    last = np.where(last >= extent.first, last - extent.first, -1000)
    following = np.minimum.accumulate(np.where(prose, extent.line, _NEVER)[::-1])[::-1]
    following = np.where(following < extent.first + count, following - extent.first, _NEVER)
    since = written - words
    since -= np.where(last >= 0, written[extent.first + np.maximum(last, 0)], 0.0)
    gap = np.maximum(np.minimum(following, count) - np.maximum(last, -1) - 1, 0)
    step = np.abs(np.diff(own[:, 0], prepend=np.float32(0.0)))
    found = np.empty((len(own), _PLACES), np.float32)
    found[:, 0] = _near(at)
    found[:, 1] = _near(count - 1 - at)
    found[:, 2] = _near(at - last)
    found[:, 3] = _near(following - at)
    found[:, 4] = _near(before)
    found[:, 5] = _near(after)
    found[:, 6] = _near(count)
    found[:, 7] = total / count
    found[:, 8] = at / np.maximum(count - 1, 1)
    found[:, 9] = (spoken - np.where(prose, words, 0.0)) / in_prose
    found[:, 10] = (in_prose - spoken) / in_prose
    found[:, 13] = np.log1p(np.maximum(since, 0.0))
    found[:, 14] = np.where(prose, 0.0, _near(gap))
    found[:, 15] = _near(total.astype(np.int64))
    found[:, 16] = np.log1p(in_all)
    found[:, 17] = in_prose / in_all
    found[:, 18] = written / in_all
    found[:, 19] = np.where(at == 0, 0.0, step)
    alike = [_alike(lines, described) for lines, described in pages]
    found[:, [11, 12, 20, 21]] = [row for rows in alike for row in rows]
    return found


def _alike(
    lines: Sequence[Line], described: Sequence[Described]
) -> Iterator[tuple[int, int, float, float]]:
    """Yield how many lines of a page are like each line, or start like it, and what they share."""
    same = _repeated([line.text for line in lines])
    start = _repeated([line.words[:2] for line in lines])
    for one, two, shared in zip(same, start, _overlaps(lines, described), strict=True):
        yield (one, two, *shared)


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


def _overlaps(
    lines: Sequence[Line], described: Sequence[Described]
) -> Iterator[tuple[float, float]]:
    """Yield which share of a line's longer words stands in prose elsewhere, and how many they are."""
    said = [{word for word in line.words if len(word) >= _LETTERS} for line in lines]
    once: set[str] = set()
    twice: set[str] = set()
    for words, line in zip(said, described, strict=True):
        if line.prose:
            twice |= words & once
            once |= words
    for words, line in zip(said, described, strict=True):
        shared = len(words & (twice if line.prose else once))
        yield shared / (len(words) or 1), float(min(len(words), 20))
