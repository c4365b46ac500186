"""Prepare the tree of a page for extraction: keep what trafilatura would lose."""

from __future__ import annotations

from itertools import groupby
from typing import Any

__all__ = ["prepare_tree"]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FLOW = frozenset((*HEADINGS, "p", "ul", "ol", "table", "pre", "blockquote", "figure", "hr", "br"))
LISTS = frozenset(("ul", "ol"))
CELL_LISTS = "|".join(f"//{cell}//{name}" for cell in ("td", "th") for name in ("ul", "ol", "li"))


def prepare_tree(tree: Any) -> None:
    """
    Change the tree of a page (of lxml) in place.

    * The content of `template` elements goes: no browser shows it.
    * The items of a list in a cell of a table become the text of the cell.
    * A run of paragraphs and lists that are children of `body` becomes an `article`: in a page without
      any container lists are not looked for.
    """
    for element in tree.xpath("//template"):
        element.drop_tree()
    for element in tree.xpath(CELL_LISTS):
        if element.tag == "li" and element.getprevious() is not None:
            element.text = f" {element.text or ''}"
        element.tag = "span"
    body = tree.find("body")
    if body is not None and not tree.xpath("//article|//main|//*[@role='main']"):
        for is_flow, children in groupby(list(body), lambda child: child.tag in FLOW):
            run = list(children)
            tags = {child.tag for child in run}
            if is_flow and "p" in tags and tags & LISTS:
                _wrap(body, run)


def _wrap(body: Any, run: list[Any]) -> None:
    """Put children of an element into an `article` in their place."""
    article = body.makeelement("article")
    run[0].addprevious(article)
    article.extend(run)  # text behind an element moves with it
