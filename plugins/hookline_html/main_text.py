"""Reduce documents of HTML to the main text of their pages."""

from __future__ import annotations

import re
from collections.abc import Callable

from hookline import Document, Unreadable
from hookline_html.options import Extracted, ExtractionOptions

__all__ = ["EMPTY", "MainText"]

SURROGATES = re.compile("[\ud800-\udfff]")  # parsers refuse them
MIN_PAGES = 10  # fewer say nothing about a run
EMPTY = "without main text; are they articles? `hookline explain` shows what goes from one of them"


class MainText:
    """Extracts the main text of HTML documents; imports the extractor's library when created."""

    def __init__(self, options: ExtractionOptions) -> None:
        from hookline_html.markup import has_markup
        from hookline_html.tracing import reduce_to_text

        self._pages = self._empty_pages = self._new_empty_pages = 0
        self._has_markup = has_markup
        self._reduce_to_text = reduce_to_text
        self._extractor = _create_extractor(options)

    def extract(self, doc: Document) -> Document:
        """
        Return a document whose text is the main text of its HTML, with meta data of the page.

        A page without main text gets an empty text, a text without markup stays as it is. Existing meta
        data of the document is kept.
        """
        if not self._has_markup(doc.text):
            return doc
        html, url = SURROGATES.sub("\ufffd", doc.text), doc.meta.get("url")
        text, meta = self._extractor(html, url if isinstance(url, str) else None)
        extracted = self._reduce_to_text(doc, text.strip())
        self._pages += 1
        self._empty_pages += not extracted.text
        self._new_empty_pages += not extracted.text
        return extracted.with_meta(**{**meta, **doc.meta}) if meta else extracted

    def take_empty_pages(self) -> int:
        """
        Return the number of pages without main text since the last call.

        It is 0 unless they are most of ten pages or more, as a few are nothing to warn of.
        """
        if self._pages < MIN_PAGES or self._empty_pages <= self._pages / 2:
            return 0
        count, self._new_empty_pages = self._new_empty_pages, 0
        return count

    def extract_or_fail(self, doc: Document, source: str) -> Document | Unreadable:
        """Return the extracted document, with a source as the stage of removals, or a dead letter."""
        try:
            return self.extract(doc).signed(source)
        except Exception as error:  # the extractor may raise anything on a malformed page
            payload = {"id": doc.id, "text": doc.raw, "meta": dict(doc.meta)}
            return Unreadable(doc.place, error, payload)


def _create_extractor(options: ExtractionOptions) -> Callable[[str, str | None], Extracted]:
    """Return the extractor that the options name."""
    if options.extractor == "resiliparse":
        from hookline_html.resiliparse_extractor import ResiliparseExtractor

        return ResiliparseExtractor(options)
    from hookline_html.trafilatura_extractor import TrafilaturaExtractor

    return TrafilaturaExtractor(options)
