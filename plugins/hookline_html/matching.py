"""
Find the main text of a page again among its visible text, in linear time.

The extractor's text is, but for white space, mostly a subsequence of the visible text: whole lines in
the order of the page, with furniture left out between them. So the two are compared without white
space, by runs of characters that are equal and tell where they belong: k-grams that occur as often in
the one as in the other, first long ones and then shorter ones between what is matched (the idea of
patience diff, on k-grams). The heaviest chain of runs in one order is kept. What is left of a line is
then looked for as a whole, and what is left after that (the cells of a table) word by word, nearby.
What is found nowhere stays unmatched.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np

__all__ = ["match"]

Array = np.ndarray[Any, Any]

GRAMS = (32, 16, 8, 4)  # powers of two
FACTOR = np.uint64(0x9E3779B97F4A7C15)
PATIENCE = 100_000_000  # characters that the search for single lines may pass over
REACH = 24  # characters between single words that belong together


def match(text: Array, lines: Array, words: Array, page: Array) -> Array:
    """
    Return for each character of `text` its index in `page`, -1 where it has none.

    Both are code points without white space; `lines` and `words` number the line and the word that
    each character of `text` stands in. Indexes increase.
    """
    where = np.full(len(text), -1, np.int64)
    for size in GRAMS:
        if (where < 0).any():
            _match_grams(text, lines, page, where, size)
    _match_pieces(text, lines, page, where)
    _match_pieces(text, words, page, where, REACH)
    return where


def _match_grams(text: Array, lines: Array, page: Array, where: Array, size: int) -> None:
    taken = np.zeros(len(page), bool)
    taken[where[where >= 0]] = True
    keys = _keys(text, where >= 0, size)
    keys[lines[: len(keys)] != lines[len(lines) - len(keys) :]] = 0  # lines are found one by one
    at, to = _paired(keys, _keys(page, taken, size))
    # consecutive pairs are one run of equal characters
    first = np.flatnonzero((np.diff(at, prepend=-9) != 1) | (np.diff(to, prepend=-9) != 1))
    starts, goals = at[first], to[first]
    sizes = np.diff(np.append(first, len(at))) + size - 1
    done = reached = 0
    for run in _heaviest_chain(goals, sizes):
        begin, goal, length = int(starts[run]), int(goals[run]), int(sizes[run])
        late = max(done - begin, reached - goal, 0)
        begin, goal, length = begin + late, goal + late, length - late
        if length > 0:
            where[begin : begin + length] = np.arange(goal, goal + length)
            done, reached = begin + length, goal + length
    wrong = (where >= 0) & (text != page[np.maximum(where, 0)] if len(page) else False)
    where[wrong] = -1  # two k-grams with one hash
    _extend(text, lines, page, where)


def _keys(codes: Array, taken: Array, size: int) -> Array:
    """Return a key of the k-gram at each place; 0 where one would run into what is matched."""
    count = len(codes) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    keys = codes.astype(np.uint64)
    width = 1
    while width < size:  # the key of a k-gram out of those of its halves
        first, second = keys[:-width], keys[width:]
        keys = first * FACTOR
        keys += second
        keys ^= keys >> np.uint64(29)
        width *= 2
    # as many characters are matched before a stretch in the text as before its like in the page
    before = np.cumsum(taken)
    keys += before[:count].astype(np.uint64) * FACTOR
    keys |= np.uint64(1)
    keys[taken[:count] | (before[size - 1 :] != before[:count])] = 0
    return keys


def _paired(one: Array, other: Array) -> tuple[Array, Array]:
    """Return the places of keys that occur equally often on both sides, the first with the first."""
    order, mine, counts = _grouped(one)
    there, theirs, others = _grouped(other)
    common, here, away = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
    same = (counts[here] == others[away]) & (common != 0)
    left = order[_members(counts, here[same])]
    right = there[_members(others, away[same])]
    by_place = np.argsort(left, kind="stable")
    return left[by_place], right[by_place]


def _grouped(keys: Array) -> tuple[Array, Array, Array]:
    """Return the places of keys in the order of the keys, the different keys, and their counts."""
    distinct, counts = np.unique(keys, return_counts=True)
    return np.argsort(keys, kind="stable"), distinct, counts


def _members(counts: Array, groups: Array) -> Array:
    """Return where the members of `groups` stand when all groups are laid out one after the other."""
    sizes = counts[groups]
    firsts = (np.cumsum(counts) - counts)[groups]
    return np.repeat(firsts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())


def _heaviest_chain(goals: Array, sizes: Array) -> list[int]:
    """Return the runs, in order, whose goals increase and whose sizes add up to the most."""
    ends: list[int] = []  # the goal that a chain ends with; chains with later ends weigh more
    weights: list[int] = []
    tails: list[int] = []
    previous = [-1] * len(goals)
    for run, (goal, size) in enumerate(zip(goals.tolist(), sizes.tolist(), strict=True)):
        at = bisect_left(ends, goal)
        weight = size
        if at:
            previous[run] = tails[at - 1]
            weight += weights[at - 1]
        stop = at
        while stop < len(ends) and weights[stop] <= weight:
            stop += 1
        if stop > at or at == len(ends) or ends[at] != goal:
            ends[at:stop], weights[at:stop], tails[at:stop] = [goal], [weight], [run]
    chain: list[int] = []
    run = tails[-1] if tails else -1
    while run >= 0:
        chain.append(run)
        run = previous[run]
    return chain[::-1]


def _gaps(where: Array, size: int) -> list[tuple[int, int, int, int]]:
    """Return the stretches of the text that are not matched, and the stretch of the page for each."""
    open_ = np.diff((where < 0).astype(np.int8), prepend=0, append=0)
    begins, ends = np.flatnonzero(open_ == 1), np.flatnonzero(open_ == -1)
    low = np.where(begins > 0, where[begins - 1] + 1, 0)
    last = len(where) - 1
    high = np.where(ends <= last, where[np.minimum(ends, last)], size)
    return list(zip(*(side.tolist() for side in (begins, ends, low, high)), strict=True))


def _extend(text: Array, lines: Array, page: Array, where: Array) -> None:
    """Let what is matched grow over equal characters, to the ends of its lines."""
    for begin, end, low, high in _gaps(where, len(page)):
        room = min(end - begin, high - low)
        if room and end < len(text):
            ours, theirs = text[end - room : end][::-1], page[high - room : high][::-1]
            same = (ours == theirs) & (lines[end - room : end][::-1] == lines[end])
            grown = _leading(same)
            where[end - grown : end] = np.arange(high - grown, high)
            end, room = end - grown, room - grown
        if room and begin:
            same = text[begin : begin + room] == page[low : low + room]
            grown = _leading(same & (lines[begin : begin + room] == lines[begin - 1]))
            where[begin : begin + grown] = np.arange(low, low + grown)


def _leading(flags: Array) -> int:
    """Return how many flags are set before the first that is not."""
    return int(np.argmin(flags)) if len(flags) and not flags.all() else len(flags)


def _match_pieces(
    text: Array, pieces: Array, page: Array, where: Array, reach: int | None = None
) -> None:
    """Look for what is left of each piece as a whole, next to what is matched already."""
    searched, seen = _string(text), _string(page)
    patience = PATIENCE
    for begin, end, low, high in _gaps(where, len(page)):
        cuts = np.flatnonzero(np.diff(pieces[begin:end])) + begin + 1
        spans = list(zip([begin, *cuts.tolist()], [*cuts.tolist(), end], strict=True))
        while spans and end < len(text) and seen.endswith(searched[slice(*spans[-1])], low, high):
            # a heading belongs to what follows it, whatever lists of contents come before
            first, last = spans.pop()
            where[first:last] = np.arange(high - (last - first), high)
            high -= last - first
        backwards = begin == 0  # a title is repeated before the text, seldom behind it
        for first, last in reversed(spans) if backwards else spans:
            piece = searched[first:last]
            if reach is not None and not any(map(str.isalnum, piece)):
                continue
            window = high - low if reach is None else min(high - low, reach + last - first)
            patience -= window
            if patience < 0:
                return
            if backwards:
                found = seen.rfind(piece, high - window, high)
            else:
                found = seen.find(piece, low, low + window)
            if found < 0:
                continue
            where[first:last] = np.arange(found, found + last - first)
            low, high = (low, found) if backwards else (found + last - first, high)


def _string(codes: Array) -> str:
    return codes.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
