"""Compute the edits that turn one text into another, in bounded time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate

from hookline.document.alignment import Edit

__all__ = ["difference"]

# difflib is quadratic in the worst case: with more pieces than this on a side, everything between the
# common ends counts as replaced.
LIMIT = 2000
GRAINS = (re.compile(r"[^\n]*\n|[^\n]+"), re.compile(r"\s+|\w+|[^\w\s]"))


def difference(old: str, new: str) -> list[Edit]:
    """
    Return the edits, in order, that turn `old` into `new`.

    Lines are compared first, then words inside changed lines, with the matcher of Ratcliff and
    Obershelp (Python's difflib). A changed word is replaced as a whole, except for its common ends.
    """
    return list(_edits(old, new, 0, 0))


def _edits(old: str, new: str, offset: int, grain: int) -> Iterator[Edit]:
    prefix = _common(old, new)
    suffix = _common(old[prefix:][::-1], new[prefix:][::-1])
    offset += prefix
    old, new = old[prefix : len(old) - suffix], new[prefix : len(new) - suffix]
    if not old or not new:
        if old or new:
            yield Edit(offset, offset + len(old), new)
        return
    if grain == len(GRAINS):
        yield Edit(offset, offset + len(old), new)
        return
    before, after = GRAINS[grain].findall(old), GRAINS[grain].findall(new)
    if max(len(before), len(after)) > LIMIT:
        yield Edit(offset, offset + len(old), new)
        return
    starts = [0, *accumulate(map(len, before))]
    news = [0, *accumulate(map(len, after))]
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            here, there = old[starts[i] : starts[j]], new[news[k] : news[m]]
            yield from _edits(here, there, offset + starts[i], grain + 1)


def _common(one: str, other: str) -> int:
    """Return the length of the longest common prefix."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
