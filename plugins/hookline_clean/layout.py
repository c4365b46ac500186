"""Steps for lines and white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hookline import Edit
from hookline_clean.step import replacing

__all__ = [
    "delete_carriage_returns",
    "join_lines",
    "normalize_line_ends",
    "normalize_spaces",
    "tidy_white_space",
]

_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
_OTHER_LINE_END = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_RUN = re.compile(r"\s\s+")
_SPACE_RUN = re.compile("[ \n]+")
# If all white space is spaces and line feeds, a run that needs an edit contains one of these.
_RUN_SIGNS = ("  ", "\n\n\n", " \n", "\n ")
# Other white space than the space and the line feed, spelled out: a plain set is searched fast.
_OTHER_SPACE = re.compile(
    "[\t\x0b-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_LINE_BREAK = re.compile(r"(?<=[^\s])\n(?=[^\s])")
# A line that starts like this is an item of a list, not the rest of a sentence.
_LIST_ITEM = re.compile(r"[-*+•·‣▪–—>#|]|\(?[0-9a-zA-Z]{1,3}[.)]\s")


def delete_carriage_returns(text: str, special: str) -> Iterator[Edit]:
    """Delete carriage returns, if all are before line feeds and there are no other line ends."""
    count = special.count("\r")
    if not count or count != text.count("\r\n") or _OTHER_LINE_END.search(special):
        return
    end = -1
    for line in text.split("\r\n")[:-1]:
        end += len(line) + 2
        yield Edit(end - 1, end)


def normalize_line_ends(text: str, special: str) -> Iterator[Edit]:
    """Turn every kind of line end into a line feed; the line feed of CR LF stays copied."""
    if not _LINE_END.search(special):
        return
    for match in _LINE_END.finditer(text):
        start, end = match.span()
        yield Edit(start, end - 1) if end - start == 2 else Edit(start, end, "\n")


normalize_spaces = replacing("\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000", " ")


def tidy_white_space(text: str, special: str) -> Iterator[Edit]:
    """Trim the text and its lines, and reduce runs of spaces to one and of line feeds to two."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if first:
        yield Edit(0, first)
    for start, end in _runs_to_edit(text, special, first, last):
        run = text[start:end]
        lines = run.count("\n")
        if not lines:
            yield Edit(start + 1, end) if run[0] == " " else Edit(start, end, " ")
        elif run != "\n" * min(lines, 2):
            yield from _reduce_to_line_feeds(start, run)
    if last < len(text) and last > first:
        yield Edit(last, len(text))


def _runs_to_edit(text: str, special: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of runs of white space, between two offsets, that may need an edit."""
    if _OTHER_SPACE.search(special):
        yield from (match.span() for match in _RUN.finditer(text, first, last))
        return
    lines = text[first:last].split("\n")
    offsets = [text.find(sign, first, last) for sign in _RUN_SIGNS[:2]]
    if offsets == [-1, -1] and lines == [*map(str.strip, lines)]:
        return
    offsets += [text.find(sign, first, last) for sign in _RUN_SIGNS[2:]]
    while remaining := [offset for offset in offsets if offset >= 0]:
        start = min(remaining)
        while text[start - 1] == "\n":
            start -= 1
        end = start + len(_SPACE_RUN.match(text, start)[0])  # type: ignore[index]  # a sign matches
        yield start, end
        offsets = [
            text.find(sign, end, last) if 0 <= offset < end else offset
            for sign, offset in zip(_RUN_SIGNS, offsets, strict=True)
        ]


def _reduce_to_line_feeds(start: int, run: str) -> Iterator[Edit]:
    """Delete a run of white space except its first two line feeds, or its only one."""
    first = run.index("\n")
    second = run.find("\n", first + 1)
    done = 0
    for kept in (first, second):
        if kept >= 0:
            if kept > done:
                yield Edit(start + done, start + kept)
            done = kept + 1
    if done < len(run):
        yield Edit(start + done, start + len(run))


def join_lines(text: str, special: str) -> Iterator[Edit]:
    """Turn the line feeds inside a paragraph into spaces, except before the items of a list."""
    for match in _LINE_BREAK.finditer(text):
        if not _LIST_ITEM.match(text, match.end()):
            yield Edit(match.start(), match.end(), " ")
