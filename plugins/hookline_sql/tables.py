"""The tables of documents, entities and relations, and their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

__all__ = ["TABLE_NAMES", "define_tables", "table_rows"]

TABLE_NAMES = ("documents", "entities", "relations")
PARTS = ("subject", "predicate", "object")
MAX_KEY_LENGTH = 1000  # databases such as MySQL need a limit


def define_tables(prefix: str, schema: str | None) -> dict[str, Table]:
    """
    Return the tables by name, without the prefix.

    The primary key of documents is `key`; that of entities and relations is `document`, the key of
    their document, and `number`, their index in it.
    """
    import sqlalchemy as sa

    metadata = sa.MetaData(schema=schema)

    def key(name: str) -> Column[str]:
        return sa.Column(name, sa.String(MAX_KEY_LENGTH), primary_key=True)

    def number(name: str, **options: Any) -> Column[int]:
        return sa.Column(name, sa.Integer, autoincrement=False, **options)

    def text(name: str) -> Column[str]:
        return sa.Column(name, sa.Text, nullable=False)

    def table(name: str, *columns: Column[Any]) -> Table:
        return sa.Table(f"{prefix}{name}", metadata, *columns)

    offsets = ("start_offset", "end_offset", "raw_start", "raw_end")
    documents = table("documents", key("key"), text("id"), text("text"), text("meta"))
    entities = table(
        "entities",
        key("document"),
        number("number", primary_key=True),
        text("label"),
        text("text"),
        *(number(name, nullable=False) for name in offsets),
    )
    relations = table(
        "relations",
        key("document"),
        number("number", primary_key=True),
        text("type"),
        *map(text, PARTS),
        *(number(f"{part}_{name}") for part in PARTS for name in ("entity", "start", "end")),
        number("sentence", nullable=False),
        text("rule"),
    )
    return dict(zip(TABLE_NAMES, (documents, entities, relations), strict=True))


def table_rows(key: str, record: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a record, by table."""
    return {
        "documents": [{"key": key, **{name: record[name] for name in ("id", "text", "meta")}}],
        "entities": [_entity_row(key, *item) for item in enumerate(record["entities"])],
        "relations": [_relation_row(key, *item) for item in enumerate(record["relations"])],
    }


def _entity_row(key: str, number: int, entity: dict[str, Any]) -> dict[str, Any]:
    return {
        "document": key,
        "number": number,
        "start_offset": entity["start"],
        "end_offset": entity["end"],
        **{name: entity[name] for name in ("label", "text", "raw_start", "raw_end")},
    }


def _relation_row(key: str, number: int, relation: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a relation; an implied predicate has no offsets."""
    row = {"document": key, "number": number, "type": relation["type"]}
    for part in PARTS:
        span = relation[part]
        row[part] = span["text"]
        row |= {f"{part}_{name}": span.get(name) for name in ("entity", "start", "end")}
    return {**row, "sentence": relation["sentence"], "rule": relation["rule"]}
