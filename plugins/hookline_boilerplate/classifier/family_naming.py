"""Name the family of every line that is removed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hookline_boilerplate.features.line_features import Described
from hookline_boilerplate.lines import Line

__all__ = ["OTHER", "named"]

OTHER = "other"
Families = Sequence[str | None]

# A family that is named once, by a heading, and then goes on for some lines that do not name it.
_BLOCKS = frozenset({"related", "comments", "tags", "author", "contact", "navigation", "legal"})
_PRICE = re.compile(r"(?:[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|EUR|USD|%\s*off))", re.I)
# fmt: off
# What calls on the reader to do something for the site.
_CALLS = frozenset((
    "apply", "ask", "book", "build", "buy", "call", "check", "claim", "compare", "contact",
    "discover", "download", "earn", "enjoy", "enter", "explore", "find", "get", "grow",
    "join", "learn", "listen", "make", "meet", "order", "play", "ready", "reach", "request",
    "reserve", "save", "schedule", "see", "send", "shop", "sign", "speak", "start",
    "subscribe", "take", "talk", "tell", "try", "upgrade", "visit", "want", "watch", "work",
))
_READER = frozenset({"you", "your", "our", "us", "we", "now", "free", "today", "here"})
_MONTHS = frozenset((
    "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june",
    "jul", "july", "aug", "august", "sep", "sept", "september", "oct", "october", "nov",
    "november", "dec", "december",
))
# fmt: on
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE_LINE = 10  # words
_LABEL = 3
_HEADLINE = range(4, 21)
_TEASER = range(12, 60)
_NAME = range(2, 5)


def named(
    lines: Sequence[Line],
    described: Sequence[Described],
    families: Families,
    removed: Sequence[bool],
) -> list[str | None]:
    """Name each removed line: by what it says, the block it is in, its form, or those around it."""
    found: list[str | None] = []
    block = ""
    prose = [at for at, line in enumerate(described) if line.prose and not removed[at]]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    for at, (own, gone) in enumerate(zip(families, removed, strict=True)):
        if not gone:
            found.append(None)
            block = ""
            continue
        about = described[at]
        if own in _BLOCKS and about.whole:
            block = own
        form = own or block or _by_form(lines[at], about, at < first, at > last)
        found.append(form)
    _from_neighbours(found)
    return [OTHER if family == "" else family for family in found]


def _by_form(line: Line, about: Described, above: bool, below: bool) -> str:
    """Return the family that the form of a line speaks for, where its words name none."""
    words, text = line.words, line.text
    if _PRICE.search(text) and about.words <= _HEADLINE.stop:
        return "advertisement"
    if about.words <= _DATE_LINE and _YEAR.search(text) and not _MONTHS.isdisjoint(words):
        return "byline"
    calls = words and words[0] in _CALLS and not _READER.isdisjoint(words)
    if (calls and about.words <= _TEASER.stop) or (
        about.words <= _HEADLINE.stop and text.endswith("?") and "your" in words
    ):
        return "advertisement"
    if above and about.words in _NAME and _is_name(text):
        return "byline"
    if below and about.words in _HEADLINE and not about.closed:
        return "related"
    if about.words <= _LABEL and not about.closed:
        return "navigation"
    return ""


def _is_name(text: str) -> bool:
    """Tell whether a text may be a person's name: a few capitalized words."""
    words = text.split()
    return all(word[0].isupper() and word[-1] not in ":,;!?" for word in words if word[0].isalpha())


def _from_neighbours(found: list[str | None]) -> None:
    """Name a line that nothing names like the lines on both sides of it, if they agree, or the last."""
    for at, family in enumerate(found):
        if family == "":
            before = found[at - 1] if at else None
            after = next((other for other in found[at + 1 :][:3] if other != ""), None)
            if before and (before == after or before in _BLOCKS):
                found[at] = before
