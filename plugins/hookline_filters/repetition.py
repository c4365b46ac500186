"""Measure how much of a text repeats itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

__all__ = ["repeated_ngram_share", "repeated_shares", "top_ngram_share"]


def repeated_shares(parts: Sequence[str]) -> tuple[float, float]:
    """Return the shares (0 to 1) of parts that occurred before, and of the characters in them."""
    distinct = set(parts)
    count, size = len(parts), sum(map(len, parts))
    characters = size - sum(map(len, distinct))
    return (count - len(distinct)) / max(count, 1), characters / max(size, 1)


def top_ngram_share(words: Sequence[str], size: int) -> float:
    """Return the share (0 to 1) of characters in the most frequent n-gram, if it occurs twice."""
    counts = Counter(zip(*(words[start:] for start in range(size)), strict=False))
    if not counts:
        return 0.0
    ngram, count = max(counts.items(), key=lambda item: (item[1], sum(map(len, item[0]))))
    share = count * sum(map(len, ngram)) / sum(map(len, words))
    return min(share, 1.0) if count > 1 else 0.0


def repeated_ngram_share(words: Sequence[str], size: int) -> float:
    """Return the share (0 to 1) of characters in n-grams that occurred before, without overlaps."""
    seen: set[tuple[str, ...]] = set()
    repeated_characters = start = 0
    while start <= len(words) - size:
        ngram = tuple(words[start : start + size])
        if ngram in seen:
            repeated_characters += sum(map(len, ngram))
            start += size
        else:
            seen.add(ngram)
            start += 1
    return repeated_characters / max(sum(map(len, words)), 1)
