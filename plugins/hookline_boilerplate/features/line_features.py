"""Describe a line, by itself, in numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress, pairwise
from math import log1p
from typing import NamedTuple

from hookline_boilerplate.features.casing import Cases
from hookline_boilerplate.lines import Line
from hookline_boilerplate.patterns.phrases import Phrases, Signs
from hookline_boilerplate.patterns.shapes import shape

__all__ = ["COLUMNS", "WHOLE", "Described", "Describer", "listed_words", "tokens"]

_ENDS = {
    char: number
    for number, chars in enumerate(
        (".", "?", "!", ":", ",;", "…", ")", "\"'”’»“", "-–—|/>›→", "0123456789"), 1
    )
    for char in chars
}
_CLOSERS = "\"'”’»)]*"
# Notes and sources may stand behind the full stop: ‘… ended.” [3]’.
_CLOSED = re.compile(r"[.!?…][\"'”’»)*]*(?:\s*[\[(][^\])]{1,20}[\])])*$")
# A short line is read whole; of a long one the beginning and the end say enough.
_FIRST, _LAST = 12, 5
# A line of so few words is also listed as a whole.
WHOLE = 5
# So many words may be a label or a headline, and so many are searched for phrases.
_SHORT, _READ = 40, 60
# What stands for the case of a paragraph: that of running text.
_UNCASED = (0.1, 0.1, 0.0)
_NUMBER = re.compile(r"\d+")

COLUMNS = (
    "words", "size", "known", "initials", "titles", "closed", "prose", "end", "letters", "digits",
    "part", "whole", "shape", "stops",
)  # fmt: skip


class Described(NamedTuple):
    """
    What is known of one line.

    `values` are the numbers that `COLUMNS` name; `whole` and `part` are the families of phrases
    that are all of the line, or some of it (the longest, of `size` words, which `opening` says may
    stand at the start of a line only), and `shape` that of its shape; `known` is the share of
    its words that are function words of a known language; `closed` lines end like a sentence, and
    `prose` is long enough, and in words enough of that kind, to be one.
    """

    values: tuple[float, ...]
    words: int
    known: float
    closed: bool
    prose: bool
    whole: str | None
    part: str | None
    size: int
    opening: bool
    shape: str | None


class Describer:
    """Describe lines; loads the phrases when made."""

    def __init__(self) -> None:
        self._phrases = Phrases()
        self._cases = Cases()
        self._is_function_word = self._phrases.function_words.__contains__

    def describe(self, lines: Sequence[Line]) -> list[Described]:
        """Describe each of some lines without regard to those around it."""
        short = [line.size <= _SHORT and line.text != "" for line in lines]
        cases = iter(self._cases.of([line.text for line in compress(lines, short)]))
        return [
            self._described(line, next(cases) if is_short else _UNCASED)
            for line, is_short in zip(lines, short, strict=True)
        ]

    def _described(self, line: Line, case: Sequence[float]) -> Described:
        text, words, count = line.text, line.words, line.size
        total = len(words) or 1
        known = sum(map(self._is_function_word, words)) / total
        ending = text[-1:]
        closed = ending in ".!?…" or (ending in _CLOSERS and _CLOSED.search(text[-40:]) is not None)
        # A paragraph that leads to a list or a table ends with a colon, or with nothing.
        least = 12 if closed else 25
        prose = not text or (count >= least and known >= (0.2 if closed else 0.3))
        whole, part, size, opening = None, None, 0, False
        if len(words) == count and count <= _READ:
            for family, length, is_whole, first in self._phrases.find(words):
                if is_whole:
                    whole = whole or family
                elif length > size:
                    part, size, opening = family, length, first
        formed = shape(line)
        initials, titles, digits = case
        length = len(text)
        values = (
            log1p(count),
            log1p(length),
            known,
            initials,
            titles,
            closed,
            prose,
            _ENDS.get(ending, 0),
            min(length / (count or 1), 30.0),
            digits,
            3 * size / count if size else 0.0,
            whole is not None,
            formed is not None,
            min(text.count(". "), 5),
        )
        return Described(values, count, known, closed, prose, whole, part, size, opening, formed)

    def signs(self, families: frozenset[str]) -> Signs:
        """Return what tells at little cost that words hold no phrase of these families."""
        return self._phrases.signs(families)

    def names(self, words: tuple[str, ...], families: frozenset[str]) -> bool:
        """Tell whether a phrase in some words names one of the families."""
        return any(found.family in families for found in self._phrases.find(words))


def tokens(line: Line) -> list[str]:
    """Return the words, pairs of words, first and last word of a line: what a vocabulary lists."""
    words = listed_words(line)
    if not words:
        return []
    found = [f"^{words[0]}", f"{words[-1]}$", *words]
    found += [f"{one} {two}" for one, two in pairwise(words)]
    if len(words) <= WHOLE:
        found.append("=" + " ".join(words))
    return found


def listed_words(line: Line) -> tuple[str, ...]:
    """Return the words of a line that count: the first and last ones, their numbers all alike."""
    words = line.words
    if len(words) > _FIRST + _LAST:
        words = words[:_FIRST] + words[-_LAST:]
    if "".join(words).replace("'", "").isalpha():
        return words
    return tuple([_NUMBER.sub("0", word) if word[0].isdigit() else word for word in words])
