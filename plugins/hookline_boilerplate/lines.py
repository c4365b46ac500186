"""Split a text into lines, and lines into words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["LONGEST", "Line", "split"]

# Nothing that a page repeats around its articles is as long as this; longer lines are content and
# are never looked into, which bounds the cost of every pattern.
LONGEST = 2000
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


class Line(NamedTuple):
    """
    A line that is not empty: its offsets, its text without outer white space, its words.

    `end` is that of the line without its line feed. Words are in lower case, their apostrophes
    straight; a line over `LONGEST` characters has neither text nor words.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]


def split(text: str) -> Iterator[Line]:
    """Yield the lines of a text in order, without those that hold white space only."""
    for match in _LINE.finditer(text):
        start, end = match.span()
        if end - start > LONGEST:
            yield Line(start, end, "", ())
        elif line := match[0].strip():
            words = _WORD.findall(line.lower().replace("’", "'"))
            yield Line(start, end, line, tuple(words))
