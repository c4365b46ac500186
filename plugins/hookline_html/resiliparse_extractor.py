"""Extract the main text and the meta data of a page with resiliparse: fast, and less exact."""

from __future__ import annotations

import re
from typing import Any

from hookline_html.options import Extracted, ExtractionOptions

__all__ = ["ResiliparseExtractor"]

CELLS = "\t\t"  # what stands between the cells of a row
BULLET = re.compile(r"^ +• ", re.MULTILINE)
# Where a page states a value: a selector, and the attribute that holds it.
STATED = {
    "title": ('meta[property="og:title"]', "content"),
    "author": ('meta[name="author"]', "content"),
    "date": ('meta[property="article:published_time"]', "content"),
    "url": ('link[rel="canonical"]', "href"),
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T ])")


class ResiliparseExtractor:
    """
    Calls resiliparse, which is imported when the extractor is created.

    The main text is what its rules for tags, classes and ids keep (Bevendorff et al., "Elastic
    ChatNoir", ECIR 2018). Rows and items of lists have the form that those of trafilatura have.
    """

    def __init__(self, options: ExtractionOptions) -> None:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.html import HTMLTree

        self._parse = HTMLTree.parse
        self._to_text = extract_plain_text
        self._settings: dict[str, Any] = {
            "main_content": True,
            "alt_texts": False,
            "comments": options.comments,
            "skip_elements": ["template"] if options.tables else ["template", "table"],
        }

    def __call__(self, html: str, url: str | None) -> Extracted:
        """Return the main text of a page and what its head states; `url` is not looked at."""
        tree = self._parse(html)
        text = BULLET.sub("- ", self._to_text(tree, **self._settings))
        if CELLS in text:
            text = "\n".join(map(_row, text.split("\n")))
        return Extracted(text, _meta(tree))


def _row(line: str) -> str:
    """Return a line with bars around its cells if it is a row of a table."""
    if CELLS not in line:
        return line
    return f"| {' | '.join(map(str.strip, line.split(CELLS)))} |"


def _meta(tree: Any) -> dict[str, str]:
    """Return the values that the head of a page states; a date must have its year first."""
    head = tree.head
    if head is None:
        return {}
    values = {"title": (tree.title or "").strip()}
    for key, (selector, attribute) in STATED.items():
        element = head.query_selector(selector)
        value = (element.getattr(attribute) or "").strip() if element else ""
        if key == "date":
            day = DAY.match(value)
            value = day[0] if day else ""
        if value:
            values[key] = value
    return {key: value for key, value in values.items() if value}
