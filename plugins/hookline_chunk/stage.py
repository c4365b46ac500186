"""The stage `chunk`: split documents into chunks of sentences, tokens or characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from hookline import Document, Drop, Outcome, Split, Stage
from hookline_chunk.windows import Unit, windows

__all__ = ["Chunk"]

SENTENCE = re.compile(r"\S.*?(?:[.!?…][\"'”’»)\]]*(?=\s)|[。！？]|$)", re.MULTILINE)
TOKEN = re.compile(r"\w+|[^\w\s]")


class Chunk(Stage):
    """
    Split documents into chunks that do not begin or end inside an entity.

    Each chunk has `chunk` in its meta data: the id of its `parent`, its `index` from 0, and its offsets
    in the text (`start`, `end`) and in the raw text (`raw_start`, `raw_end`) of the parent, in code
    points. Chunks have no layers; stages after this one annotate them.
    """

    name = "chunk"
    cost = "light"

    class Options(Stage.Options):
        """What a chunk is made of."""

        unit: Literal["sentences", "tokens", "characters"] = Field(
            "tokens",
            description="what `size` and `overlap` count: items of the layer, or, without the layer, "
            "sentences by end marks and words and marks by spaces",
        )
        size: PositiveInt = Field(256, description="the largest number of units in a chunk")
        overlap: NonNegativeInt = Field(
            0, description="the number of units at the end of a chunk that the next one repeats"
        )

        @model_validator(mode="after")
        def _smaller_overlap(self) -> Self:
            if self.overlap >= self.size:
                raise ValueError(
                    f"`overlap` should be smaller than `size`; found {self.overlap} and {self.size}"
                )
            return self

    def process(self, docs: Sequence[Document]) -> Iterator[Outcome]:
        """Return the chunks of each document; drop those without text."""
        for doc in docs:
            entities = [(entity.start, entity.end) for entity in doc.entities or ()]
            spans = windows(
                self._units(doc), len(doc.text), entities, self.options.size, self.options.overlap
            )
            chunks = [_chunk(doc, index, *span) for index, span in enumerate(spans)]
            yield Split(chunks) if chunks else Drop("no text to chunk")

    def _units(self, doc: Document) -> list[Unit]:
        """Return the spans of the units of a document, in order, without overlaps."""
        unit = self.options.unit
        if unit == "characters":
            first = len(doc.text) - len(doc.text.lstrip())
            return [(position, position + 1) for position in range(first, len(doc.text.rstrip()))]
        items = doc.sentences if unit == "sentences" else doc.tokens
        if items is None:
            pattern = SENTENCE if unit == "sentences" else TOKEN
            matches = pattern.finditer(doc.text)
            return [(item.start(), item.start() + len(item[0].rstrip())) for item in matches]
        units: list[Unit] = []
        for item in items:
            if item.end > item.start and (not units or item.start >= units[-1][1]):
                units.append((item.start, item.end))
        return units


def _chunk(doc: Document, index: int, start: int, end: int) -> Document:
    raw_start, raw_end = doc.alignment.to_raw(start, end)
    place = {
        "parent": doc.id,
        "index": index,
        "start": start,
        "end": end,
        "raw_start": raw_start,
        "raw_end": raw_end,
    }
    return doc.part(start, end).with_meta(chunk=place)
