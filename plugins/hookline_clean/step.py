"""Cleaning steps: functions from a text to the edits that it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from hookline import Edit

__all__ = ["Step", "minimal_edit", "replacing", "special_characters"]

# Arguments are the text and its special characters, which show at once whether a step has to search
# the text at all.
Step = Callable[[str, str], Iterable[Edit]]

_PLAIN = bytes([*b"\n", *range(0x20, 0x7F)])


def special_characters(text: str) -> str:
    """Return the characters of a text without printable ASCII and line feeds, in order."""
    special = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return special.decode("utf-8", "surrogatepass")


def replacing(characters: str, replacement: str = "") -> Step:
    """Return a step that replaces each special character of a set, in the notation of `re`."""
    single = re.compile(f"[{characters}]")
    # A pattern that starts with a plain set is searched far faster than one that repeats it.
    pattern = single if replacement else re.compile(f"[{characters}][{characters}]*")

    def step(text: str, special: str) -> Iterator[Edit]:
        if single.search(special):
            for match in pattern.finditer(text):
                yield Edit(match.start(), match.end(), replacement)

    return step


def minimal_edit(start: int, old: str, new: str) -> Edit:
    """Return the edit that turns `old`, at offset `start`, into `new`, without their common ends."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(start + head, start + len(old) - tail, new[head : len(new) - tail])
