"""Split a text into lines, and lines into words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = [
    "MAX_LINE_CHARACTERS",
    "MIN_TRAILING_WORDS",
    "PARAGRAPH_CHARACTERS",
    "Line",
    "parse_line",
    "split_lines",
]

# No boilerplate line is longer. Longer lines are treated as content without reading them, which
# bounds the cost of every pattern.
MAX_LINE_CHARACTERS = 2000
# Lines of fewer words are classified as a whole: nothing at their end is looked for.
MIN_TRAILING_WORDS = 7
# Nominal word count of a line that is too long to be read.
_UNREAD_WORDS = 400
# Of a line longer than a paragraph only the first and last characters are split into words.
PARAGRAPH_CHARACTERS, _HEAD_CHARACTERS, _TAIL_CHARACTERS = 360, 180, 90
_WORD = re.compile(r"\w+(?:'\w+)*")
# Substrings that show an apostrophe outside a word.
_LOOSE_APOSTROPHES = ("''", "' ", " '")
# `str.encode` replaces characters beyond Latin-1 with this one.
_PLACEHOLDER = "?"
# Translation of Latin-1 bytes: lower-case letters, and spaces for what separates words.
_LOWER_WORDS = bytes(
    ord(chr(code).lower()) if re.match(r"[\w'?]", chr(code)) else ord(" ") for code in range(256)
)
# Punctuation beyond Latin-1 that is common in running text and separates words.
_PUNCTUATION = "“”–—…‘"


class Line(NamedTuple):
    """
    A line that is not blank.

    `start` and `end` are offsets in the document's text, without the line feed. `text` is stripped.
    `words` are in lower case with straight apostrophes; a line over `PARAGRAPH_CHARACTERS` has only
    its first and last words there, and `word_count` is then an estimate for the whole line. A line
    over `MAX_LINE_CHARACTERS` has an empty `text` and no `words`.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    word_count: int


def split_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text in order, without blank ones."""
    normalized = _normalize(text)
    start = 0
    for full_line in text.split("\n"):
        end = start + len(full_line)
        if end - start > MAX_LINE_CHARACTERS:
            yield Line(start, end, "", (), _UNREAD_WORDS)
        elif line := full_line.strip():
            first = start if line is full_line else start + full_line.index(line)
            yield _parse(line, normalized[first : first + len(line)], start, end)
        start = end + 1


def parse_line(line: str) -> Line:
    """Return the `Line` of a stripped string, with offsets from 0."""
    return _parse(line, _normalize(line), 0, len(line))


def _parse(line: str, normalized: str, start: int, end: int) -> Line:
    if len(line) > PARAGRAPH_CHARACTERS:
        normalized = f"{normalized[:_HEAD_CHARACTERS]} {normalized[-_TAIL_CHARACTERS:]}"
        original = ""
        if _PLACEHOLDER in normalized:
            original = f"{line[:_HEAD_CHARACTERS]}\n{line[-_TAIL_CHARACTERS:]}"
        return Line(start, end, line, _words(original, normalized), line.count(" ") + 1)
    words = _words(line, normalized)
    return Line(start, end, line, words, len(words))


def _normalize(text: str) -> str:
    """
    Return a text of the same length in lower case, with spaces for punctuation.

    One pass over Latin-1 bytes is much faster than a pattern over characters. Characters beyond
    Latin-1 become `_PLACEHOLDER`.
    """
    text = text.replace(_PLACEHOLDER, " ")
    if not text.isascii():
        text = text.replace("’", "'")
        for mark in _PUNCTUATION:
            text = text.replace(mark, " ")
    return text.encode("latin-1", "replace").translate(_LOWER_WORDS).decode("latin-1")


def _words(original: str, normalized: str) -> tuple[str, ...]:
    """Return the words of a line; `original` is only read where `normalized` has placeholders."""
    if _PLACEHOLDER in normalized:
        return tuple(_WORD.findall(original.replace("’", "'").lower()))
    if "'" in normalized:
        padded = f" {normalized} "
        if any(map(padded.__contains__, _LOOSE_APOSTROPHES)):
            return tuple(_WORD.findall(normalized))
    return tuple(normalized.split())
