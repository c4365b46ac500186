"""Align the words of two analyses of one text, as the CoNLL 2018 shared task does (Zeman et al.)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Span = tuple[int, int]


class Spelled(NamedTuple):
    """A word: code points of the text, and its form. Words of a fused token may share a span."""

    start: int
    end: int
    form: str


def align(gold: Sequence[Spelled], found: Sequence[Spelled]) -> list[tuple[int, int]]:
    """
    Return the pairs of indices of the words that are the same, in order.

    Words with one span each are the same where their spans are. Where words share a span with
    others, the stretch that they and all that overlaps them cover is aligned by the longest common
    subsequence of its forms, letter case aside.
    """
    pairs: list[tuple[int, int]] = []
    at, other = 0, 0
    while at < len(gold) and other < len(found):
        one, two = gold[at], found[other]
        if _is_shared(gold, at) or _is_shared(found, other):
            if one.end <= two.start:
                at += 1
            elif two.end <= one.start:
                other += 1
            else:
                last, last_other = _stretch(gold, at, found, other)
                pairs += _common(gold, range(at, last), found, range(other, last_other))
                at, other = last, last_other
        elif one[:2] == two[:2]:
            pairs.append((at, other))
            at, other = at + 1, other + 1
        elif one.start <= two.start:
            at += 1
        else:
            other += 1
    return pairs


def _is_shared(words: Sequence[Spelled], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1][:2] == words[at][:2]


def _stretch(
    gold: Sequence[Spelled], at: int, found: Sequence[Spelled], other: int
) -> tuple[int, int]:
    """Return the indices behind the last words of a stretch."""
    end = max(
        words[index].end
        for words, index in ((gold, at), (found, other))
        if _is_shared(words, index)
    )
    while True:
        before = end
        while at < len(gold) and gold[at].start < end:
            end = max(end, gold[at].end if _overlapped(gold, at) else end)
            at += 1
        while other < len(found) and found[other].start < end:
            end = max(end, found[other].end if _overlapped(found, other) else end)
            other += 1
        if end == before:
            return at, other


def _overlapped(words: Sequence[Spelled], at: int) -> bool:
    return _is_shared(words, at) or (at > 0 and words[at - 1][:2] == words[at][:2])


def _common(
    gold: Sequence[Spelled], some: range, found: Sequence[Spelled], others: range
) -> list[tuple[int, int]]:
    """Return the longest common subsequence of two stretches, by form."""
    lengths = [[0] * (len(others) + 1) for _ in range(len(some) + 1)]
    for i in reversed(range(len(some))):
        for j in reversed(range(len(others))):
            if _same(gold[some[i]], found[others[j]]):
                lengths[i][j] = 1 + lengths[i + 1][j + 1]
            else:
                lengths[i][j] = max(lengths[i + 1][j], lengths[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(some) and j < len(others):
        if _same(gold[some[i]], found[others[j]]):
            pairs.append((some[i], others[j]))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _same(one: Spelled, two: Spelled) -> bool:
    return one.form.lower() == two.form.lower()
