"""Split a text into lines, and lines into words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["LONGEST", "PARAGRAPH", "Line", "read", "split"]

# Nothing that a page repeats around its articles is as long as this; longer lines are content and
# are never looked into, which bounds the cost of every pattern.
LONGEST = 2000
# A paragraph is read at its beginning and its end, which say enough.
PARAGRAPH, _HEAD, _TAIL = 360, 180, 90
_WORD = re.compile(r"\w+(?:'\w+)*")
# An apostrophe that is not inside a word.
_LOOSE = re.compile("'[' ]|(?<= )'")
# What parts words in ASCII becomes a space, and the rest lower case, in one pass over its bytes.
_PARTED = bytes(
    ord(chr(code).lower()) if re.match(r"[\w']", chr(code), re.ASCII) else ord(" ")
    for code in range(256)
)
# Marks of running text that part words, too.
_MARKS = "“”–—…‘\u00a0"


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
    start = 0
    for whole in text.split("\n"):
        end = start + len(whole)
        if end - start > LONGEST:
            yield Line(start, end, "", (), 400)
        elif line := whole.strip():
            yield read(line, start, end)
        start = end + 1


def read(line: str, start: int, end: int) -> Line:
    """Return the line with this text, which has no outer white space."""
    if len(line) > PARAGRAPH:
        parts = f"{line[:_HEAD]}\n{line[-_TAIL:]}"
        return Line(start, end, line, _words(parts), line.count(" ") + 1)
    words = _words(line)
    return Line(start, end, line, words, len(words))


def _words(text: str) -> tuple[str, ...]:
    plain = text
    if not text.isascii():
        plain = text.replace("’", "'")
        for mark in _MARKS:
            plain = plain.replace(mark, " ")
        if not plain.isascii():
            return tuple(_WORD.findall(text.replace("’", "'").lower()))
    plain = plain.encode("ascii").translate(_PARTED).decode("ascii")
    if "'" in plain and _LOOSE.search(f" {plain} "):
        return tuple(_WORD.findall(plain))
    return tuple(plain.split())
