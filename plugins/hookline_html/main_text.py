"""The main text and the meta data of a page, by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from pydantic import Field

from hookline import Document, Options

__all__ = ["ExtractionOptions", "MainText"]

LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer")
META = ("title", "author", "date", "url")
UNFIT = re.compile("[\ud800-\udfff]")  # no text that an XML library takes
LATEST = "2099-12-31"


class ExtractionOptions(Options):
    """What counts as the main text of a page."""

    favor: Literal["balanced", "precision", "recall"] = Field(
        "balanced",
        description="Where in doubt: less furniture (`precision`) or less of the text lost (`recall`).",
    )
    comments: bool = Field(False, description="Keep the comments of readers, behind the text.")
    tables: bool = Field(True, description="Keep tables.")


class MainText:
    """
    Takes the main text out of HTML documents.

    The text is trafilatura's own. Dates are taken from what states them (meta data, addresses, marked
    up times) and not guessed from the running text, and never depend on today's date.
    """

    def __init__(self, options: ExtractionOptions) -> None:
        with _silent():
            from trafilatura import bare_extraction
            from trafilatura.utils import normalize_unicode

        from hookline_html.tracing import reduced

        self._reduced = reduced
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
                "max_date": LATEST,
            },
        }

    def of(self, doc: Document) -> Document:
        """
        Return a document of HTML with its main text, and what is known of the page in its meta data.

        A page without any has an empty text. Meta data that came with the document is kept.
        """
        html = UNFIT.sub("\ufffd", doc.text)
        url = doc.meta.get("url")
        with _silent():
            found = self._extract(html, url if isinstance(url, str) else None, **self._settings)
        if found is None:
            return self._reduced(doc, "")
        text = found.text or ""
        if found.comments:
            text = f"{text}\n{found.comments}"
        meta = {name: getattr(found, name) for name in META if getattr(found, name)}
        return self._reduced(doc, self._normalize(text).strip()).with_meta(**{**meta, **doc.meta})


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the libraries from logging what the outcome of a document says already."""
    loggers = [logging.getLogger(name) for name in LIBRARIES]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
