"""Read JSON files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from hookline import Place
from hookline_jsonl.json_values import json_values
from hookline_jsonl.source import JsonlSource


class JsonSource(JsonlSource):
    """Read one document per object of a JSON array: `text`, an optional `id`, and meta data."""

    name = "json"
    endings = (".json",)
    entry_per_line = False

    class Options(JsonlSource.Options):
        """Options of the source."""

    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, bytes]]:
        for number, value in enumerate(json_values(file, self.options.row_limit), 1):
            yield Place(name, number), value.encode("utf-8", "surrogatepass")
