"""Match predicted mentions to those of an annotated file by their heads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from hookline_eval.gold.coreference import GoldMention
from hookline_eval.gold.layout import Offsets

__all__ = ["match_mentions"]


def match_mentions(gold: Sequence[GoldMention], predicted: Sequence[Offsets]) -> dict[int, int]:
    """
    Return for each predicted mention that matches a gold one the index of that one.

    Two mentions match if one lies in the other and the predicted one holds a word of the other's core,
    so that "Obama" and "President Barack Obama of the US" are one mention, as in the head match of
    CorefUD. A mention is matched once; the pairs that differ least in length come first.
    """
    spans = sorted((start, end, index) for index, (start, end) in enumerate(predicted))
    starts = [start for start, _, _ in spans]
    longest = max((end - start for start, end, _ in spans), default=0)
    pairs = []
    for key, mention in enumerate(gold):
        position = bisect_left(starts, mention.start - longest)
        while position < len(spans) and spans[position][0] < mention.end:
            start, end, index = spans[position]
            position += 1
            nested = (mention.start <= start and end <= mention.end) or (
                start <= mention.start and mention.end <= end
            )
            if nested and any(first < end and start < last for first, last in mention.core):
                difference = abs((end - start) - (mention.end - mention.start))
                pairs.append((difference, key, index))
    matches: dict[int, int] = {}
    used: set[int] = set()
    for _, key, index in sorted(pairs):
        if key not in used and index not in matches:
            matches[index] = key
            used.add(key)
    return matches
