"""Split a text into lines, and lines into words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["LONGEST", "Line", "split"]

# Nothing that a page repeats around its articles is as long as this; longer lines are content and
# are never looked into, which bounds the cost of every pattern.
LONGEST = 2000
# A paragraph is read at its beginning and its end, which say enough.
_PARAGRAPH, _HEAD, _TAIL = 360, 180, 90
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


class Line(NamedTuple):
    """
    A line that is not empty: its offsets, its text without outer white space, its words.

    `end` is that of the line without its line feed. Words are in lower case, their apostrophes
    straight; of a paragraph they are the first and the last ones, and `size` tells about how many
    there are in all. A line over `LONGEST` characters has neither text nor words.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    size: int


def split(text: str) -> Iterator[Line]:
    """Yield the lines of a text in order, without those that hold white space only."""
    for match in _LINE.finditer(text):
        start, end = match.span()
        if end - start > LONGEST:
            yield Line(start, end, "", (), 400)
        elif line := match[0].strip():
            yield read(line, start, end)


def read(line: str, start: int, end: int) -> Line:
    """Return the line with this text, which has no outer white space."""
    if len(line) > _PARAGRAPH:
        parts = f"{line[:_HEAD]}\n{line[-_TAIL:]}"
        return Line(start, end, line, _words(parts), line.count(" ") + 1)
    words = _words(line)
    return Line(start, end, line, words, len(words))


def _words(text: str) -> tuple[str, ...]:
    if not text.isascii():
        text = text.replace("’", "'")
    return tuple(_WORD.findall(text.lower()))
