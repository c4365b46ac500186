"""Find the lines of code and other verbatim text: between fences, and in `pre` elements of HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from hookline import Document
from hookline_boilerplate.lines import Line

__all__ = ["verbatim_lines"]

_FENCES = ("```", "~~~")
_PRE = re.compile(r"<(/?)pre\b[^<>]*>", re.I)
# Where more of a page is in `pre` elements, they hold its text and not code in it, as with mails.
_MAX_SHARE = 0.5


def verbatim_lines(doc: Document, lines: Sequence[Line]) -> Iterator[int]:
    """Yield the numbers of the lines of verbatim text, with their fences."""
    yield from _fenced(lines)
    starts, ends = _pre_elements(doc.raw) if doc.raw != doc.text else ([], [])
    if starts:
        for number, line in enumerate(lines):
            start, end = doc.alignment.to_raw(line.start, line.end)
            block = bisect_right(starts, start) - 1
            if block >= 0 and end <= ends[block]:
                yield number


def _fenced(lines: Sequence[Line]) -> Iterator[int]:
    fence, first = "", 0
    for number, line in enumerate(lines):
        if fence and line.text.startswith(fence):
            yield from range(first, number + 1)
            fence = ""
        elif not fence and line.text.startswith(_FENCES):
            fence, first = line.text[:3], number


def _pre_elements(raw: str) -> tuple[list[int], list[int]]:
    """Return the starts and the ends of the content of `pre` elements that are closed."""
    starts: list[int] = []
    ends: list[int] = []
    opened = None
    for tag in _PRE.finditer(raw):
        if not tag[1]:
            opened = tag.end() if opened is None else opened
        elif opened is not None:
            starts.append(opened)
            ends.append(tag.start())
            opened = None
    length = sum(ends) - sum(starts)
    return (starts, ends) if length <= _MAX_SHARE * len(raw) else ([], [])
