"""Cut a text into words the way spaCy needs it: joined again, they are the text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from hookline import Token

__all__ = ["Word", "words_of"]


class Word(NamedTuple):
    """
    A word of spaCy's: its characters, whether a space follows, and the token that it is.

    White space beyond that one space, and text that no token covers, are words without a token.
    """

    text: str
    space: bool
    token: Token | None
    tokens: tuple[int, ...]


def words_of(text: str, tokens: Sequence[Token]) -> list[Word]:
    """Return the words of a text; tokens that share characters become one."""
    words: list[Word] = []
    at = 0
    numbered = list(enumerate(tokens))
    for (start, end), run in groupby(numbered, key=lambda item: (item[1].start, item[1].end)):
        members = list(run)
        start = max(start, at)
        if start >= end:
            if words and words[-1].token:
                joined = (*words[-1].tokens, *(number for number, _ in members))
                words[-1] = words[-1]._replace(tokens=joined)
            continue
        _fill(words, text[at:start])
        words.append(
            Word(text[start:end], False, members[0][1], tuple(number for number, _ in members))
        )
        at = end
    _fill(words, text[at:])
    return words


def _fill(words: list[Word], gap: str) -> None:
    """Put what lies between two tokens into the words."""
    if not gap:
        return
    if words and gap[0] == " ":
        words[-1] = words[-1]._replace(space=True)
        gap = gap[1:]
    if gap:
        space = gap != " " and gap.endswith(" ")
        words.append(Word(gap[:-1] if space else gap, space, None, ()))
