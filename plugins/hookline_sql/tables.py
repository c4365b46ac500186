"""The tables of documents, entities, clusters, events and relations, and their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

__all__ = ["TABLE_NAMES", "define_tables", "table_rows"]

TABLE_NAMES = ("documents", "entities", "clusters", "events", "relations")
STATEMENT = ("polarity", "modality", "factuality")
PARTS = ("subject", "predicate", "object")
OFFSETS = ("start", "end", "raw_start", "raw_end")
QUALIFIERS = ("title", "status", "amount", "count", "since", "until")
MAX_KEY_LENGTH = 1000  # databases such as MySQL need a limit


def define_tables(prefix: str, schema: str | None) -> dict[str, Table]:
    """
    Return the tables by name, without the prefix.

    The primary key of documents is `key`; that of the others is `document`, the key of
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

    def optional(name: str) -> Column[str]:
        return sa.Column(name, sa.Text)

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
        number("cluster"),
        optional("id"),
    )
    clusters = table(
        "clusters",
        key("document"),
        number("number", primary_key=True),
        text("label"),
        text("name"),
        optional("id"),
    )
    events = table(
        "events",
        key("document"),
        number("number", primary_key=True),
        text("lemma"),
        text("text"),
        *(number(name, nullable=False) for name in offsets),
        number("sentence", nullable=False),
        text("polarity"),
        text("modality"),
        sa.Column("factuality", sa.Float, nullable=False),
        sa.Column("claimed", sa.Boolean, nullable=False),
        *(optional(name) for name in ("claim_source", "time", "time_value", "place")),
        *(number(f"claim_{name}") for name in ("cluster", "event")),
    )
    relations = table(
        "relations",
        key("document"),
        number("number", primary_key=True),
        text("type"),
        *map(text, PARTS),
        *(number(f"{part}_{name}") for part in PARTS for name in ("entity", *OFFSETS)),
        *(number(f"{part}_cluster") for part in ("subject", "object")),
        number("sentence", nullable=False),
        text("rule"),
        number("event"),
        *map(optional, QUALIFIERS),
    )
    tables = (documents, entities, clusters, events, relations)
    return dict(zip(TABLE_NAMES, tables, strict=True))


def table_rows(key: str, record: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a record, by table."""
    return {
        "documents": [{"key": key, **{name: record[name] for name in ("id", "text", "meta")}}],
        "entities": [_entity_row(key, *item) for item in enumerate(record["entities"])],
        "clusters": [
            {
                "document": key,
                "number": number,
                **{name: item.get(name) for name in ("label", "name", "id")},
            }
            for number, item in enumerate(record["clusters"])
        ],
        "events": [_event_row(key, *item) for item in enumerate(record["events"])],
        "relations": [_relation_row(key, *item) for item in enumerate(record["relations"])],
    }


def _entity_row(key: str, number: int, entity: dict[str, Any]) -> dict[str, Any]:
    return {
        "document": key,
        "number": number,
        "start_offset": entity["start"],
        "end_offset": entity["end"],
        **{name: entity[name] for name in ("label", "text", "raw_start", "raw_end")},
        "cluster": entity.get("cluster"),
        "id": entity.get("id"),
    }


def _event_row(key: str, number: int, event: dict[str, Any]) -> dict[str, Any]:
    """Return the row of an event; one that is claimed without a source has a `claim_source` of null."""
    claim, time = event["claim"] or {}, event["time"] or {}
    source = claim.get("source") or {}
    return {
        "document": key,
        "number": number,
        "start_offset": event["start"],
        "end_offset": event["end"],
        **{name: event[name] for name in ("lemma", "text", "raw_start", "raw_end", "sentence")},
        **{name: event[name] for name in STATEMENT},
        "claimed": event["claim"] is not None,
        "claim_source": source.get("text"),
        "claim_cluster": source.get("cluster"),
        "claim_event": claim.get("event"),
        "time": time.get("text"),
        "time_value": time.get("value"),
        "place": (event["place"] or {}).get("text"),
    }


def _relation_row(key: str, number: int, relation: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a relation; an implied predicate has no offsets."""
    row = {"document": key, "number": number, "type": relation["type"]}
    for part in PARTS:
        span = relation[part]
        row[part] = span["text"]
        row |= {f"{part}_{name}": span.get(name) for name in ("entity", *OFFSETS)}
    for part in ("subject", "object"):
        row[f"{part}_cluster"] = relation[part].get("cluster")
    qualifiers = relation.get("qualifiers") or {}
    return {
        **row,
        **{name: relation.get(name) for name in ("sentence", "rule", "event")},
        **{name: _words(qualifiers.get(name)) for name in QUALIFIERS},
    }


def _words(qualifier: dict[str, Any] | str | None) -> str | None:
    """Return the text of a qualifier, which is a span or a word."""
    return qualifier["text"] if isinstance(qualifier, dict) else qualifier
