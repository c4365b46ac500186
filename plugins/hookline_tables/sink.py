"""Write entities or relations as tables in text files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from hookline import Document, FileSink, to_record

SPAN_COLUMNS = ("text", "start", "end", "raw_start", "raw_end")
PARTS = ("subject", "predicate", "object")
COLUMNS = {
    "entities": ("document", "entity", "label", *SPAN_COLUMNS),
    "relations": (
        *("document", "relation", "type"),
        *(f"{part}{suffix}" for part in PARTS for suffix in ("", "_label", "_start", "_end")),
        *("sentence", "rule"),
    ),
}


class CsvSink(FileSink):
    """Write one row per entity, or one row per relation, as comma-separated values."""

    name = "csv"
    endings: ClassVar[Iterable[str]] = (".csv",)
    delimiter = ","

    class Options(FileSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write; `-` is standard output")
        layer: Literal["entities", "relations"] = Field(
            "entities", description="what a row is: an entity or a relation"
        )

    def header(self) -> bytes:
        return self._encode_rows([COLUMNS[self.options.layer]])

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        rows_of = entity_rows if self.options.layer == "entities" else relation_rows
        for doc in docs:
            yield self._encode_rows(rows_of(to_record(doc, (), self.layers)))

    def _encode_rows(self, rows: Iterable[Sequence[Any]]) -> bytes:
        lines = io.StringIO(newline="")
        csv.writer(lines, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        return lines.getvalue().encode()


class TsvSink(CsvSink):
    """Write one row per entity, or one row per relation, as tab-separated values."""

    name = "tsv"
    endings = (".tsv", ".tab")
    delimiter = "\t"


def entity_rows(record: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield a row for each entity of a record."""
    for number, entity in enumerate(record.get("entities", ())):
        yield [record["id"], number, entity["label"], *(entity[name] for name in SPAN_COLUMNS)]


def relation_rows(record: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield a row for each relation of a record; an implied predicate has no offsets."""
    entities = record.get("entities", ())
    for number, relation in enumerate(record.get("relations", ())):
        row = [record["id"], number, relation["type"]]
        for part in PARTS:
            span = relation[part]
            entity = span.get("entity")
            label = None if entity is None else entities[entity]["label"]
            row += [span["text"], label, span.get("start"), span.get("end")]
        yield [*row, relation["sentence"], relation["rule"]]
