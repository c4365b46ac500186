"""The step that joins words at a hyphen and a line end, and tells which hyphens belong to the word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hookline import Edit

__all__ = ["join_hyphenated_words"]

_BREAK = re.compile(r"(?<=[^\W_])([-\u2010\u00ad])[ \t]*\n[ \t]*(?=[^\W_])")
_WORD_BEFORE = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*$")
_WORD_AFTER = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MAX_WORD = 60  # characters
# First and second parts of compounds that are written with a hyphen where they have one at a line end.
_FIRST_PARTS = frozenset(
    re.findall(
        r"\w+",
        "all cross ex full half high large long low much non open part pre self semi short single "
        "small so then two three four five six seven eight nine ten twenty thirty forty fifty sixty "
        "seventy eighty ninety vice well",
    )
)
_SECOND_PARTS = frozenset(
    re.findall(
        r"\w+",
        "and based born called century day driven elect founded free friendly hour in known law led "
        "like long looking made making month of off old on or out owned page per related run scale "
        "sized speaking style term the time to up week wide year",
    )
)

# Words behind a hyphen that stands for the rest of a compound: "pre- and post-war".
_CONJUNCTIONS = frozenset({"and", "or", "to", "und", "oder", "bis"})


def join_hyphenated_words(text: str, special: str) -> Iterator[Edit]:
    """
    Join words around a hyphen at a line end; a hyphen that belongs to the word stays.

    It stays before a capital letter and beside a digit ("Anglo-Saxon", "20-30"), in words that have it
    elsewhere in the text, and in parts that compounds are made of ("well-known"). It goes from words
    that occur elsewhere in the text without it, and from all others. Before a conjunction ("pre- and
    post-war") the hyphen stays and the line end becomes a space.
    """
    known: frozenset[str] | None = None
    for match in _BREAK.finditer(text):
        start, end = match.span()
        before = _WORD_BEFORE.search(text, max(start - _MAX_WORD, 0), start)
        after = _WORD_AFTER.match(text, end, end + _MAX_WORD)
        if match[1] == "\u00ad" or before is None or after is None:
            yield Edit(start, end)
            continue
        if known is None:
            known = frozenset(word.lower() for word in _WORDS.findall(text))
        if after[0].lower() in _CONJUNCTIONS and (before[0] + after[0]).lower() not in known:
            yield Edit(start + 1, end, " ")
            continue
        is_kept = _belongs(before[0], after[0], known)
        yield Edit(start + 1 if is_kept else start, end)


def _belongs(before: str, after: str, known: frozenset[str]) -> bool:
    """Tell whether a hyphen between two parts is part of the word."""
    if before[-1].isdigit() or after[0].isdigit():
        return True
    is_uppercase = len(before) > 1 < len(after) and before.isupper() and after.isupper()
    if after[0].isupper() and not is_uppercase:
        return True
    first, second = before.lower(), after.lower()
    if first + second in known:
        return False
    return (
        f"{first}-{second}" in known
        or "-" in first
        or first in _FIRST_PARTS
        or second.partition("-")[0] in _SECOND_PARTS
    )
