"""The step that removes page numbers and running heads from the text of paged documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from hookline import Edit

__all__ = ["remove_page_furniture"]

_PAGE_BREAK = "\f"
_LINE = re.compile(r"\S[^\n\r\f]*")  # from its first word on
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|pagina)\s+)?"
    r"(?:\d{1,4}|(?=[ivxlc])c{0,3}(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3}))"
    r"(?:\s*(?:/|of|von|de|di|van)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = ".!?:;…\"'”’)"
_REACH = 80  # characters in which a line ends, but for spaces
_EDGE_LINES = 2  # lines at the top and at the bottom of a page that may be furniture
_MIN_PAGES = 3
_MIN_SHARE = 0.4  # of the pages: left and right ones may have different heads


class _EdgeLine(NamedTuple):
    """A line at the edge of a page, and its words with digits masked."""

    start: int
    end: int
    words: str


def remove_page_furniture(text: str, special: str) -> Iterator[Edit]:
    """
    Remove page numbers and running heads, where form feeds separate at least three pages.

    Candidates are the first and the last two lines of a page. A running head is one that recurs, but
    for its digits, on two fifths of the pages; a page number is one that is nothing else. Form feeds
    become line feeds, one where the page ends within a sentence.
    """
    if special.count(_PAGE_BREAK) < _MIN_PAGES - 1:
        return
    pages = list(_edges(text))
    counts = Counter(words for page in pages for words in {line.words for line in page})
    required = max(_MIN_PAGES, _MIN_SHARE * len(pages))
    furniture: list[Edit] = []
    for line in (line for page in pages for line in page):
        if _NUMBER.fullmatch(text, line.start, line.end):
            furniture.append(Edit(line.start, line.end, "", "page number"))
        elif counts[line.words] >= required:
            furniture.append(Edit(line.start, line.end, "", "running head"))
    yield from _with_page_breaks(text, furniture)


def _with_page_breaks(text: str, furniture: list[Edit]) -> Iterator[Edit]:
    """Yield edits, in order, that remove lines and replace the form feeds between what remains."""
    content_end = 0  # of the last line that stays
    gap: list[Edit] = []  # the removals since then
    removed = {edit.start: edit for edit in furniture}
    for line in chain(_LINE.finditer(text), (None,)):
        start = len(text) if line is None else line.start()
        if start in removed:
            gap.append(removed[start])
            continue
        yield from _gap_edits(text, content_end, start, gap)
        content_end, gap = (len(text) if line is None else line.end()), []


def _gap_edits(text: str, start: int, end: int, gap: list[Edit]) -> Iterator[Edit]:
    """Yield the edits between two lines that stay: of the white space and of the lines that go."""
    is_break = _PAGE_BREAK in text[start:end]
    line_feeds = "\n" if _is_within_sentence(text, start, end) else "\n\n"
    position = start
    for edit in (*gap, Edit(end, end)):
        if is_break and position < edit.start:
            yield Edit(position, edit.start, line_feeds)
            line_feeds = ""
        if edit.start < edit.end:
            yield edit
        position = edit.end


def _is_within_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence goes on behind a gap: no end mark before it, a small letter after it."""
    before = text[max(start - _REACH, 0) : start].rstrip()
    return before[-1:] not in _SENTENCE_END and text[end : end + 1].islower()


def _edges(text: str) -> Iterator[list[_EdgeLine]]:
    """Yield the lines at the edges of each page that has text."""
    start = 0
    for page in text.split(_PAGE_BREAK):
        lines = list(_LINE.finditer(text, start, start + len(page)))
        start += len(page) + 1
        first, last = lines[:_EDGE_LINES], lines[_EDGE_LINES:][-_EDGE_LINES:]
        if lines:
            yield [
                _EdgeLine(
                    match.start(),
                    match.start() + len(match[0].rstrip()),
                    _DIGITS.sub("#", " ".join(match[0].split())),
                )
                for match in (*first, *last)
            ]
