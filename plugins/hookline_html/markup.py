"""
Find the visible text of an HTML page, and where in the HTML each of its characters stands.

A scanner and not a parser: it need not know which element contains which, it must keep positions,
which no parser of the libxml2 family does, and it must stay linear on any input. Tags, comments and
character references follow the tokenizer of the HTML standard (whatwg.org, section 13.2.5); where that
would swallow the rest of a broken page, the scanner gives up on the tag and reads on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import numpy as np

__all__ = ["Visible", "codes_of", "visible"]

Array = np.ndarray[Any, Any]

# An attribute value in quotation marks may hold a `>`. Possessive throughout: nothing is tried twice.
TAG = re.compile(r"""</?([a-zA-Z][^\s/>]*+)(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|=|["'])*+>""")
NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
HIDDEN = frozenset({"script", "style", "title", "iframe", "noembed", "noframes"})
ENDS_WITH_THE_PAGE = frozenset({"script", "style"})  # where their end tag is missing
INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp "
        "rt rtc ruby s samp small span strike strong sub sup time tt u var wbr",
    )
)


@dataclass(frozen=True, slots=True)
class Visible:
    """
    Characters of a page that a reader sees, white space and unprintable ones apart.

    `codes[i]` is a code point, which stands for `html[starts[i]:ends[i]]`; `lines[i]` is the number of
    the line that it stands on: a tag that is not inline begins a new one.
    """

    codes: Array
    starts: Array
    ends: Array
    lines: Array


def visible(html: str) -> Visible:
    """Return the visible text of a page."""
    scan = _Scan(html)
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
    codes = codes_of(text)
    kept = printed(text, codes)
    return Visible(codes[kept], first[kept], last[kept], lines[kept])


def codes_of(text: str) -> Array:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def printed(text: str, codes: Array) -> Array:
    """Tell of each character whether it is printed and not white space."""
    blank = [ord(char) for char in set(text) if char.isspace() or not char.isprintable()]
    return ~np.isin(codes, np.array(blank, np.uint32))


class _Scan:
    """One pass over a page; stretches of text are collected with their places."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.stops: list[int] = []
        self.copied: list[bool] = []
        self.lines: list[int] = []
        self.line = 0
        self.endless: set[str] = set()  # what has been looked for and does not come any more

    def run(self) -> None:
        html = self.html
        at = search = 0
        while (tag := html.find("<", search)) >= 0:
            end = self._markup(tag)
            if end is None:  # a "<" that is text
                search = tag + 1
                continue
            self._text(at, tag)
            at = search = self._past_hidden(tag, end)
        self._text(at, len(html))

    def _markup(self, at: int) -> int | None:
        """Return where the tag, comment or declaration at a "<" ends, None where there is none."""
        html = self.html
        following = html[at + 1 : at + 2]
        if following == "!" or following == "?":
            self.line += 1
            end = self._find("-->", at + 4) if html.startswith("<!--", at) else None
            if end is None:
                end = self._find(">", at)
            return end
        if not NAME.match(html, at):
            return None
        if "quotes" not in self.endless:
            if match := TAG.match(html, at):
                return match.end()
            self.endless.add("quotes")  # a quotation mark that nothing closes: trust none from here
        return self._find(">", at)

    def _past_hidden(self, at: int, end: int) -> int:
        """Return where text goes on after a tag: past the content of a script and its like."""
        match = NAME.match(self.html, at)
        if match is None:
            return end
        name = match[1].lower()
        if name not in INLINE:
            self.line += 1
        opening = self.html[at + 1] != "/"
        if opening and name in HIDDEN and name not in self.endless:
            closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.html, end)
            if closing:
                return closing.start()
            self.endless.add(name)
            if name in ENDS_WITH_THE_PAGE:
                return len(self.html)
        return end

    def _find(self, mark: str, at: int) -> int | None:
        """Return the end of the next `mark`; a mark that does not come is looked for only once."""
        if mark in self.endless:
            return None
        found = self.html.find(mark, at)
        if found < 0:
            self.endless.add(mark)
            return None
        return found + len(mark)

    def _text(self, start: int, end: int) -> None:
        """Collect a stretch of text, with its character references decoded."""
        html = self.html
        at = start
        if html.find("&", start, end) >= 0:
            for match in REFERENCE.finditer(html, start, end):
                reference = match[0]
                decoded = unescape(reference)
                if decoded == reference:
                    continue
                # a name that runs on into text, such as `&ampx`, stands for its beginning only
                rest = 0
                while rest < len(decoded) - 1 and decoded[-rest - 1] == reference[-rest - 1]:
                    rest += 1
                self._add(at, match.start(), html[at : match.start()], True)
                at = match.end() - rest
                self._add(match.start(), at, decoded[: len(decoded) - rest], False)
        self._add(at, end, html[at:end], True)

    def _add(self, start: int, stop: int, text: str, copied: bool) -> None:
        if text:
            self.texts.append(text)
            self.starts.append(start)
            self.stops.append(stop)
            self.copied.append(copied)
            self.lines.append(self.line)
