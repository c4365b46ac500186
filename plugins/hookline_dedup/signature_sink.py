"""The sink of the first pass: a row for each document, in a file that goes once it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from hookline import Document, FileSink
from hookline_dedup.options import Likeness
from hookline_dedup.signature import to_row

__all__ = ["Rows"]


class Rows(FileSink):
    """Write a row of fixed size for each document."""

    name = "dedup"

    class Options(Likeness, FileSink.Options):
        """Where the rows go, and what makes two documents alike."""

        path: str = Field(description="the file to write")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            yield to_row(doc, self.options)
