"""Write a DocBin, the file format that spaCy loads and trains on."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from pydantic import Field

from hookline import Document, SpooledSink
from hookline_spacy.spacy_doc import to_spacy_doc

ATTRIBUTES = (
    *("ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START"),
    *("ENT_IOB", "ENT_TYPE"),
)


class SpacySink(SpooledSink):
    """
    Write one DocBin: tokens, tags, lemmas, trees, sentences and entities of every document.

    The text is that of the document, so offsets are the same. Id, meta data and relations are in
    `user_data["hookline"]`. Of overlapping entities the longest is kept, of equally long ones the
    first.
    """

    name = "spacy"
    endings = (".spacy",)
    requires = ("tokens",)
    optional: ClassVar[Mapping[str, str]] = {"spacy": "hookline[spacy]"}

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            doc_bin = self._doc_bin([to_spacy_doc(doc, self._vocab)])
            yield base64.b64encode(doc_bin.to_bytes()) + b"\n"

    def finish(self, spool: BinaryIO, final: Path) -> None:
        merged = self._doc_bin()
        for line in spool:
            merged.merge(self._doc_bin().from_bytes(base64.b64decode(line)))
        final.write_bytes(merged.to_bytes())

    @cached_property
    def _vocab(self) -> Any:
        from spacy.vocab import Vocab

        return Vocab()

    def _doc_bin(self, docs: Sequence[Any] = ()) -> Any:
        from spacy.tokens import DocBin

        return DocBin(ATTRIBUTES, store_user_data=True, docs=docs)
