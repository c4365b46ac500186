"""Weigh the phrases and the shape of lines: which of them speak firmly for a family."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from hookline_boilerplate.features.line_features import Described
from hookline_boilerplate.lines import Line

__all__ = ["evidence", "is_table", "runs_of_rows"]

# So many words that end like a sentence may be one.
_SENTENCE = 4
# In a sentence, a word says nothing, nor do two that open it, unless they call on the reader.
_CALLS = frozenset({"newsletter", "subscription", "share", "cookies", "author", "contact"})
_CALLING = frozenset({"read", "see", "view", "click"})
_READER = frozenset({"you", "your", "our", "us"})
_QUOTES = re.compile('["“”„«»]')
# A label that an article gives to what it quotes as often as a page to its pictures.
_UNSURE = frozenset({"source", "sources", "quelle", "fuente", "fonte", "bron"})
_LOWER = re.compile(r"(?!(?:the|and|for|of|und|et|y|e|en|von|de|van)\b)\b[a-zß-ÿ]")
_FOR = re.compile(r"\b(?:via|for)\s+\w+\W*$")
_KEY = re.compile(r"[^\W\d_][\w ./-]{0,24}:\s+\S")
_BULLET = re.compile(r"(?:[-–—•*·▪●◦]|\d{1,3}[.)])\s+\S")
_DIGIT = re.compile(r"\d")


def evidence(
    lines: Sequence[Line], described: Sequence[Described], runs: Iterable[range]
) -> list[str | None]:
    """
    Return for each line the family that its phrases or its shape firmly speak for, if any.

    `runs` are its runs of rows.
    """
    found = [
        _firm(line, about) if about.whole or about.part or about.shape else None
        for line, about in zip(lines, described, strict=True)
    ]
    for rows in runs:
        if is_table(lines, rows):
            # A table has marks between its columns, as a list of links has between them.
            for at in rows:
                if not described[at].whole and found[at] == "navigation":
                    found[at] = None
    return found


def runs_of_rows(lines: Sequence[Line]) -> Iterator[range]:
    """Yield the runs of two or more lines alike in form: rows of a table, items, keys and values."""
    forms = [_form(line.text) for line in lines]
    if not any(forms):
        return
    at = 0
    for form, group in groupby(forms):
        rows = range(at, at + sum(1 for _ in group))
        at = rows.stop
        if form and len(rows) > 1:
            yield rows


def is_table(lines: Sequence[Line], rows: range) -> bool:
    """Tell whether lines alike in form are a table: columns, and a number in some of them."""
    texts = [lines[at].text for at in rows]
    return bool(_columns(texts[0])) and any(map(_DIGIT.search, texts))


def _firm(line: Line, about: Described) -> str | None:
    """Return the family that a line gives itself away as."""
    if about.whole:
        return about.whole
    if about.part and not _weak(line, about):
        return about.part
    if about.shape in {"byline", "caption"} and _finished(about):
        words = line.text[:-1] if about.shape == "byline" else ""
        if _LOWER.search(words, line.text.find(" ") + 1) or _FOR.search(line.text):
            return None
    return about.shape


def _finished(line: Described) -> bool:
    """Tell whether a line looks like a sentence, short as it may be."""
    return line.closed and line.words >= _SENTENCE


def _weak(line: Line, about: Described) -> bool:
    """Tell whether the phrase in a line may as well be how a sentence of an article starts."""
    if about.size == 1 and line.words[0] in _UNSURE and about.opening:
        return True
    if not about.opening or not _finished(about) or about.size > 2:
        return False
    if about.size == 2 and (about.part in _CALLS or line.words[0] in _CALLING):
        return False
    if len(line.text.partition(":")[0].split()) == about.size:
        return False
    return _READER.isdisjoint(line.words) or bool(_QUOTES.search(line.text))


def _form(text: str) -> str:
    """Name the form of a row, the empty string for what is none."""
    if columns := _columns(text):
        return columns
    if ":" in text and _KEY.match(text):
        return ":"
    return "-" if not text[:1].isalpha() and _BULLET.match(text) else ""


def _columns(text: str) -> str:
    """Return the marks between the columns of a row."""
    for mark in "\t|":
        if mark in text:
            return mark * text.count(mark)
    return ""
