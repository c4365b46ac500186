"""Extract the main text and the meta data of a page with trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from pydantic import Field

from hookline import Document, Options, Unreadable

__all__ = ["EMPTY", "ExtractionOptions", "MainText"]

LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer")
META_KEYS = ("title", "author", "date", "url")
SURROGATES = re.compile("[\ud800-\udfff]")  # XML libraries refuse them
ROW_END = re.compile(r"\| (?=\n|$)")
MIN_PAGES = 10  # fewer say nothing about a run
EMPTY = "without main text; are they articles? `hookline explain` shows what goes from one of them"
LATEST_DATE = "2099-12-31"


class ExtractionOptions(Options):
    """What counts as the main text of a page."""

    favor: Literal["balanced", "precision", "recall"] = Field(
        "balanced",
        description="In doubt: remove more furniture (`precision`) or keep more text (`recall`).",
    )
    comments: bool = Field(False, description="Keep the comments of readers, after the text.")
    tables: bool = Field(True, description="Keep tables.")


class MainText:
    """
    Extracts the main text of HTML documents; imports trafilatura when created.

    The text is trafilatura's. A row of a table is one line, `| a | b |`. Dates come from meta data,
    addresses and marked-up times, not from the running text, and never depend on the current date.
    """

    def __init__(self, options: ExtractionOptions) -> None:
        with _silence_libraries():
            from trafilatura import bare_extraction
            from trafilatura.utils import load_html, normalize_unicode

        from hookline_html.markup import has_markup
        from hookline_html.page_tree import prepare_tree
        from hookline_html.tracing import reduce_to_text

        self._pages = self._empty_pages = self._new_empty_pages = 0
        self._has_markup = has_markup
        self._load = load_html
        self._prepare = prepare_tree
        self._reduce_to_text = reduce_to_text
        self._extract = bare_extraction
        self._normalize = normalize_unicode
        self._settings: dict[str, Any] = {
            "favor_precision": options.favor == "precision",
            "favor_recall": options.favor == "recall",
            "include_comments": options.comments,
            "include_tables": options.tables,
            "with_metadata": True,
            "date_extraction_params": {
                "original_date": True,
                "extensive_search": False,
                "max_date": LATEST_DATE,
            },
        }

    def extract(self, doc: Document) -> Document:
        """
        Return a document whose text is the main text of its HTML, with meta data of the page.

        A page without main text gets an empty text, a text without markup stays as it is. Existing meta
        data of the document is kept.
        """
        if not self._has_markup(doc.text):
            return doc
        extracted = self._extract_page(doc)
        self._pages += 1
        self._empty_pages += not extracted.text
        self._new_empty_pages += not extracted.text
        return extracted

    def take_empty_pages(self) -> int:
        """
        Return the number of pages without main text since the last call.

        It is 0 unless they are most of ten pages or more, as a few are nothing to warn of.
        """
        if self._pages < MIN_PAGES or self._empty_pages <= self._pages / 2:
            return 0
        count, self._new_empty_pages = self._new_empty_pages, 0
        return count

    def _extract_page(self, doc: Document) -> Document:
        html = SURROGATES.sub("\ufffd", doc.text)
        url = doc.meta.get("url")
        with _silence_libraries():
            tree = self._load(html)
            if tree is None:
                return self._reduce_to_text(doc, "")
            self._prepare(tree)
            extracted = self._extract(tree, url if isinstance(url, str) else None, **self._settings)
        if extracted is None:
            return self._reduce_to_text(doc, "")
        text = ROW_END.sub("|", extracted.text or "")
        if extracted.comments:
            text = f"{text}\n{extracted.comments}"
        meta = {name: getattr(extracted, name) for name in META_KEYS if getattr(extracted, name)}
        reduced = self._reduce_to_text(doc, self._normalize(text).strip())
        return reduced.with_meta(**{**meta, **doc.meta})

    def extract_or_fail(self, doc: Document, source: str) -> Document | Unreadable:
        """Return the extracted document, with a source as the stage of removals, or a dead letter."""
        try:
            return self.extract(doc).signed(source)
        except Exception as error:  # the extractor may raise anything on a malformed page
            payload = {"id": doc.id, "text": doc.raw, "meta": dict(doc.meta)}
            return Unreadable(doc.place, error, payload)


@contextmanager
def _silence_libraries() -> Iterator[None]:
    """Suppress the logs of the libraries: the outcome of a document reports its problems."""
    loggers = [logging.getLogger(name) for name in LIBRARIES]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
