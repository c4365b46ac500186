"""What a step is: a function from a text to the edits it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from hookline import Edit

__all__ = ["Step", "changed", "replacing"]

Step = Callable[[str], Iterable[Edit]]


def replacing(characters: str, replacement: str = "") -> Step:
    """Return the step that replaces each of `characters` (a set, as in a regular expression)."""
    # A pattern that opens with a plain set is searched far faster than one that repeats it.
    search = re.compile(f"[{characters}]" + ("" if replacement else f"[{characters}]*")).finditer
    beyond_ascii = not any(re.match(f"[{characters}]", chr(code)) for code in range(128))

    def step(text: str) -> Iterator[Edit]:
        if beyond_ascii and text.isascii():
            return
        for match in search(text):
            yield Edit(match.start(), match.end(), replacement)

    return step


def changed(start: int, old: str, new: str) -> Edit:
    """Return the edit that turns `old`, at offset `start`, into `new`, less their common ends."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(start + head, start + len(old) - tail, new[head : len(new) - tail])
