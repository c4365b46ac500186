"""The tables that records are written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import MetaData

__all__ = ["KEYS", "define_tables", "entity_row", "relation_row"]

KEYS = {
    "documents": ("key",),
    "entities": ("document", "number"),
    "relations": ("document", "number"),
}
ENDS = ("subject", "predicate", "object")


def define_tables(prefix: str, schema: str | None) -> MetaData:
    """Return the tables: documents by key, entities and relations by document and number."""
    import sqlalchemy as sa

    meta = sa.MetaData(schema=schema)
    key = sa.String(1000)  # a database such as MySQL wants to know how long a key can be

    def number(name: str, **options: Any) -> sa.Column[int]:
        return sa.Column(name, sa.Integer, autoincrement=False, **options)

    def text(name: str, **options: Any) -> sa.Column[str]:
        return sa.Column(name, sa.Text, **options)

    sa.Table(
        f"{prefix}documents",
        meta,
        sa.Column("key", key, primary_key=True),
        text("id", nullable=False),
        text("text", nullable=False),
        text("meta", nullable=False),
    )
    sa.Table(
        f"{prefix}entities",
        meta,
        sa.Column("document", key, primary_key=True),
        number("number", primary_key=True),
        text("label", nullable=False),
        text("text", nullable=False),
        *(
            number(name, nullable=False)
            for name in ("start_offset", "end_offset", "raw_start", "raw_end")
        ),
    )
    sa.Table(
        f"{prefix}relations",
        meta,
        sa.Column("document", key, primary_key=True),
        number("number", primary_key=True),
        text("type", nullable=False),
        *(text(end, nullable=False) for end in ENDS),
        *(number(f"{end}_{name}") for end in ENDS for name in ("entity", "start", "end")),
        number("sentence", nullable=False),
        text("rule", nullable=False),
    )
    return meta


def entity_row(key: str, number: int, entity: dict[str, Any]) -> dict[str, Any]:
    """Return the row of an entity."""
    return {
        "document": key,
        "number": number,
        "label": entity["label"],
        "text": entity["text"],
        "start_offset": entity["start"],
        "end_offset": entity["end"],
        "raw_start": entity["raw_start"],
        "raw_end": entity["raw_end"],
    }


def relation_row(key: str, number: int, relation: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a relation; an implied predicate has no offsets."""
    row = {"document": key, "number": number, "type": relation["type"]}
    for end in ENDS:
        span = relation[end]
        row[end] = span["text"]
        row |= {f"{end}_{name}": span.get(name) for name in ("entity", "start", "end")}
    return {**row, "sentence": relation["sentence"], "rule": relation["rule"]}
