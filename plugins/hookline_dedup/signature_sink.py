"""The sink of the first pass: a row for each document, in a temporary file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from hookline import Document, FileSink
from hookline_dedup.options import SimilarityOptions
from hookline_dedup.signature import encode_row

__all__ = ["SignatureSink"]


class SignatureSink(FileSink):
    """Write a row of fixed size for each document; see `signature.row_dtype`."""

    name = "dedup"

    class Options(SimilarityOptions, FileSink.Options):
        """The file, and when two documents are duplicates."""

        path: str = Field(description="the file to write")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            yield encode_row(doc, self.options)
