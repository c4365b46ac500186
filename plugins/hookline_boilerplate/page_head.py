"""Find the headline, author and date above the prose of a page, and datelines that open it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hookline import Document, Edit
from hookline_boilerplate.lines import Line

__all__ = ["PageHead", "dateline_edits", "main_headings", "read_head"]

# Lengths in words: of prose, of headlines, of the longer words that a headline shares with the prose.
_MIN_PROSE, _HEADLINE, _MIN_LETTERS = 12, range(3, 21), 4
# A headline shares at least so many words with the prose, and this share of its longer ones. The first
# line of a text, right above the prose, needs one.
_MIN_SHARED, _MIN_SHARE = 2, 0.33
# How many lines of prose are compared, and how many lines above the first one can be a headline.
_COMPARED_LINES, _LINES_ABOVE = 8, 40
_MAX_HEADLINE, _MAX_BYLINE = 160, 90  # characters
# Families that are named by form or position, which a headline is mistaken for.
_UNSURE_FAMILIES = frozenset({None, "navigation", "related", "other", "byline", "author"})
_NAME = r"(?:[A-ZÀ-Þ][\w.'’-]*|d[aeiou]s?|v[ao]n|der|den|al|el|bin|l[ae])"
_BYLINE = re.compile(
    r"(?:(?i:written|reported|posted|published|words|story)\s+)?(?i:by|von|par|por|di|door)\s*:?\s+"
    rf"({_NAME}(?:\s{_NAME}){{1,4}})"
    r"(?=$|\s*[|,·•–—(-]|\s(?:and|und|et|y|e|en|for|in|on|Published|Updated)\s|\s\d)"
)
_MONTHS = {
    prefix: number
    for number, prefixes in enumerate(
        (
            "jan ene gen", "feb fév fev", "mar mär maa mrt", "apr avr abr", "may mai mag mei",
            "jun juin giu", "jul juil lug", "aug août ago", "sep set", "oct okt ott out", "nov",
            "dec dez déc dic",
        ),
        1,
    )
    for prefix in prefixes.split()
}  # fmt: skip
_MONTH_FIRST = re.compile(
    r"\b([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b"
)
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?((?:19|20)\d\d)\b"
)
_NUMERIC = re.compile(
    r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b|\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b"
)
_AGENCY = (
    r"\s?\((?:AP|AFP|Reuters|REUTERS|dpa|DPA|Xinhua|UPI|ANSA|EFE|CNN|IANS|PTI|ANI|Bloomberg)\)"
)
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ ,/]+[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,3}"
_PLACE = r"[A-ZÀ-Þ][\w.'’-]+(?:,? [A-ZÀ-Þ][\w.'’-]+){0,3}"
_DAY = r"(?:,? (?:\d{1,2} [A-Z][a-z]{2,8}\.?(?: \d{4})?|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?))"
# “SEOUL — ”, “CITY (Reuters) - ”, “PARIS, France (AFP) – ”, “TORVIK, 14 October 2026 - ”.
_SENTENCE_BEGIN = '(?=[A-ZÀ-Þ“"‘])'
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}(?:{_DAY}|, {_PLACE})?(?:{_AGENCY})?{_DAY}?|{_PLACE}{_DAY}?{_AGENCY}{_DAY}?)"
    rf"(\s?(?:—|–|--|-)\s)"
    rf"{_SENTENCE_BEGIN}"
    rf"|(?:{_CAPITALS}(?:{_AGENCY})?)(—){_SENTENCE_BEGIN}"
)
# “By Ann LeeThe council …”
_GLUED_BYLINE = re.compile(
    r"By ((?:[A-ZÀ-Þ][\w.'’-]+ ){1,3}[A-ZÀ-Þ][a-zß-ÿ]{2,}(?<!Mac)(?<!Fitz))(?=[A-ZÀ-Þ][\w'’-]* )"
)
# What marks a heading in Markdown.
_HEADING_SIGNS = re.compile(r"^#{1,6}\s+")
# A first-level heading of HTML, up to its first words, and how many characters it may have before them.
_MAIN_HEADING = re.compile(r"<h1\b[^<>]*>(?:\s|<[a-z][^<>]*>)*$", re.I)
_MAX_TAGS, _MAIN_HEADING_WORDS = 400, range(1, 41)


class PageHead(NamedTuple):
    """What stands above the prose of a page; `headline` is the number of its line."""

    headline: int | None
    meta: dict[str, str]


def read_head(lines: Sequence[Line], families: Sequence[str | None]) -> PageHead:
    """
    Return the headline of a page and the values of `title`, `author` and `date` that its head states.

    `families` are the classes of the lines. A headline shares words with the prose below it; a link of
    the navigation does not.
    """
    prose = [
        number
        for number, (line, family) in enumerate(zip(lines, families, strict=True))
        if family is None and line.word_count >= _MIN_PROSE
    ]
    if not prose:
        return PageHead(None, {})
    above = range(max(0, prose[0] - _LINES_ABOVE), prose[0])
    meta: dict[str, str] = {}
    headline = _find_headline(lines, families, above, prose[:_COMPARED_LINES])
    if headline is not None:
        meta["title"] = _HEADING_SIGNS.sub("", lines[headline].text)
    for number in above:
        text = lines[number].text
        if number == headline or not text or len(text) > _MAX_BYLINE:
            continue
        if "author" not in meta and (byline := _BYLINE.match(text)):
            meta["author"] = byline[1]
        if (
            "date" not in meta
            and families[number] in {None, "byline"}
            and (day := _read_date(text))
        ):
            meta["date"] = day
    opening = lines[prose[0]].text
    if byline := _GLUED_BYLINE.match(opening):
        meta.setdefault("author", byline[1])
    if (dateline := _DATELINE.match(opening)) and (day := _read_date(dateline[0])):
        meta.setdefault("date", day)
    return PageHead(headline, meta)


def main_headings(doc: Document, lines: Sequence[Line]) -> Iterator[int]:
    """
    Yield the numbers of the lines that are a first-level heading in the raw HTML of a document.

    What chose the main text of the page kept the heading on purpose: “Blog” is there no navigation.
    """
    raw = doc.raw
    if ("<h1" not in raw and "<H1" not in raw) or raw == doc.text:
        return
    for number, line in enumerate(lines):
        if line.word_count in _MAIN_HEADING_WORDS:
            start, _ = doc.alignment.to_raw(line.start, line.end)
            if _MAIN_HEADING.search(raw[max(0, start - _MAX_TAGS) : start]):
                yield number


def dateline_edits(
    lines: Sequence[Line], families: Sequence[str | None], end: str
) -> Iterator[Edit]:
    """
    Yield edits that set datelines and glued bylines apart from the sentence after them.

    A dateline keeps its words and gets a line of its own, which `end` closes; a byline is removed.
    """
    for line, family in zip(lines, families, strict=True):
        if family is not None or line.word_count < _MIN_PROSE:
            continue
        offset = line.start
        if dateline := _DATELINE.match(line.text):
            dash = 1 if dateline[1] else 2
            yield Edit(offset + dateline.start(dash), offset + dateline.end(dash), end)
        elif byline := _GLUED_BYLINE.match(line.text):
            yield Edit(offset, offset + byline.end(), "", "byline")


def _find_headline(
    lines: Sequence[Line], families: Sequence[str | None], above: range, prose: Sequence[int]
) -> int | None:
    """Return the number of the line above the prose that shares most words with it, or None."""
    candidates = [
        number
        for number in above
        if families[number] in _UNSURE_FAMILIES
        and lines[number].word_count in _HEADLINE
        and len(lines[number].text) <= _MAX_HEADLINE
        and lines[number].text[-1] not in ".:;,"
    ]
    if not candidates:
        return None
    topic = {word for number in prose for word in lines[number].words if len(word) >= _MIN_LETTERS}
    best, best_score = None, 0
    for number in candidates:
        words = {word for word in lines[number].words if len(word) >= _MIN_LETTERS}
        shared = len(words & topic)
        is_first = number == 0 and number + 1 == prose[0]
        if (
            shared >= (1 if is_first else _MIN_SHARED)
            and shared >= _MIN_SHARE * len(words)
            and shared >= best_score
        ):
            best, best_score = number, shared
    return best


def _read_date(text: str) -> str | None:
    """Return the first date with a year in a text as YYYY-MM-DD, or None."""
    if match := _MONTH_FIRST.search(text):
        return _iso(match[3], match[1], match[2])
    if match := _DAY_FIRST.search(text):
        return _iso(match[3], match[2], match[1])
    if match := _NUMERIC.search(text):
        year, month, day, other_day, other_month, other_year = match.groups()
        return _iso(year or other_year, month or other_month, day or other_day)
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    name = month.lower()
    number = int(name) if name.isdigit() else _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    if number is None:
        return None
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
