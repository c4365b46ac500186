"""What a step is: a function from a text, and its odd characters, to the edits it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from hookline import Edit

__all__ = ["Step", "changed", "odd", "replacing"]

# A step is given a text and its odd characters, which tell at little cost that it has nothing to do.
Step = Callable[[str, str], Iterable[Edit]]

_PLAIN = bytes([*b"\n", *range(0x20, 0x7F)])


def odd(text: str) -> str:
    """Return the characters of a text but printable ASCII and line feeds, in order."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return rest.decode("utf-8", "surrogatepass")


def replacing(characters: str, replacement: str = "") -> Step:
    """Return the step that replaces each of some odd characters (a set, as in a pattern)."""
    one = re.compile(f"[{characters}]")
    # A pattern that opens with a plain set is searched far faster than one that repeats it.
    runs = one if replacement else re.compile(f"[{characters}][{characters}]*")

    def step(text: str, odd: str) -> Iterator[Edit]:
        if one.search(odd):
            for match in runs.finditer(text):
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
