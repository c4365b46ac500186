"""Follow quotations across the sentences of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["QuotationMarks"]

OPENING = frozenset("“«„")
CLOSING = frozenset("”»")
SINGLE = frozenset("'‘’")
STRAIGHT = frozenset('"＂')
MARK = re.compile(f"[{''.join(OPENING | CLOSING | STRAIGHT)}]")
BEFORE_OPENING = frozenset("([{—–-‘'")
MIN_WORDS = 3
"""A shorter quotation ("the so-called “reforms”") says nothing by itself."""


class QuotationMarks:
    """Tell which words are quoted; a quotation may go on in the sentences after it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self.is_open = False
        """Whether the sentence at hand leaves a quotation open."""

    def quoted(self, tree: SentenceTree) -> list[bool]:
        """Return for each word of the next sentence whether it is inside a quotation."""
        if "\n" in self._text[self._position : tree.words[0].start]:
            self.is_open = False  # a new paragraph opens its quotation again
            self._position = tree.words[0].start
        flags = [self.is_open] * len(tree)
        end = tree.words[-1].end
        if MARK.search(self._text, self._position, end) is None:
            self._position = max(self._position, end)
        else:
            for index, word in enumerate(tree.words):
                self._read(word.start)
                flags[index] = self.is_open
                self._read(word.end)
            flags = _without_short(flags)
        for start, end in _single_quotations(tree):
            flags[start:end] = [True] * (end - start)
        return flags

    def opening(self, offset: int) -> tuple[int, int]:
        """Return the span of the last opening quotation mark before an offset."""
        text = self._text
        for end in range(offset, 0, -1):
            mark, before = text[end - 1], text[end - 2 : end - 1]
            if mark in OPENING | STRAIGHT or (mark in SINGLE and not before.isalnum()):
                return end - 1, end
        return 0, 0

    def _read(self, end: int) -> None:
        """Read the marks up to an offset."""
        for offset in range(self._position, end):
            char = self._text[offset]
            if char in OPENING:
                self.is_open = True
            elif char in CLOSING:
                self.is_open = False
            elif char in STRAIGHT:
                before = self._text[offset - 1] if offset else " "
                self.is_open = before.isspace() or before in BEFORE_OPENING
        self._position = max(self._position, end)


def _single_quotations(tree: SentenceTree) -> Iterator[tuple[int, int]]:
    """Yield what a headline quotes with single marks, if it has a verb: "Minister 'lied to MPs'"."""
    opening: int | None = None
    for index, word in enumerate(tree.words):
        if word.text in SINGLE and word.xpos == "``":
            opening = index
        elif word.text in SINGLE and word.xpos == "''" and opening is not None:
            inside = range(opening + 1, index)
            if len(inside) > 1 and any(tree.tags[other] == "VERB" for other in inside):
                yield inside.start, inside.stop
            opening = None


def _without_short(flags: list[bool]) -> list[bool]:
    """Drop quotations of a few words, unless they go on after the sentence."""
    start = 0
    while start < len(flags):
        end = start
        while end < len(flags) and flags[end] == flags[start]:
            end += 1
        if flags[start] and end - start < MIN_WORDS and end < len(flags):
            flags[start:end] = [False] * (end - start)
        start = end
    return flags
