"""Extract the main text and the meta data of a page with trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hookline_html.options import Extracted, ExtractionOptions

__all__ = ["TrafilaturaExtractor"]

LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer")
META_KEYS = ("title", "author", "date", "url")
ROW_END = re.compile(r"\| (?=\n|$)")
LATEST_DATE = "2099-12-31"
NOTHING = Extracted("", {})


class TrafilaturaExtractor:
    """
    Calls trafilatura, which is imported when the extractor is created.

    A row of a table is one line, `| a | b |`. Dates come from meta data, addresses and marked-up times,
    not from the running text, and never depend on the current date.
    """

    def __init__(self, options: ExtractionOptions) -> None:
        with _silence_libraries():
            from trafilatura import bare_extraction
            from trafilatura.utils import load_html, normalize_unicode

        from hookline_html.page_tree import prepare_tree

        self._load = load_html
        self._prepare = prepare_tree
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

    def __call__(self, html: str, url: str | None) -> Extracted:
        """Return the main text and the meta data of a page; `url` is its address, where known."""
        with _silence_libraries():
            tree = self._load(html)
            if tree is None:
                return NOTHING
            self._prepare(tree)
            extracted = self._extract(tree, url, **self._settings)
        if extracted is None:
            return NOTHING
        text = ROW_END.sub("|", extracted.text or "")
        if extracted.comments:
            text = f"{text}\n{extracted.comments}"
        meta = {name: getattr(extracted, name) for name in META_KEYS if getattr(extracted, name)}
        return Extracted(self._normalize(text), meta)


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
