"""Split a text into words that spaCy can join again without loss."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from hookline import Token

__all__ = ["SpacyWord", "split_words"]


class SpacyWord(NamedTuple):
    """
    A word of a spaCy document.

    `space` says whether one space follows. `token` is the first token with this span, `indexes` are
    those of all tokens in it. A word of other white space, or of text that no token covers, has none.
    """

    text: str
    space: bool
    token: Token | None
    indexes: tuple[int, ...]


def split_words(text: str, tokens: Sequence[Token]) -> list[SpacyWord]:
    """Return the words of a text; tokens that share characters become one."""
    words: list[SpacyWord] = []
    offset = 0
    for (start, end), run in groupby(
        enumerate(tokens), key=lambda item: (item[1].start, item[1].end)
    ):
        members = list(run)
        indexes = tuple(index for index, _ in members)
        start = max(start, offset)
        if start < end:
            _append_gap(words, text[offset:start])
            words.append(SpacyWord(text[start:end], False, members[0][1], indexes))
            offset = end
        elif words and words[-1].token:
            words[-1] = words[-1]._replace(indexes=words[-1].indexes + indexes)
    _append_gap(words, text[offset:])
    return words


def _append_gap(words: list[SpacyWord], gap: str) -> None:
    """Append the text between two tokens, its first space as that of the word before."""
    if words and gap.startswith(" "):
        words[-1] = words[-1]._replace(space=True)
        gap = gap[1:]
    if gap:
        space = gap != " " and gap.endswith(" ")
        words.append(SpacyWord(gap[:-1] if space else gap, space, None, ()))
