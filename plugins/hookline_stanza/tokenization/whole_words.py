"""
Keep words and dates that are certainly one token whole ("Its", "iPhone", "e-mail", "2026-10-14"), and
marks that are certainly one apart ("2015–2017", "(R–Fla.)").
"""

from __future__ import annotations

import re
from typing import Any

from numpy.typing import NDArray

__all__ = ["join_whole_words"]

_LETTER = "[A-Za-z\u00c0-\u024f]"
_WORD = re.compile(rf"(?<![\w'’]){_LETTER}{{2,}}(?![\w'’])")
_CONTRACTIONS = re.compile(
    r"cannot|gonna|gotta|wanna|outta|gimme|lemme|dunno|kinda|sorta|lotta|betcha|gotcha"
    r"|(?:ai|are|ca|could|did|does|do|had|has|have|is|must|should|was|were|wo|would)nt"
    r"|im|ive|youre|youve|youll|theyre|theyve|hes|shes|thats|theres|whats|lets",
    re.IGNORECASE,
)
"""Words in letters alone that English Web Treebank may write as two."""

_NOT_OWNED = (
    "a|an|the|not|really|simply|very|so|too|just|been|going|getting|still|now|also|definitely|like"
)
_IT_IS = re.compile(rf"its(?=\s(?:{_NOT_OWNED})\b)", re.IGNORECASE)
"""What is written for "it's", by the word behind it."""

_DATE = re.compile(r"(?<![\w-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])")
"""A calendar date of ISO 8601 in its extended format."""

_APART = re.compile(
    r"(?<=\d)–(?=\d)|(?<=\ds)–(?=\d)|(?<=[^\W\d_])[»*†‡](?!\w)"
    r"|(?<=\([DRIL])[-–](?=[A-Z][\w. ]{1,15}\))|(?<=,\s[DRIL])[-–](?=[A-Z][\w.]{1,15}[,.;:])"
)
"""The dash of a range or of a party tag ("(R–Fla.)"), and a mark behind a word, are tokens."""

_HYPHEN = re.compile(rf"(?<={_LETTER})-(?={_LETTER})")


def join_whole_words(text: str, marks: NDArray[Any]) -> None:
    """
    Let no token end inside a word or a date, and none have a hyphen at one side of two words.

    The dash of a range or of a party tag, and a guillemet or a footnote mark behind a word, are tokens
    of their own.

    English Web Treebank, from which the network learns, has reviews in which "Its" and "Im" are two
    tokens, so that it takes other words apart, too ("Goanna" as "gonna").

    Args:
        text: Characters with white space collapsed.
        marks: [characters] boundary marks, changed in place; see `BoundaryNetwork`.
    """
    for match in _WORD.finditer(text):
        start, end = match.span()
        if not marks[start : end - 1].any() or _CONTRACTIONS.fullmatch(match[0]):
            continue
        if not _IT_IS.match(text, start):
            marks[start : end - 1] = 0
    for match in _DATE.finditer(text):
        marks[match.start() : match.end() - 1] = 0
        for end in (match.start() - 1, match.end() - 1):
            if end >= 0:
                marks[end] = max(1, marks[end])
    for match in _APART.finditer(text):
        for end in (match.start() - 1, match.start()):
            marks[end] = max(1, marks[end])
    for match in _HYPHEN.finditer(text):
        hyphen = match.start()
        marks[hyphen] = min(1, marks[hyphen - 1])
