"""What the sources `html` and `warc` share: they may extract the main text while they read."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from hookline import Document, FileSource, Unreadable
from hookline_html.main_text import EMPTY, MainText
from hookline_html.options import ExtractionOptions

__all__ = ["ExtractingSource"]


class ExtractingSource(FileSource):
    """A source of pages, whose documents hold the main text or the HTML."""

    class Options(ExtractionOptions, FileSource.Options):
        """Options of the sources of pages."""

        extract: bool = Field(
            True,
            description="extract the main text of HTML while reading; otherwise the text is the HTML, "
            "for a stage `html` that runs in all workers",
        )

    @cached_property
    def _main_text(self) -> MainText:
        return MainText(self.options)

    def extracted(self, doc: Document) -> Document | Unreadable:
        """Return the document of a page with its main text, or as it is without `extract`."""
        if not self.options.extract:
            return doc
        item = self._main_text.extract_or_fail(doc, self.name)
        if count := self._main_text.take_empty_pages():
            self.warn("empty-pages", EMPTY, documents=count)
        return item
