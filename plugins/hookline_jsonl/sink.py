"""Write records as JSON lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from hookline import Document, FileSink, to_json


class JsonlSink(FileSink):
    """Write one record per line; a file ending in .gz or .zst is compressed."""

    name = "jsonl"
    endings = (".jsonl", ".ndjson")

    class Options(FileSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write; `-` is standard output")
        include: list[str] = Field(
            default=[],
            description="what to add to the records: `raw`, `tokens`, `scores` (the confidences of "
            "relations), or a layer of a plugin that is written only when asked for",
        )

    @classmethod
    def unread_layers(cls, options: Any) -> frozenset[str]:
        return frozenset() if "tokens" in options.include else frozenset({"syntax"})

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        include, layers = self.options.include, self.layers
        for doc in docs:
            yield to_json(doc, include, layers)
