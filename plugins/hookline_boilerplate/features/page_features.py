"""Describe lines within their pages: position, neighbours, repetition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import LINE_FEATURES, LineFeatures
from hookline_boilerplate.features.token_odds import ODDS_STATISTICS
from hookline_boilerplate.lines import Line

__all__ = [
    "MATRIX_WIDTH",
    "PageFeatures",
    "PageIndex",
    "PageLines",
    "feature_matrix",
    "page_features",
    "prefix_sums",
    "topic_weights",
]

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]
# The lines of a page, one or more, and the features of each.
PageLines = tuple[Sequence[Line], Sequence[LineFeatures]]

_COLUMN = {name: column for column, name in enumerate(LINE_FEATURES)}
# The features that are compared with those of the surrounding lines, besides the first four odds
# statistics; their means are taken over this many lines to each side, and over the whole page.
_CONTEXT_FEATURES = (
    "words", "capitals", "title_case", "function_words", "ends_sentence", "phrase_whole", "shape",
)  # fmt: skip
_CONTEXT_COLUMNS = [_COLUMN[name] for name in _CONTEXT_FEATURES]
_CONTEXT_ODDS = 4
_CONTEXT_WIDTH = _CONTEXT_ODDS + len(_CONTEXT_FEATURES)
_WINDOWS = (2, 6, 15)
# Columns of the context that the lines right before and after are described by: the mean of the
# odds, words and title case.
_NEIGHBOUR_COLUMNS = [0, 4, 6]
_POSITION_WIDTH = 22
MATRIX_WIDTH = (
    len(LINE_FEATURES)
    + ODDS_STATISTICS
    + _POSITION_WIDTH
    + 2 * len(_NEIGHBOUR_COLUMNS)
    + (len(_WINDOWS) + 1) * _CONTEXT_WIDTH
)
# The topic weight of prose is its number of words, up to a maximum; that of other lines is small.
_MAX_TOPIC_WORDS, _MIN_TOPIC_WEIGHT = 80, 0.01
# Shorter words are in every text.
_MIN_SHARED_LETTERS = 4
# Counts of similar lines and of a line's longer words are capped.
_MAX_SIMILAR, _MAX_LONG_WORDS = 5, 20
# Stands for the features of a neighbour beyond the ends of the page.
_NO_NEIGHBOUR = np.float32(-99.0)
_MAX_DISTANCE = 64
_NO_PROSE_BEFORE, _NO_PROSE_AFTER = -1000, 1_000_000_000
_SQUASHED = np.log1p(np.arange(_MAX_DISTANCE + 1)) / np.log1p(_MAX_DISTANCE)


class PageIndex:
    """
    Where the lines of several pages, laid out one after the other, belong.

    Each page has one line or more. For each line: `line` is its number, `page` that of its page,
    `position` its number within the page, `first` the number of the page's first line and `size` the
    number of the page's lines. `pages` has the slice of each page. `sum_row` (lines) and `total_rows`
    (pages) are rows of `prefix_sums`: of the sums before each line, and over each page.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        counts = np.array(sizes, np.int64)
        stops = np.cumsum(counts)
        self.page: NDArray[np.int64] = np.repeat(np.arange(len(counts)), counts)
        self.line: NDArray[np.int64] = np.arange(len(self.page))
        self.first: NDArray[np.int64] = (stops - counts)[self.page]
        self.position: NDArray[np.int64] = self.line - self.first
        self.size: NDArray[np.int64] = counts[self.page]
        self.sum_row: NDArray[np.int64] = self.line + self.page
        self.total_rows: NDArray[np.int64] = stops + np.arange(len(counts))
        self.pages = [
            slice(stop - size, stop) for stop, size in zip(stops.tolist(), sizes, strict=True)
        ]


class PageFeatures(NamedTuple):
    """
    Features that do not depend on the odds of tokens.

    `lines` (lines x `LINE_FEATURES`) describes each line by itself, `positions` its position.
    """

    lines: Matrix
    positions: Matrix
    page_index: PageIndex


def page_features(pages: Sequence[PageLines]) -> PageFeatures:
    """Return the features of the lines of pages, one page after the other."""
    index = PageIndex([len(lines) for lines, _ in pages])
    data = b"".join([line.vector for _, features in pages for line in features])
    vectors = np.frombuffer(data, np.float32).reshape(-1, len(LINE_FEATURES))
    return PageFeatures(vectors, _positions(pages, vectors, index), index)


def topic_weights(features: PageFeatures, word_counts: NDArray[np.int64]) -> Vector:
    """Return how much each line says about the topic of its page: prose much, other lines little."""
    prose = features.lines[:, _COLUMN["prose"]].astype(np.float64)
    weights: Vector = prose * np.minimum(word_counts, _MAX_TOPIC_WORDS)
    return weights + _MIN_TOPIC_WEIGHT


def feature_matrix(features: PageFeatures, odds: Matrix) -> Matrix:
    """
    Return all features of the lines of pages (lines x `MATRIX_WIDTH`).

    `odds` are the `odds_statistics` of each line (lines x `ODDS_STATISTICS`).
    """
    lines, positions, index = features
    context = np.concatenate([odds[:, :_CONTEXT_ODDS], lines[:, _CONTEXT_COLUMNS]], axis=1)
    beside = context[:, _NEIGHBOUR_COLUMNS]
    is_first = (index.position == 0)[:, None]
    is_last = (index.position == index.size - 1)[:, None]
    sums = prefix_sums(context, index)
    blocks: list[NDArray[np.floating]] = [
        lines,
        odds,
        positions,
        np.where(is_first, _NO_NEIGHBOUR, np.roll(beside, 1, axis=0)),
        np.where(is_last, _NO_NEIGHBOUR, np.roll(beside, -1, axis=0)),
        *(_window_means(sums, reach, index) for reach in _WINDOWS),
        sums[index.total_rows][index.page] / index.size[:, None],
    ]
    return np.concatenate(blocks, axis=1, dtype=np.float32, casting="same_kind")


