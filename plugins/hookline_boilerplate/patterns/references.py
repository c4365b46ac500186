"""Recognize references: the works that an article cites, in a list or a note."""

from __future__ import annotations

import re

from hookline_boilerplate.lines import Line

__all__ = ["MIN_REFERENCE_WORDS", "is_reference"]

MIN_REFERENCE_WORDS, _MIN_WORDS_WITH_ADDRESS = 5, 8
_ADDRESS = re.compile(r"https?://[^\s]")
# The year of a work in brackets, its number in a list, an identifier, or what stands before its place.
_CITED = re.compile(
    r"\((?:19|20)\d\d[a-z]?(?:, [^\W\d_]{3,9}\.?(?: \d{1,2})?)?\)|\(n\.d\.\)|\[\d{1,3}\]\s+\w"
    r"|\bdoi\.org/|\bet al\b|\bRetrieved from\b"
)


def is_reference(line: Line) -> bool:
    """Return whether a line names a work with its year, number or address, and more words than that."""
    text, count = line.text, line.word_count
    if count < MIN_REFERENCE_WORDS:
        return False
    if count >= _MIN_WORDS_WITH_ADDRESS and "://" in text and _ADDRESS.search(text):
        return True
    return _CITED.search(text) is not None
