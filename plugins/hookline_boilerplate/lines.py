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
# What stands about an apostrophe that is not inside a word.
_LOOSE = ("''", "' ", " '")
# What parts words in Latin-1 becomes a space, and the rest lower case, in one pass over its bytes.
# What stands for a character beyond it (`str.encode` has it so) stays.
_STRANGE = "?"
_PARTED = bytes(
    ord(chr(code).lower()) if re.match(r"[\w'?]", chr(code)) else ord(" ") for code in range(256)
)
# Marks of running text that part words, too.
_MARKS = "“”–—…‘"


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
    plain = _plain(text)
    start = 0
    for whole in text.split("\n"):
        end = start + len(whole)
        if end - start > LONGEST:
            yield Line(start, end, "", (), 400)
        elif line := whole.strip():
            first = start if line is whole else start + whole.index(line)
            yield _read(line, plain[first : first + len(line)], start, end)
        start = end + 1


def read(line: str) -> Line:
    """Return the line with this text, which has no outer white space, as all of a text."""
    return _read(line, _plain(line), 0, len(line))


def _read(line: str, plain: str, start: int, end: int) -> Line:
    if len(line) > PARAGRAPH:
        plain = f"{plain[:_HEAD]} {plain[-_TAIL:]}"
        parts = f"{line[:_HEAD]}\n{line[-_TAIL:]}" if _STRANGE in plain else ""
        return Line(start, end, line, _words(parts, plain), line.count(" ") + 1)
    words = _words(line, plain)
    return Line(start, end, line, words, len(words))


def _plain(text: str) -> str:
    """Return a text in lower case, its marks as spaces, and a sign for what is not Latin-1."""
    text = text.replace(_STRANGE, " ")
    if not text.isascii():
        text = text.replace("’", "'")
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return text.encode("latin-1", "replace").translate(_PARTED).decode("latin-1")


def _words(text: str, plain: str) -> tuple[str, ...]:
    if _STRANGE in plain:
        return tuple(_WORD.findall(text.replace("’", "'").lower()))
    if "'" in plain:
        apart = f" {plain} "
        if any(map(apart.__contains__, _LOOSE)):
            return tuple(_WORD.findall(plain))
    return tuple(plain.split())
