"""Name the family of every removed line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hookline_boilerplate.families import OTHER
from hookline_boilerplate.features.line_features import LineFeatures
from hookline_boilerplate.lines import Line

__all__ = ["name_families"]

# Families that a heading names, and that go on for lines which do not name them.
_BLOCK_FAMILIES = frozenset(
    {"related", "comments", "tags", "author", "contact", "navigation", "legal"}
)
_PRICE = re.compile(r"(?:[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|EUR|USD|%\s*off))", re.I)
# fmt: off
# Verbs that open a call to action.
_ACTIONS = frozenset((
    "apply", "ask", "book", "build", "buy", "call", "check", "claim", "compare", "contact",
    "discover", "download", "earn", "enjoy", "enter", "explore", "find", "get", "grow",
    "join", "learn", "listen", "make", "meet", "order", "play", "ready", "reach", "request",
    "reserve", "save", "schedule", "see", "send", "shop", "sign", "speak", "start",
    "subscribe", "take", "talk", "tell", "try", "upgrade", "visit", "want", "watch", "work",
))
_READER_WORDS = frozenset({"you", "your", "our", "us", "we", "now", "free", "today", "here"})
_MONTHS = frozenset((
    "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june",
    "jul", "july", "aug", "august", "sep", "sept", "september", "oct", "october", "nov",
    "november", "dec", "december",
))
# fmt: on
_YEAR = re.compile(r"(?:19|20)\d\d")
# Lengths in words.
_MAX_DATE_LINE, _MAX_LABEL, _MAX_OFFER, _MAX_TEASER = 10, 3, 21, 60
_HEADLINE = range(4, 21)
_PERSON_NAME = range(2, 5)
# How far down a line without a family looks for one that has it.
_LINES_AFTER = 3


def name_families(
    lines: Sequence[Line],
    features: Sequence[LineFeatures],
    evidence: Sequence[str | None],
    removed: Sequence[bool],
) -> list[str | None]:
    """
    Return the family of each removed line, and None for each other line.

    In this order, the family is that of the `evidence`, of the block that the line is in, of its form,
    or of the surrounding lines; else it is `OTHER`.
    """
    prose = [number for number, own in enumerate(features) if own.is_prose and not removed[number]]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    families: list[str | None] = []
    block = ""
    for number, (family, is_removed) in enumerate(zip(evidence, removed, strict=True)):
        if not is_removed:
            families.append(None)
            block = ""
            continue
        own = features[number]
        if family in _BLOCK_FAMILIES and own.whole_phrase:
            block = family
        families.append(
            family or block or _family_by_form(lines[number], own, number < first, number > last)
        )
    _name_by_neighbours(families)
    return [OTHER if family == "" else family for family in families]


def _family_by_form(line: Line, features: LineFeatures, above: bool, below: bool) -> str:
    """Return the family that a line's form indicates, or ""; it may be above or below all prose."""
    words, text, count = line.words, line.text, features.word_count
    if _PRICE.search(text) and count <= _MAX_OFFER:
        return "advertisement"
    if count <= _MAX_DATE_LINE and _YEAR.search(text) and not _MONTHS.isdisjoint(words):
        return "byline"
    if (
        count <= _MAX_TEASER
        and words
        and words[0] in _ACTIONS
        and not _READER_WORDS.isdisjoint(words)
    ):
        return "advertisement"
    if count <= _MAX_OFFER and text.endswith("?") and "your" in words:
        return "advertisement"
    if above and count in _PERSON_NAME and _may_be_name(text):
        return "byline"
    if below and count in _HEADLINE and not features.ends_sentence:
        return "related"
    if count <= _MAX_LABEL and not features.ends_sentence:
        return "navigation"
    return ""


def _may_be_name(text: str) -> bool:
    """Return whether a text of a few words may be the name of a person."""
    words = text.split()
    return all(word[0].isupper() and word[-1] not in ":,;!?" for word in words if word[0].isalpha())


def _name_by_neighbours(families: list[str | None]) -> None:
    """Replace "" by the family above, if the next family below is the same or it names blocks."""
    for number, family in enumerate(families):
        if family == "":
            above = families[number - 1] if number else None
            following = families[number + 1 : number + 1 + _LINES_AFTER]
            below = next((other for other in following if other != ""), None)
            if above and (above == below or above in _BLOCK_FAMILIES):
                families[number] = above
