"""Turn matched text into edits that reduce HTML to its main text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hookline import Document, Edit
from hookline_html.markup import VisibleText, code_points, is_printed, visible_text
from hookline_html.matching import match_text

__all__ = ["reduce_to_text"]

Array = np.ndarray[Any, Any]
Offsets = tuple[int, int]

FURNITURE = "page furniture"
MARKUP = ""  # no text, so not recorded as removed


def reduce_to_text(doc: Document, text: str) -> Document:
    """
    Return a document of HTML whose text is `text`, with offsets in the HTML.

    What a reader of the page sees and `text` lacks is recorded as removed, line by line. Markup (tags,
    comments, scripts, styles, the title in the head) has no visible words and is not recorded.
    """
    return doc.edit(_edits(doc.text, text))


def _edits(html: str, text: str) -> Iterator[Edit]:
    page = visible_text(html)
    codes = code_points(text)
    printed = is_printed(text, codes)
    offsets = np.flatnonzero(printed)
    lines, words = (np.cumsum(breaks)[offsets] for breaks in (codes == ord("\n"), ~printed))
    indexes = match_text(codes[offsets], lines, words, page.codes)
    furniture = iter(_furniture(page, indexes))
    span = next(furniture, None)
    html_done = text_done = 0
    for (text_start, text_end), (start, end), is_copied in [
        *_segments(page, indexes, offsets, html, codes),
        ((len(text), len(text)), (len(html), len(html)), True),
    ]:
        removed: list[Offsets] = []
        while span and span[0] < start:
            if span[1] > html_done:  # otherwise both are parts of one reference
                removed.append((max(span[0], html_done), span[1]))
            span = next(furniture, None)
        yield from _gap_edits(html, html_done, start, text[text_done:text_start], removed)
        if not is_copied:
            yield Edit(start, end, text[text_start:text_end])
        html_done, text_done = end, text_end


def _segments(
    page: VisibleText, indexes: Array, offsets: Array, html: str, codes: Array
) -> list[tuple[Offsets, Offsets, bool]]:
    """Return spans of the text, the spans of the HTML they come from, and whether both are equal."""
    is_matched = indexes >= 0
    index, offsets = indexes[is_matched], offsets[is_matched]
    if not len(index):
        return []
    starts, ends = page.starts[index], page.ends[index]
    html_codes = code_points(html)
    is_copied = (ends - starts == 1) & (html_codes[starts] == codes[offsets])
    text_step, html_step = np.diff(offsets), np.diff(starts)
    # Words that one equal character separates are in one segment.
    has_equal_space = (text_step == 2) & (html_codes[starts[:-1] + 1] == codes[offsets[:-1] + 1])
    continues = is_copied[1:] & is_copied[:-1] & (text_step == html_step)
    continues &= (text_step == 1) | has_equal_space
    # One reference may stand for two characters.
    continues |= (html_step == 0) & (text_step == 1)
    first = np.flatnonzero(np.append(True, ~continues))
    last = np.append(first[1:], len(index)) - 1
    return [
        ((text_start, text_end + 1), (start, end), copied)
        for text_start, text_end, start, end, copied in zip(
            offsets[first].tolist(),
            offsets[last].tolist(),
            starts[first].tolist(),
            ends[last].tolist(),
            is_copied[first].tolist(),
            strict=True,
        )
    ]


def _furniture(page: VisibleText, indexes: Array) -> list[Offsets]:
    """Return the spans of the HTML, within a line each, that have words and are not in the text."""
    is_furniture = np.ones(len(page.codes), bool)
    is_furniture[indexes[indexes >= 0]] = False
    index = np.flatnonzero(is_furniture)
    if not len(index):
        return []
    is_cut = (np.diff(index) > 1) | (np.diff(page.lines[index]) > 0)
    first = np.flatnonzero(np.append(True, is_cut))
    last = np.append(first[1:], len(index)) - 1
    codes = page.codes[index]
    alphanumeric = [code for code in set(codes.tolist()) if chr(code).isalnum()]
    has_words = np.logical_or.reduceat(np.isin(codes, alphanumeric), first)
    return list(
        zip(
            page.starts[index[first]][has_words].tolist(),
            page.ends[index[last]][has_words].tolist(),
            strict=True,
        )
    )


def _gap_edits(
    html: str, start: int, end: int, text: str, removed: list[Offsets]
) -> Iterator[Edit]:
    """Yield the edits that replace a gap between matches by `text`; `removed` are its furniture."""
    if html[start:end] == text:
        return
    words = text.strip()
    has_words = any(map(str.isalnum, text))
    removed_size = sum(last - first for first, last in removed)
    if removed and has_words and removed_size <= 2 * len(words) + 20:
        # The same words in another spelling.
        offset = text.index(words)
        yield from _gap_edits(html, start, removed[0][0], text[:offset], [])
        yield Edit(removed[0][0], removed[-1][1], words)
        yield from _gap_edits(html, removed[-1][1], end, text[offset + len(words) :], [])
        return
    markup_end = removed[0][0] if removed else end
    markup = html[start:markup_end]
    if text and markup.startswith(text):
        yield Edit(start + len(text), markup_end, "", MARKUP)
    elif text and markup.endswith(text):
        yield Edit(start, markup_end - len(text), "", MARKUP)
    elif has_words:
        yield Edit(start, markup_end, text, MARKUP)
    else:  # a line break or a list mark is inserted, and does not stand for the tags
        yield Edit(start, start, text)
        yield Edit(start, markup_end, "", MARKUP)
    for (first, last), following in zip(
        removed, [*(span[0] for span in removed[1:]), end], strict=False
    ):
        yield Edit(first, last, "", FURNITURE)
        yield Edit(last, following, "", MARKUP)
