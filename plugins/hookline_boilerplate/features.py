"""Describe a line, by itself, in numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from hookline_boilerplate.lines import Line
from hookline_boilerplate.phrases import FAMILIES, Phrases
from hookline_boilerplate.shapes import shape

__all__ = ["WIDTH", "Described", "Describer", "tokens"]

_SIZES = (1, 2, 4, 8, 14, 24, 49)
_ENDS = (".", "?", "!", ":", ",;", "…", ")", "\"'”’»“", "-–—|/>›→")
_STARTS = ("-–—•*·▪●◦", "\"'“‘«„", "#@", "([")
_MARKS = ("http", "www.", "@", "|", "»", ">", "→", "#", "•", "·", "...", "“", '"', "(", "$", "%")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TIME = re.compile(r"\d:\d\d")
_NUMBER = re.compile(r"\d+")
_WORD_SETS = (
    frozenset(["you", "your", "yours", "you're", "yourself"]),
    frozenset(["we", "our", "us", "ours", "we're", "we've"]),
    frozenset(["i", "my", "me", "i'm", "i've", "i'd"]),
    frozenset(["he", "she", "they", "his", "her", "their", "him", "them"]),
    frozenset(["said", "says", "told", "was", "were", "had"]),
    frozenset(["here", "now", "today", "free", "click"]),
)
# A short line is read whole; of a long one the beginning and the end say enough.
_FIRST, _LAST = 20, 5

_FAMILY = {family: at for at, family in enumerate(FAMILIES)}
WIDTH = (
    len(_SIZES)
    + 1
    + len(_ENDS)
    + len(_STARTS)
    + len(_MARKS)
    + len(_WORD_SETS)
    + 14
    + 3 * len(_FAMILY)
)


class Described(NamedTuple):
    """
    What is known of one line.

    `values` are `WIDTH` numbers of about unit size; `whole` and `part` are the families of phrases
    that are all of the line, or some of it (the longest, of `size` words, which `opening` says may
    stand at the start of a line only), and `shape` that of its shape; `known` is the share of
    its words that are function words of a known language; `closed` lines end like a sentence, and
    `prose` is long enough, and in words enough of that kind, to be one.
    """

    values: list[float]
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
        self._ends, self._starts = _flags(_ENDS), _flags(_STARTS)

    def describe(self, line: Line) -> Described:
        """Describe one line without regard to those around it."""
        text, words = line.text, line.words
        count = len(words) if text else 400
        total = max(len(words), 1)
        common = self._phrases.function_words
        known = sum(map(common.__contains__, words)) / total
        ending = text[-1:]
        closed = ending in ".!?…" or (ending in "\"'”’»)" and text[-2:-1] in ".!?…")
        prose = not text or (count >= 12 and known >= 0.2 and closed)
        whole, part, size, opening = None, None, 0, False
        values = [0.0] * WIDTH
        base = WIDTH - 3 * len(_FAMILY)
        if count <= 60:
            for family, length, is_whole, first in self._phrases.find(words):
                if is_whole:
                    whole = whole or family
                    values[base + _FAMILY[family]] = 1.0
                elif length > size:
                    part, size, opening = family, length, first
                if not is_whole:
                    values[base + len(_FAMILY) + _FAMILY[family]] = min(1.0, 3 * length / count)
        formed = shape(line)
        if formed:
            values[base + 2 * len(_FAMILY) + _FAMILY[formed]] = 1.0
        self._fill(values, text, words, count, known)
        values[base - 1] = float(closed)
        values[base - 2] = float(prose)
        return Described(values, count, known, closed, prose, whole, part, size, opening, formed)

    def _fill(
        self, values: list[float], text: str, words: tuple[str, ...], count: int, known: float
    ) -> None:
        """Set the numbers that need no phrases."""
        values[sum(count > size for size in _SIZES)] = 1.0
        size = max(len(text), 1)
        said = set(words)
        initials = [word[0] for word in text.split() if word[0].isalpha()]
        numbers = _NUMBER.findall(text)
        found = [
            *self._ends.get(text[-1:], self._ends[None]),
            *self._starts.get(text[:1], self._starts[None]),
            *[mark in text for mark in _MARKS],
            *[not group.isdisjoint(said) for group in _WORD_SETS],
            min(count, 100) / 50,
            known,
            text[:1].islower(),
            text[:1].isdigit(),
            text.isupper(),
            sum(map(str.isupper, initials)) / max(len(initials), 1),
            sum(map(len, numbers)) / size if count < 60 else 0.0,
            min(text.count(","), 8) / 4,
            min(text.count(". "), 5) / 2,
            bool(numbers and _YEAR.search(text)),
            bool(numbers and _TIME.search(text)),
            min(size / max(count, 1), 20) / 10 if text else 0.5,
        ]
        values[len(_SIZES) + 1 : len(_SIZES) + 1 + len(found)] = map(float, found)


def _flags(groups: tuple[str, ...]) -> dict[str | None, list[bool]]:
    """Return for each character which of the groups it is in; under None, that it is in none."""
    chars = {"", *"".join(groups)}
    return {char: [char in group for group in groups] for char in chars} | {
        None: [False] * len(groups)
    }


def tokens(line: Line) -> list[str]:
    """Return the words, pairs of words, first and last word of a line: what a vocabulary lists."""
    words = line.words
    if not words:
        return []
    if len(words) > _FIRST + _LAST:
        words = words[:_FIRST] + words[-_LAST:]
    if _NUMBER.search(" ".join(words)):
        words = tuple(_NUMBER.sub("0", word) for word in words)
    found = [f"^{words[0]}", f"{words[-1]}$", *words]
    found += [f"{one} {two}" for one, two in pairwise(words)]
    if len(words) <= 5:
        found.append("=" + " ".join(words))
    return found