def prefix_sums(columns: NDArray[np.floating], index: PageIndex) -> Vector:
    """
    Return the sums of columns over the lines of a page before each line, and over all of them.

    The result has one row more than lines for each page; `PageIndex` has the row numbers. Each page is
    summed by itself, so that rounding does not depend on other pages.
    """
    sums = np.zeros((len(columns) + len(index.pages), columns.shape[1]))
    for number, page in enumerate(index.pages, 1):
        np.cumsum(columns[page], axis=0, out=sums[page.start + number : page.stop + number])
    return sums


def _window_means(sums: Vector, reach: int, index: PageIndex) -> Vector:
    """Return the means over each line and up to `reach` lines to each side, from prefix sums."""
    back = np.minimum(index.position, reach)
    forth = np.minimum(index.size - index.position, reach + 1)
    means: Vector = sums[index.sum_row + forth] - sums[index.sum_row - back]
    means /= (back + forth)[:, None]
    return means


def _positions(pages: Sequence[PageLines], vectors: Matrix, index: PageIndex) -> Matrix:
    """Return the position of lines: to the ends of the page, to prose, and among similar lines."""
    position, size, page = index.position, index.size, index.page
    prose = vectors[:, _COLUMN["prose"]] > 0
    words = np.array([float(line.word_count) for lines, _ in pages for line in lines])
    # Sums of whole numbers are exact wherever they start.
    sums = prefix_sums(np.stack([prose, np.where(prose, words, 0.0), words], axis=1), index)
    prose_lines, prose_words, all_words = sums[index.sum_row + 1].T
    page_prose_lines, page_prose_words, page_words = sums[index.total_rows].T[:, page]
    page_prose_words, page_words = np.maximum(page_prose_words, 1.0), np.maximum(page_words, 1.0)
    prose_before = (prose_lines - prose).astype(np.int64)
    prose_after = (page_prose_lines - prose_lines).astype(np.int64)
    last = np.maximum.accumulate(np.where(prose, index.line, -1))
    last = np.where(last >= index.first, last - index.first, _NO_PROSE_BEFORE)
    following = np.minimum.accumulate(np.where(prose, index.line, _NO_PROSE_AFTER)[::-1])[::-1]
    following = np.where(following < index.first + size, following - index.first, _NO_PROSE_AFTER)
    words_since = all_words - words
    words_since -= np.where(last >= 0, all_words[index.first + np.maximum(last, 0)], 0.0)
    gap = np.maximum(np.minimum(following, size) - np.maximum(last, -1) - 1, 0)
    change = np.abs(np.diff(vectors[:, 0], prepend=np.float32(0.0)))
    same, same_start, shared, long_words = np.concatenate(
        [_similarity(*page_lines) for page_lines in pages], axis=1
    )
    columns = (
        _squash(position),
        _squash(size - 1 - position),
        _squash(position - last),
        _squash(following - position),
        _squash(prose_before),
        _squash(prose_after),
        _squash(size),
        page_prose_lines / size,
        position / np.maximum(size - 1, 1),
        (prose_words - np.where(prose, words, 0.0)) / page_prose_words,
        (page_prose_words - prose_words) / page_prose_words,
        same,
        same_start,
        np.log1p(np.maximum(words_since, 0.0)),
        np.where(prose, 0.0, _squash(gap)),
        _squash(page_prose_lines.astype(np.int64)),
        np.log1p(page_words),
        page_prose_words / page_words,
        all_words / page_words,
        np.where(position == 0, 0.0, change),
        shared,
        long_words,
    )
    assert len(columns) == _POSITION_WIDTH
    return np.stack(columns, axis=1).astype(np.float32)


def _squash(distance: NDArray[np.int64]) -> Vector:
    """Map numbers of lines to 0 to 1, on a logarithmic scale."""
    squashed: Vector = _SQUASHED[np.minimum(distance, _MAX_DISTANCE)]
    return squashed


def _similarity(lines: Sequence[Line], features: Sequence[LineFeatures]) -> Vector:
    """
    Return how similar each line of a page is to others (4 x lines).

    The rows are: how many other lines have the same text, and the same first two words; the share
    (0 to 1) of the line's longer words that other lines of prose have; the number of its longer words.
    """
    long_words = [
        {word for word in line.words if len(word) >= _MIN_SHARED_LETTERS} for line in lines
    ]
    prose = [line.is_prose for line in features]
    once: set[str] = set()
    twice: set[str] = set()
    for words in compress(long_words, prose):
        twice |= words & once
        once |= words
    counts = np.array([*map(len, long_words)])
    shared = [
        len(words & (twice if is_prose else once))
        for words, is_prose in zip(long_words, prose, strict=True)
    ]
    return np.array(
        [
            _count_others([line.text for line in lines]),
            _count_others([line.words[:2] for line in lines]),
            shared / np.maximum(counts, 1),
            np.minimum(counts, _MAX_LONG_WORDS),
        ]
    )


def _count_others(values: Sequence[Hashable]) -> list[int]:
    """Return for each value how many others equal it, up to `_MAX_SIMILAR`."""
    counts = Counter(values)
    if len(counts) == len(values):
        return [0] * len(values)
    return [min(counts[value] - 1, _MAX_SIMILAR) for value in values]
