"""Measure how much of a text repeats itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

__all__ = ["repeated", "repeated_in_ngrams", "top_ngram"]


def repeated(parts: Sequence[str]) -> tuple[float, float]:
    """Return the share of parts that occurred before, and of their characters."""
    distinct = set(parts)
    count, size = len(parts), sum(map(len, parts))
    characters = size - sum(map(len, distinct))
    return (count - len(distinct)) / max(count, 1), characters / max(size, 1)


def top_ngram(words: Sequence[str], size: int) -> float:
    """Return the share of characters in the n-gram that occurs most often, if it occurs twice."""
    counts = Counter(zip(*(words[at:] for at in range(size)), strict=False))
    if not counts:
        return 0.0
    ngram, count = max(counts.items(), key=lambda item: (item[1], sum(map(len, item[0]))))
    share = count * sum(map(len, ngram)) / sum(map(len, words))
    return min(share, 1.0) if count > 1 else 0.0


def repeated_in_ngrams(words: Sequence[str], size: int) -> float:
    """Return the share of characters in n-grams that occurred before, each character once."""
    seen: set[tuple[str, ...]] = set()
    again = at = 0
    while at <= len(words) - size:
        ngram = tuple(words[at : at + size])
        if ngram in seen:
            again += sum(map(len, ngram))
            at += size
        else:
            seen.add(ngram)
            at += 1
    return again / max(sum(map(len, words)), 1)
