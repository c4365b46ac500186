"""Tell bylines, credits and captions from running text."""

from __future__ import annotations

from hookline_coref.lexicon.lexicon import Lexicon, Zone
from hookline_coref.text.words import DocumentWords

__all__ = ["word_zones"]

_MAX_LINE_WORDS = 60
"""Longer lines are running text."""


def word_zones(words: DocumentWords, lexicon: Lexicon) -> list[Zone]:
    """Return what kind of line each word stands in."""
    zones: list[Zone] = ["body"] * len(words)
    first = 0
    while first < len(words):
        last = first
        while last + 1 < len(words) and words.paragraphs[last + 1] == words.paragraphs[first]:
            last += 1
        if last - first < _MAX_LINE_WORDS:
            line = words.text[words.starts[first] : words.ends[last]]
            for zone, pattern in lexicon.zones:
                if pattern.match(line) and (zone != "byline" or last - first < 12):
                    zones[first : last + 1] = [zone] * (last + 1 - first)
                    break
        first = last + 1
    return zones
