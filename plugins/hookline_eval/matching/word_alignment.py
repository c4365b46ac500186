"""Align the words of two analyses of one text, as the CoNLL 2018 shared task does (Zeman et al.)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class AlignedWord(NamedTuple):
    """A word: its span in code points and its form. Words of a fused token may share a span."""

    start: int
    end: int
    form: str


def align_words(
    gold: Sequence[AlignedWord], predicted: Sequence[AlignedWord]
) -> list[tuple[int, int]]:
    """
    Return the pairs of indices, gold and predicted, of the words that are the same, in order.

    Words with a span of their own are the same if the spans are equal. Where words share a span, the
    stretch of text that they and all words overlapping them cover is aligned by the longest common
    subsequence of the forms, ignoring letter case.
    """
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(gold) and j < len(predicted):
        if _shares_span_with_next(gold, i) or _shares_span_with_next(predicted, j):
            if gold[i].end <= predicted[j].start:
                i += 1
            elif predicted[j].end <= gold[i].start:
                j += 1
            else:
                i_end, j_end = _stretch_end(gold, i, predicted, j)
                common = _common_subsequence(gold[i:i_end], predicted[j:j_end])
                pairs += ((i + left, j + right) for left, right in common)
                i, j = i_end, j_end
        elif gold[i][:2] == predicted[j][:2]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif gold[i].start <= predicted[j].start:
            i += 1
        else:
            j += 1
    return pairs


def _shares_span_with_next(words: Sequence[AlignedWord], index: int) -> bool:
    return index + 1 < len(words) and words[index + 1][:2] == words[index][:2]


def _shares_span(words: Sequence[AlignedWord], index: int) -> bool:
    return _shares_span_with_next(words, index) or (
        index > 0 and words[index - 1][:2] == words[index][:2]
    )


def _stretch_end(
    gold: Sequence[AlignedWord], i: int, predicted: Sequence[AlignedWord], j: int
) -> tuple[int, int]:
    """Return the indices after the last words of the stretch that begins with words i and j."""
    end = max(
        words[index].end
        for words, index in ((gold, i), (predicted, j))
        if _shares_span_with_next(words, index)
    )
    while True:
        previous_end = end
        while i < len(gold) and gold[i].start < end:
            end = max(end, gold[i].end if _shares_span(gold, i) else end)
            i += 1
        while j < len(predicted) and predicted[j].start < end:
            end = max(end, predicted[j].end if _shares_span(predicted, j) else end)
            j += 1
        if end == previous_end:
            return i, j


def _common_subsequence(
    left: Sequence[AlignedWord], right: Sequence[AlignedWord]
) -> list[tuple[int, int]]:
    """Return the longest common subsequence by form, as pairs of indices."""
    lengths = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            if _same_form(left[i], right[j]):
                lengths[i][j] = 1 + lengths[i + 1][j + 1]
            else:
                lengths[i][j] = max(lengths[i + 1][j], lengths[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(left) and j < len(right):
        if _same_form(left[i], right[j]):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _same_form(left: AlignedWord, right: AlignedWord) -> bool:
    return left.form.lower() == right.form.lower()
