"""Turn what has been matched into edits that make the main text of the HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from hookline import Document, Edit
from hookline_html.markup import Visible, codes_of, printed, visible
from hookline_html.matching import match

__all__ = ["FURNITURE", "reduced"]

Array = np.ndarray[Any, Any]
Span = tuple[int, int]

FURNITURE = "page furniture"
MARKUP = "markup"


def reduced(doc: Document, text: str) -> Document:
    """
    Return a document of HTML whose text is `text`, traced back into the HTML.

    What a reader of the page sees and `text` lacks is on record as removed, line by line. Markup (tags,
    comments, scripts, styles, the title in the head) is how a page is written and none of its words: it
    goes without a record.
    """
    edited = doc.edit(_edits(doc.text, text))
    if edited.removed is doc.removed:
        return edited
    before = set(doc.removed)
    kept = [item for item in edited.removed if item in before or item.reason != MARKUP]
    return replace(edited, removed=tuple(kept))


def _edits(html: str, text: str) -> Iterator[Edit]:
    page = visible(html)
    codes = codes_of(text)
    shown = printed(text, codes)
    places = np.flatnonzero(shown)
    lines, words = (np.cumsum(breaks)[places] for breaks in (codes == ord("\n"), ~shown))
    where = match(codes[places], lines, words, page.codes)
    furniture = iter(_furniture(page, where))
    piece = next(furniture, None)
    at = done = 0  # how far the HTML and the text have been dealt with
    for (begin, end), (start, stop), copied in [
        *_stretches(page, where, places, html, codes),
        ((len(text), len(text)), (len(html), len(html)), True),
    ]:
        gone: list[Span] = []
        while piece and piece[0] < start:
            if piece[1] > at:  # else both are parts of what one reference stands for
                gone.append((max(piece[0], at), piece[1]))
            piece = next(furniture, None)
        yield from _between(html, at, start, text[done:begin], gone)
        if not copied:
            yield Edit(start, stop, text[begin:end])
        at, done = stop, end


def _stretches(
    page: Visible, where: Array, places: Array, html: str, codes: Array
) -> list[tuple[Span, Span, bool]]:
    """Return stretches of the text, of the HTML that they come from, and whether they are the same."""
    found = where >= 0
    index, places = where[found], places[found]
    if not len(index):
        return []
    starts, ends = page.starts[index], page.ends[index]
    raw = codes_of(html)
    same = (ends - starts == 1) & (raw[starts] == codes[places])
    step, stride = np.diff(places), np.diff(starts)
    # words one equal character apart are one stretch
    spaced = (step == 2) & (raw[starts[:-1] + 1] == codes[places[:-1] + 1])
    runs_on = same[1:] & same[:-1] & (step == stride) & ((step == 1) | spaced)
    # a reference that stands for two characters
    runs_on |= (stride == 0) & (step == 1)
    first = np.flatnonzero(np.append(True, ~runs_on))
    last = np.append(first[1:], len(index)) - 1
    return [
        ((begin, end + 1), (start, stop), copied)
        for begin, end, start, stop, copied in zip(
            places[first].tolist(),
            places[last].tolist(),
            starts[first].tolist(),
            ends[last].tolist(),
            same[first].tolist(),
            strict=True,
        )
    ]


def _furniture(page: Visible, where: Array) -> list[Span]:
    """Return the stretches of the HTML, within a line each, with words that are not in the text."""
    left = np.ones(len(page.codes), bool)
    left[where[where >= 0]] = False
    index = np.flatnonzero(left)
    if not len(index):
        return []
    cut = (np.diff(index) > 1) | (np.diff(page.lines[index]) > 0)
    first = np.flatnonzero(np.append(True, cut))
    last = np.append(first[1:], len(index)) - 1
    letters = np.array([chr(code).isalnum() for code in range(128)])
    codes = page.codes[index]
    counts = np.where(codes < 128, letters[np.minimum(codes, 127)], False)
    beyond = np.flatnonzero(codes >= 128)
    counts[beyond] = [chr(code).isalnum() for code in codes[beyond].tolist()]
    wordy = np.logical_or.reduceat(counts, first)
    return list(
        zip(
            page.starts[index[first]][wordy].tolist(),
            page.ends[index[last]][wordy].tolist(),
            strict=True,
        )
    )


def _between(html: str, start: int, end: int, text: str, gone: list[Span]) -> Iterator[Edit]:
    """Yield the edits that put `text` in the place of HTML, which holds words in `gone`."""
    if html[start:end] == text:
        return
    wordy = any(map(str.isalnum, text))
    words = text.strip()
    if gone and wordy and _length(gone) <= 2 * len(words) + 20:
        # the same words, spelt in another way
        at = text.index(words)
        yield from _between(html, start, gone[0][0], text[:at], [])
        yield Edit(gone[0][0], gone[-1][1], words)
        yield from _between(html, gone[-1][1], end, text[at + len(words) :], [])
        return
    free = gone[0][0] if gone else end
    gap = html[start:free]
    if text and gap.startswith(text):
        yield Edit(start + len(text), free, "", MARKUP)
    elif text and gap.endswith(text):
        yield Edit(start, free - len(text), "", MARKUP)
    elif wordy:
        yield Edit(start, free, text, MARKUP)
    else:  # a line break or a list mark stands at a place and not for the tags there
        yield Edit(start, start, text)
        yield Edit(start, free, "", MARKUP)
    for at, (first, stop) in enumerate(gone):
        yield Edit(first, stop, "", FURNITURE)
        following = gone[at + 1][0] if at + 1 < len(gone) else end
        yield Edit(stop, following, "", MARKUP)


def _length(spans: list[Span]) -> int:
    return sum(stop - start for start, stop in spans)
