"""The columns of a record, as Arrow has them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["record_schema", "to_row"]


def record_schema(include: Collection[str]) -> pa.Schema:
    """
    Return the schema of records: nested, the same for every document and every run.

    A layer that no stage provided is null; `meta`, which can be anything, is JSON in a string.
    """
    import pyarrow as pa

    number, text = pa.int64(), pa.string()
    interval = pa.struct({"start": number, "end": number})
    span = pa.struct(
        {
            "start": number,
            "end": number,
            "text": text,
            "raw_start": number,
            "raw_end": number,
            "entity": number,
            "pieces": pa.list_(interval),
            "implied": pa.bool_(),
        }
    )
    removed = {
        "raw_start": number,
        "raw_end": number,
        "text": text,
        "stage": text,
        "reason": text,
    }
    entity = {
        "start": number,
        "end": number,
        "text": text,
        "label": text,
        "raw_start": number,
        "raw_end": number,
    }
    relation = {
        "type": text,
        "subject": span,
        "predicate": span,
        "object": span,
        "sentence": number,
        "rule": text,
    }
    if "scores" in include:
        relation["score"] = pa.float64()
    token = {
        "start": number,
        "end": number,
        **dict.fromkeys(("text", "lemma", "upos", "xpos", "feats"), text),
        "head": number,
        "deprel": text,
        "sentence": number,
    }
    columns = {
        "id": text,
        "text": text,
        "meta": text,
        "removed": pa.list_(pa.struct(removed)),
        "sentences": pa.list_(interval),
        "entities": pa.list_(pa.struct(entity)),
        "relations": pa.list_(pa.struct(relation)),
    }
    if "raw" in include:
        columns["raw"] = text
    if "tokens" in include:
        columns["tokens"] = pa.list_(pa.struct(token))
    return pa.schema(columns)


def to_row(record: dict[str, Any], meta: str) -> dict[str, Any]:
    """Return a record as a row of that schema, with its meta data as text."""
    row = {**record, "meta": meta}
    if "sentences" in record:
        row["sentences"] = [_interval(*sentence) for sentence in record["sentences"]]
    if "relations" in record:
        row["relations"] = [
            {key: _end(value) for key, value in relation.items()}
            for relation in record["relations"]
        ]
    return row


def _end(value: Any) -> Any:
    if isinstance(value, dict) and "pieces" in value:
        return {**value, "pieces": [_interval(*piece) for piece in value["pieces"]]}
    return value


def _interval(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}
