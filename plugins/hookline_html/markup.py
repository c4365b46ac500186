"""
Find the visible text of an HTML page, with the offsets of each character in the HTML.

This is a scanner and not a parser: it does not need the tree of elements, it must keep offsets, which
parsers based on libxml2 do not, and it must take linear time on any input. Tags, comments and character
references follow the tokenizer of the HTML standard (whatwg.org, section 13.2.5); where that would
consume the rest of a broken page, the scanner skips the tag and continues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import numpy as np

__all__ = ["VisibleText", "code_points", "has_markup", "is_printed", "visible_text"]

Array = np.ndarray[Any, Any]

# A quoted attribute value may contain `>`. All quantifiers are possessive, so nothing is tried twice.
TAG = re.compile(r"""</?([a-zA-Z][^\s/>]*+)(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|=|["'])*+>""")
NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
# A declaration, an end tag, or a tag that needs none: prose that speaks of `<div>` has none of these.
MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|body|(?:p|br|hr|li|td|img)(?=[\s/>])[^<>]*+>|/(?:a|abbr|article|aside|b|"
    r"blockquote|button|center|cite|code|dd|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|"
    r"header|i|label|li|main|nav|ol|option|p|pre|q|s|script|section|select|small|span|strong|style|sub|"
    r"summary|sup|table|tbody|td|template|th|thead|time|title|tr|u|ul)\s*>)",
    re.IGNORECASE,
)
HIDDEN_ELEMENTS = frozenset(
    {"script", "style", "title", "iframe", "noembed", "noframes", "template"}
)
UNCLOSED_TO_END = frozenset({"script", "style"})  # without an end tag they extend to the page's end
INLINE_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp "
        "rt rtc ruby s samp small span strike strong sub sup time tt u var wbr",
    )
)


@dataclass(frozen=True, slots=True)
class VisibleText:
    """
    The characters of a page that a reader sees, without white space and unprintable ones.

    `codes[i]` is the code point of `html[starts[i]:ends[i]]`. `lines[i]` is the number of its line;
    every tag that is not inline starts a line.
    """

    codes: Array
    starts: Array
    ends: Array
    lines: Array


def has_markup(text: str) -> bool:
    """Tell whether a text is HTML, or part of it, and not plain text."""
    return "<" in text and bool(MARKUP.search(text))


def visible_text(html: str) -> VisibleText:
    """Return the visible text of a page."""
    scan = _Scanner(html)
    scan.run()
    text = "".join(scan.texts)
    sizes = np.fromiter(map(len, scan.texts), np.int64, len(scan.texts))
    starts = np.array(scan.starts, np.int64)
    stops = np.array(scan.stops, np.int64)
    copied = np.array(scan.copied, bool)
    within = np.arange(len(text)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    plain = np.repeat(copied, sizes)
    first = np.repeat(starts, sizes) + np.where(plain, within, 0)
    last = np.where(plain, first + 1, np.repeat(stops, sizes))
    lines = np.repeat(np.array(scan.lines, np.int64), sizes)
    codes = code_points(text)
    kept = is_printed(text, codes)
    return VisibleText(codes[kept], first[kept], last[kept], lines[kept])


def code_points(text: str) -> Array:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def is_printed(text: str, codes: Array) -> Array:
    """Return whether each character is printable and not white space."""
    blank = [ord(char) for char in set(text) if char.isspace() or not char.isprintable()]
    return ~np.isin(codes, np.array(blank, np.uint32))


class _Scanner:
    """Collects the segments of visible text of a page in one pass, with their offsets."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.stops: list[int] = []
        self.copied: list[bool] = []
        self.lines: list[int] = []
        self.line = 0
        self.exhausted: set[str] = set()  # marks that do not occur in the rest of the page

    def run(self) -> None:
        html = self.html
        text_start = search = 0
        while (tag := html.find("<", search)) >= 0:
            end = self._markup_end(tag)
            if end is None:  # a literal "<"
                search = tag + 1
                continue
            self._collect(text_start, tag)
            text_start = search = self._skip_hidden(tag, end)
        self._collect(text_start, len(html))

    def _markup_end(self, start: int) -> int | None:
        """Return the end of the tag, comment or declaration at a "<", or None if there is none."""
        html = self.html
        following = html[start + 1 : start + 2]
        if following == "!" or following == "?":
            self.line += 1
            end = self._find("-->", start + 4) if html.startswith("<!--", start) else None
            if end is None:
                end = self._find(">", start)
            return end
        if not NAME.match(html, start):
            return None
        if "quotes" not in self.exhausted:
            if match := TAG.match(html, start):
                return match.end()
            self.exhausted.add("quotes")  # an unclosed quotation mark: ignore them from here on
        return self._find(">", start)

    def _skip_hidden(self, start: int, end: int) -> int:
        """Return where text continues after a tag: behind the content of a hidden element."""
        match = NAME.match(self.html, start)
        if match is None:
            return end
        name = match[1].lower()
        if name not in INLINE_ELEMENTS:
            self.line += 1
        is_opening = self.html[start + 1] != "/"
        if is_opening and name in HIDDEN_ELEMENTS and name not in self.exhausted:
            closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.html, end)
            if closing:
                return closing.start()
            self.exhausted.add(name)
            if name in UNCLOSED_TO_END:
                return len(self.html)
        return end

    def _find(self, mark: str, start: int) -> int | None:
        """Return the end of the next `mark`, or None; a missing mark is searched only once."""
        if mark in self.exhausted:
            return None
        offset = self.html.find(mark, start)
        if offset < 0:
            self.exhausted.add(mark)
            return None
        return offset + len(mark)

    def _collect(self, start: int, end: int) -> None:
        """Add a segment of text, with its character references decoded."""
        html = self.html
        done = start
        if html.find("&", start, end) >= 0:
            for match in REFERENCE.finditer(html, start, end):
                reference = match[0]
                decoded = unescape(reference)
                if decoded == reference:
                    continue
                # Only the beginning of a name that continues as text, such as `&ampx`, is a reference.
                rest = 0
                while rest < len(decoded) - 1 and decoded[-rest - 1] == reference[-rest - 1]:
                    rest += 1
                self._add(done, match.start(), html[done : match.start()], True)
                done = match.end() - rest
                self._add(match.start(), done, decoded[: len(decoded) - rest], False)
        self._add(done, end, html[done:end], True)

    def _add(self, start: int, stop: int, text: str, copied: bool) -> None:
        if text:
            self.texts.append(text)
            self.starts.append(start)
            self.stops.append(stop)
            self.copied.append(copied)
            self.lines.append(self.line)
