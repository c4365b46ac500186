"""The stage `html`: extract the main text of web pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from hookline import Document, Stage
from hookline_html.main_text import EMPTY, MainText
from hookline_html.options import ExtractionOptions

__all__ = ["Html"]


class Html(Stage):
    """Reduce an HTML page to its main text; its title, author, date and address become meta data."""

    name = "html"
    edits_text = True
    cost = "cpu"
    optional: ClassVar[Mapping[str, str]] = {"trafilatura": "hookline[html]"}

    class Options(ExtractionOptions, Stage.Options):
        """What counts as the main text of a page."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._main_text = MainText(options)

    def process(self, docs: Sequence[Document]) -> Iterator[Document]:
        """Yield every document, its text the main text of the page."""
        for doc in docs:
            extracted = self._main_text.extract(doc)
            if count := self._main_text.take_empty_pages():
                self.warn("empty-pages", EMPTY, documents=count)
            yield extracted
