"""Tell bylines, credits and captions from running text."""

from __future__ import annotations

from hookline_coref.lexicon.lexicon import Lexicon, Zone
from hookline_coref.text.words import DocumentWords

__all__ = ["word_zones"]

_MAX_LINE_WORDS = 60
"""Longer lines are running text."""
_MAX_BYLINE_WORDS = 12


def word_zones(words: DocumentWords, lexicon: Lexicon) -> list[Zone]:
    """Return what kind of line each word stands in."""
    zones: list[Zone] = ["body"] * len(words)
    first = 0
    while first < len(words):
        last = first
        while last + 1 < len(words) and words.paragraphs[last + 1] == words.paragraphs[first]:
            last += 1
        if last - first < _MAX_LINE_WORDS:
            zones[first : last + 1] = _line_zones(words, first, last, lexicon)
        first = last + 1
    return zones


def _line_zones(words: DocumentWords, first: int, last: int, lexicon: Lexicon) -> list[Zone]:
    """Return the kind of each word of a line: all are of one kind, or a credit ends the line."""
    line = words.text[words.starts[first] : words.ends[last]]
    count = last + 1 - first
    for zone, pattern in lexicon.zones:
        if pattern.match(line) and (zone != "byline" or count <= _MAX_BYLINE_WORDS):
            return [zone] * count
    credit = lexicon.credit_within.search(line)
    position = words.starts[first] + (credit.start() if credit else len(line))
    body = sum(start < position for start in words.starts[first : last + 1])
    is_caption = (credit or lexicon.place_in_picture.search(line)) and not any(
        tag in ("VERB", "AUX") for tag in words.tags[first : first + body]
    )
    before: list[Zone] = ["caption" if is_caption else "body"] * body
    after: list[Zone] = ["credit"] * (count - body)
    return before + after
