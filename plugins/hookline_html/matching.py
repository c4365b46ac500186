"""
Match the main text of a page with its visible text, in linear time.

The extractor's text is mostly a subsequence of the visible text, except for white space: whole lines in
the order of the page, without the furniture between them. So the two are compared without white space.
Equal k-grams that occur equally often on both sides are anchors, first long ones and then shorter ones
between what is matched (the idea of patience diff, applied to k-grams). The heaviest chain of anchors
in increasing order is kept. The unmatched rest of a line is then searched as a whole, and what is still
unmatched (the cells of a table) word by word, nearby.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np

__all__ = ["match_text"]

Array = np.ndarray[Any, Any]

GRAMS = (32, 16, 8, 4)  # characters of a k-gram; powers of two
HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)
MAX_SEARCHED = 100_000_000  # characters that the search for single lines may read in total
REACH = 24  # characters between single words that belong together


def match_text(text: Array, lines: Array, words: Array, page: Array) -> Array:
    """
    Return for each character of `text` its index in `page`, or -1 if it has none.

    `text` and `page` are code points without white space; `lines` and `words` number the line and the
    word of each character of `text`. The indexes that are not -1 increase.
    """
    indexes = np.full(len(text), -1, np.int64)
    for size in GRAMS:
        if (indexes < 0).any():
            _match_grams(text, lines, page, indexes, size)
    _match_pieces(text, lines, page, indexes)
    _match_pieces(text, words, page, indexes, REACH)
    return indexes


def _match_grams(text: Array, lines: Array, page: Array, indexes: Array, size: int) -> None:
    """Match the unmatched characters of `text` by k-grams of a size; changes `indexes`."""
    taken = np.zeros(len(page), bool)
    taken[indexes[indexes >= 0]] = True
    keys = _gram_keys(text, indexes >= 0, size)
    keys[lines[: len(keys)] != lines[len(lines) - len(keys) :]] = 0  # no k-gram across lines
    in_text, in_page = _pair(keys, _gram_keys(page, taken, size))
    # Consecutive pairs are one run of equal characters.
    is_first = (np.diff(in_text, prepend=-9) != 1) | (np.diff(in_page, prepend=-9) != 1)
    first = np.flatnonzero(is_first)
    text_starts, page_starts = in_text[first], in_page[first]
    lengths = np.diff(np.append(first, len(in_text))) + size - 1
    text_done = page_done = 0
    for run in _heaviest_chain(page_starts, lengths):
        start, goal, length = int(text_starts[run]), int(page_starts[run]), int(lengths[run])
        overlap = max(text_done - start, page_done - goal, 0)
        start, goal, length = start + overlap, goal + overlap, length - overlap
        if length > 0:
            indexes[start : start + length] = np.arange(goal, goal + length)
            text_done, page_done = start + length, goal + length
    if len(page):
        # Different k-grams may have the same key.
        indexes[(indexes >= 0) & (text != page[np.maximum(indexes, 0)])] = -1
    _extend(text, lines, page, indexes)


def _gram_keys(codes: Array, matched: Array, size: int) -> Array:
    """Return a hash of the k-gram at each index; 0 where it has a matched character."""
    count = len(codes) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    keys = codes.astype(np.uint64)
    width = 1
    while width < size:  # combine the keys of the two halves
        first, second = keys[:-width], keys[width:]
        keys = first * HASH_FACTOR
        keys += second
        keys ^= keys >> np.uint64(29)
        width *= 2
    # Equal gaps between matches have as many matched characters before them on both sides.
    matched_before = np.cumsum(matched)
    keys += matched_before[:count].astype(np.uint64) * HASH_FACTOR
    keys |= np.uint64(1)
    keys[matched[:count] | (matched_before[size - 1 :] != matched_before[:count])] = 0
    return keys


def _pair(text_keys: Array, page_keys: Array) -> tuple[Array, Array]:
    """Return the indexes of keys that occur equally often on both sides, paired in order."""
    text_order, text_distinct, text_counts = _group(text_keys)
    page_order, page_distinct, page_counts = _group(page_keys)
    common, text_groups, page_groups = np.intersect1d(
        text_distinct, page_distinct, assume_unique=True, return_indices=True
    )
    paired = (text_counts[text_groups] == page_counts[page_groups]) & (common != 0)
    in_text = text_order[_members(text_counts, text_groups[paired])]
    in_page = page_order[_members(page_counts, page_groups[paired])]
    by_text = np.argsort(in_text, kind="stable")
    return in_text[by_text], in_page[by_text]


def _group(keys: Array) -> tuple[Array, Array, Array]:
    """Return the indexes of keys sorted by key, the distinct keys, and their counts."""
    distinct, counts = np.unique(keys, return_counts=True)
    return np.argsort(keys, kind="stable"), distinct, counts


def _members(counts: Array, groups: Array) -> Array:
    """Return the positions of the members of `groups` if all groups are laid out in a row."""
    sizes = counts[groups]
    firsts = (np.cumsum(counts) - counts)[groups]
    return np.repeat(firsts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())


def _heaviest_chain(goals: Array, lengths: Array) -> list[int]:
    """Return the runs, in order, whose goals increase and whose lengths have the greatest sum."""
    ends: list[int] = []  # the last goal of each chain; chains with later ends are heavier
    weights: list[int] = []
    tails: list[int] = []
    previous = [-1] * len(goals)
    for run, (goal, length) in enumerate(zip(goals.tolist(), lengths.tolist(), strict=True)):
        slot = bisect_left(ends, goal)
        weight = length
        if slot:
            previous[run] = tails[slot - 1]
            weight += weights[slot - 1]
        stop = slot
        while stop < len(ends) and weights[stop] <= weight:
            stop += 1
        if stop > slot or slot == len(ends) or ends[slot] != goal:
            ends[slot:stop], weights[slot:stop], tails[slot:stop] = [goal], [weight], [run]
    chain: list[int] = []
    run = tails[-1] if tails else -1
    while run >= 0:
        chain.append(run)
        run = previous[run]
    return chain[::-1]


def _gaps(indexes: Array, page_size: int) -> list[tuple[int, int, int, int]]:
    """Return start and end of each unmatched range of the text, and of its range of the page."""
    changes = np.diff((indexes < 0).astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(changes == 1), np.flatnonzero(changes == -1)
    low = np.where(starts > 0, indexes[starts - 1] + 1, 0)
    last = len(indexes) - 1
    high = np.where(ends <= last, indexes[np.minimum(ends, last)], page_size)
    return list(zip(*(side.tolist() for side in (starts, ends, low, high)), strict=True))


def _extend(text: Array, lines: Array, page: Array, indexes: Array) -> None:
    """Extend matches over equal characters, up to the ends of their lines; changes `indexes`."""
    for start, end, low, high in _gaps(indexes, len(page)):
        room = min(end - start, high - low)
        if room and end < len(text):
            text_before, page_before = text[end - room : end][::-1], page[high - room : high][::-1]
            is_equal = (text_before == page_before) & (lines[end - room : end][::-1] == lines[end])
            length = _leading_true(is_equal)
            indexes[end - length : end] = np.arange(high - length, high)
            end, room = end - length, room - length
        if room and start:
            is_equal = text[start : start + room] == page[low : low + room]
            length = _leading_true(is_equal & (lines[start : start + room] == lines[start - 1]))
            indexes[start : start + length] = np.arange(low, low + length)


def _leading_true(flags: Array) -> int:
    """Return how many flags are true before the first that is false."""
    return int(np.argmin(flags)) if len(flags) and not flags.all() else len(flags)


def _match_pieces(
    text: Array, pieces: Array, page: Array, indexes: Array, reach: int | None = None
) -> None:
    """
    Match the unmatched rest of each piece (line or word) as a whole; changes `indexes`.

    With `reach`, a piece must follow what is matched within so many characters.
    """
    text_string, page_string = _to_string(text), _to_string(page)
    budget = MAX_SEARCHED
    for start, end, low, high in _gaps(indexes, len(page)):
        cuts = np.flatnonzero(np.diff(pieces[start:end])) + start + 1
        spans = list(zip([start, *cuts.tolist()], [*cuts.tolist(), end], strict=True))
        while (
            spans
            and end < len(text)
            and page_string.endswith(text_string[slice(*spans[-1])], low, high)
        ):
            # A heading belongs to what follows it, even if a list of contents has it as well.
            first, last = spans.pop()
            indexes[first:last] = np.arange(high - (last - first), high)
            high -= last - first
        is_backwards = start == 0  # a title is repeated before the text, seldom after it
        for first, last in reversed(spans) if is_backwards else spans:
            piece = text_string[first:last]
            if reach is not None and not any(map(str.isalnum, piece)):
                continue
            window = high - low if reach is None else min(high - low, reach + last - first)
            budget -= window
            if budget < 0:
                return
            if is_backwards:
                goal = page_string.rfind(piece, high - window, high)
            else:
                goal = page_string.find(piece, low, low + window)
            if goal < 0:
                continue
            indexes[first:last] = np.arange(goal, goal + last - first)
            low, high = (low, goal) if is_backwards else (goal + last - first, high)


def _to_string(codes: Array) -> str:
    return codes.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
