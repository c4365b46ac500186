"""Read back the records that the `jsonl` sink wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from hookline.errors import SourceError
from hookline.files.reading import open_input

__all__ = ["read_records"]


def read_records(path: str) -> Iterator[dict[str, Any]]:
    """
    Yield the records of a file, one a line, compressed or not.

    Raises:
        SourceError: A line is not a record, or the file cannot be read.
    """
    with open_input(path) as file:
        for number, line in enumerate(file, 1):
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError:
                record = None
            if not (isinstance(record, dict) and {"id", "text", "removed"} <= record.keys()):
                raise SourceError(
                    f"{path}:{number}: expected a record that the `jsonl` sink wrote, a JSON object "
                    "with id, text and removed"
                )
            yield record
