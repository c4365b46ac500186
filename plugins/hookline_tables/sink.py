"""Write documents, entities, events or relations as tables in text files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from hookline import Document, FileSink, to_record

SPAN_COLUMNS = ("text", "start", "end", "raw_start", "raw_end")
PARTS = ("subject", "predicate", "object")
STATEMENT_COLUMNS = ("polarity", "modality", "factuality", "claim", "time", "place")
UNNAMED = "?"
"""The claim of a source that the text does not name: "allegedly"."""
QUALIFIERS = ("title", "status", "amount", "count", "since", "until")
COLUMNS = {
    "entities": ("document", "entity", "label", *SPAN_COLUMNS, "name", "id"),
    "events": (
        *("document", "event", "lemma", *SPAN_COLUMNS, "sentence", *STATEMENT_COLUMNS),
        *("claim_event", "time_value"),
    ),
    "relations": (
        *("document", "relation", "type"),
        *(f"{part}{suffix}" for part in PARTS for suffix in ("", "_label", "_start", "_end")),
        *("sentence", "rule", "subject_name", "object_name", "event", *STATEMENT_COLUMNS),
        *QUALIFIERS,
        *(f"{part}{suffix}" for part in PARTS for suffix in ("_raw_start", "_raw_end")),
        *("subject_id", "object_id"),
    ),
}


class CsvSink(FileSink):
    """Write one row per document, entity, event or relation, as comma-separated values."""

    name = "csv"
    endings: ClassVar[Iterable[str]] = (".csv",)
    delimiter = ","

    class Options(FileSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write; `-` is standard output")
        layer: Literal["documents", "entities", "events", "relations"] = Field(
            "entities", description="what a row is: a document, an entity, an event or a relation"
        )
        meta: list[str] | None = Field(
            None,
            description="with `layer: documents`, the meta data to write, a column each; by default "
            "all of it in one column, as JSON",
        )

    @classmethod
    def needs(cls, options: Any) -> dict[str, str]:
        advice = "or --set sink.layer=documents for a table of texts"
        return {} if options.layer == "documents" else {options.layer: advice}

    def header(self) -> bytes:
        if self.options.layer == "documents":
            return self._encode_rows([document_columns(self.options.meta)])
        return self._encode_rows([COLUMNS[self.options.layer]])

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            record = to_record(doc, (), self.layers)
            if self.options.layer == "documents":
                rows = iter([document_row(record, self.options.meta)])
            else:
                rows = ROWS[self.options.layer](record)
            yield self._encode_rows(rows)

    def _encode_rows(self, rows: Iterable[Sequence[Any]]) -> bytes:
        lines = io.StringIO(newline="")
        csv.writer(lines, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        return lines.getvalue().encode()


class TsvSink(CsvSink):
    """Write one row per document, entity, event or relation, as tab-separated values."""

    name = "tsv"
    endings = (".tsv", ".tab")
    delimiter = "\t"


def document_columns(meta: Sequence[str] | None) -> list[str]:
    """Return the columns of a table of documents, of which the source `csv` can make documents."""
    return ["id", "text", *(["meta"] if meta is None else meta)]


def document_row(record: dict[str, Any], meta: Sequence[str] | None) -> list[Any]:
    """Return the row of a document; values of meta data that are no plain values are JSON."""
    values = record["meta"]
    cells = [values] if meta is None else [values.get(name) for name in meta]
    return [record["id"], record["text"], *map(_cell, cells)]


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list | bool):
        return json.dumps(value, ensure_ascii=False)
    return value


def entity_rows(record: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield a row for each entity of a record; `name` is that of its cluster, else its own."""
    for number, entity in enumerate(record.get("entities", ())):
        yield [
            *(record["id"], number, entity["label"]),
            *(entity[name] for name in SPAN_COLUMNS),
            _cluster_of(record, entity).get("name", entity["text"]),
            entity.get("id"),
        ]


def event_rows(record: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield a row for each event of a record."""
    for number, event in enumerate(record.get("events", ())):
        row = [record["id"], number, event["lemma"], *(event[name] for name in SPAN_COLUMNS)]
        claim, time = event["claim"] or {}, event["time"] or {}
        yield [
            *row,
            event["sentence"],
            *_statement(event),
            claim.get("event"),
            time.get("value"),
        ]


def _statement(event: dict[str, Any]) -> list[Any]:
    """Return how sure an event is, who says so, when and where it is; `?` is an unnamed source."""
    claim = event["claim"]
    source = None if claim is None else _text(claim["source"]) or UNNAMED
    values = [event[name] for name in ("polarity", "modality", "factuality")]
    return [*values, source, _text(event["time"]), _text(event["place"])]


def _text(span: Any) -> Any:
    return span["text"] if isinstance(span, dict) else span


def relation_rows(record: dict[str, Any]) -> Iterator[list[Any]]:
    """
    Yield a row for each relation of a record; an implied predicate has no offsets.

    The name of an end is that of the entity or the cluster that it is, empty where it is neither.
    """
    entities, events = record.get("entities", ()), record.get("events", ())
    for number, relation in enumerate(record.get("relations", ())):
        row = [record["id"], number, relation["type"]]
        for part in PARTS:
            span = relation[part]
            entity = span.get("entity")
            label = None if entity is None else entities[entity]["label"]
            row += [span["text"], label, span.get("start"), span.get("end")]
        event = relation.get("event")
        known = event is not None and bool(events)
        yield [
            *row,
            relation["sentence"],
            relation["rule"],
            *(_name(record, relation[part]) for part in ("subject", "object")),
            event,
            *(_statement(events[event]) if known else [None] * len(STATEMENT_COLUMNS)),
            *(_text((relation.get("qualifiers") or {}).get(name)) for name in QUALIFIERS),
            *(relation[part].get(name) for part in PARTS for name in ("raw_start", "raw_end")),
            *(_node(record, relation[part]).get("id") for part in ("subject", "object")),
        ]


def _name(record: dict[str, Any], span: dict[str, Any]) -> str | None:
    """Return the name of what an end is: that of its cluster, or of its entity."""
    node = _node(record, span)
    return node.get("name", node.get("text"))


def _node(record: dict[str, Any], span: dict[str, Any]) -> dict[str, Any]:
    """Return the cluster of what an end is, or its entity; nothing where it is neither."""
    entity = span.get("entity")
    cluster = {} if entity is None and span["contains"] else _cluster_of(record, span)
    return cluster or ({} if entity is None else record["entities"][entity])


def _cluster_of(record: dict[str, Any], span: dict[str, Any]) -> dict[str, Any]:
    number = span.get("cluster")
    if number is None or "clusters" not in record:
        return {}
    cluster: dict[str, Any] = record["clusters"][number]
    return cluster


ROWS = {"entities": entity_rows, "events": event_rows, "relations": relation_rows}
