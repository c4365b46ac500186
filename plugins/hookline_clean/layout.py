"""Steps that deal with lines and white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hookline import Edit
from hookline_clean.step import replacing

__all__ = ["hyphenation", "joined_lines", "line_ends", "returns", "spaces", "white_space"]

_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
_OTHER_END = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_RUN = re.compile(r"\s\s+")
_PLAIN_RUN = re.compile("[ \n]+")
# Where there is no white space but spaces and line feeds, a run that needs an edit holds one of these.
_UNTIDY = ("  ", "\n\n\n", " \n", "\n ")
# All white space but the space and the line feed, spelled out: a plain set is searched fast.
_ODD_SPACE = re.compile(
    "[\t\x0b-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\n[ \t]*(?=([^\W\d_]))")
_BREAK = re.compile(r"(?<=[^\s])\n(?=[^\s])")
# A line that opens with one of these starts an item of a list, not the rest of a sentence.
_ITEM = re.compile(r"[-*+•·‣▪–—>#|]|\(?[0-9a-zA-Z]{1,3}[.)]\s")


def returns(text: str, odd: str) -> Iterator[Edit]:
    """Delete carriage returns, if all stand before line feeds and no other mark ends a line."""
    count = odd.count("\r")
    if not count or count != text.count("\r\n") or _OTHER_END.search(odd):
        return
    at = -1
    for line in text.split("\r\n")[:-1]:
        at += len(line) + 2
        yield Edit(at - 1, at)


def line_ends(text: str, odd: str) -> Iterator[Edit]:
    """Turn every kind of line end into a line feed; one that is there already stays copied."""
    if not _LINE_END.search(odd):
        return
    for match in _LINE_END.finditer(text):
        start, end = match.span()
        yield Edit(start, end - 1) if end - start == 2 else Edit(start, end, "\n")


spaces = replacing("\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000", " ")


def white_space(text: str, odd: str) -> Iterator[Edit]:
    """Trim the text and its lines, and keep one space of a run and two line feeds."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if first:
        yield Edit(0, first)
    for start, end in _untidy(text, odd, first, last):
        run = text[start:end]
        lines = run.count("\n")
        if not lines:
            yield Edit(start + 1, end) if run[0] == " " else Edit(start, end, " ")
        elif run != "\n" * min(lines, 2):
            yield from _kept_line_feeds(start, run)
    if last < len(text) and last > first:
        yield Edit(last, len(text))


def _untidy(text: str, odd: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the runs of white space between two places that may need an edit."""
    if _ODD_SPACE.search(odd):
        yield from (match.span() for match in _RUN.finditer(text, first, last))
        return
    lines = text[first:last].split("\n")
    places = [text.find(part, first, last) for part in _UNTIDY[:2]]
    if places == [-1, -1] and lines == [*map(str.strip, lines)]:
        return
    places += [text.find(part, first, last) for part in _UNTIDY[2:]]
    while found := [place for place in places if place >= 0]:
        start = min(found)
        while text[start - 1] == "\n":
            start -= 1
        end = start + len(_PLAIN_RUN.match(text, start)[0])  # type: ignore[index]  # it is one
        yield start, end
        places = [
            text.find(part, end, last) if 0 <= place < end else place
            for part, place in zip(_UNTIDY, places, strict=True)
        ]


def _kept_line_feeds(start: int, run: str) -> Iterator[Edit]:
    """Delete all of a run of white space but its first one or two line feeds."""
    first = run.index("\n")
    second = run.find("\n", first + 1)
    at = 0
    for kept in (first, second):
        if kept >= 0:
            if kept > at:
                yield Edit(start + at, start + kept)
            at = kept + 1
    if at < len(run):
        yield Edit(start + at, start + len(run))


def hyphenation(text: str, odd: str) -> Iterator[Edit]:
    """Join the halves of a word around a hyphen at a line end, if the second is in lower case."""
    for match in _HYPHEN.finditer(text):
        if match[1].islower():
            yield Edit(match.start(), match.end())


def joined_lines(text: str, odd: str) -> Iterator[Edit]:
    """Turn the line feeds inside a paragraph into spaces; the items of a list stay apart."""
    for match in _BREAK.finditer(text):
        if not _ITEM.match(text, match.end()):
            yield Edit(match.start(), match.end(), " ")
