"""The Arrow schema of records."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["record_schema", "to_arrow_row"]


def record_schema(include: Collection[str]) -> pa.Schema:
    """
    Return the nested schema of records, which depends only on `include` (raw, tokens, scores).

    A layer that no stage provided is null; `meta`, which can have any keys, is JSON in a string.
    """
    import pyarrow as pa

    number, text = pa.int64(), pa.string()

    def numbers(*names: str) -> dict[str, pa.DataType]:
        return dict.fromkeys(names, number)

    def texts(*names: str) -> dict[str, pa.DataType]:
        return dict.fromkeys(names, text)

    def items(fields: dict[str, pa.DataType]) -> pa.DataType:
        return pa.list_(pa.struct(fields))

    interval = numbers("start", "end")
    raw_interval = numbers("raw_start", "raw_end")
    mention = pa.struct(
        {
            **interval,
            **texts("text"),
            **raw_interval,
            **numbers("entity"),
            "pieces": items(interval),
            "implied": pa.bool_(),
        }
    )
    relation = {
        **texts("type"),
        **dict.fromkeys(("subject", "predicate", "object"), mention),
        **numbers("sentence"),
        **texts("rule"),
    }
    if "scores" in include:
        relation["score"] = pa.float64()
    columns = {
        **texts("id", "text", "meta"),
        "removed": items({**raw_interval, **texts("text", "stage", "reason")}),
        "sentences": items(interval),
        "entities": items({**interval, **texts("text", "label"), **raw_interval}),
        "relations": items(relation),
    }
    if "raw" in include:
        columns["raw"] = text
    if "tokens" in include:
        columns["tokens"] = items(
            {
                **interval,
                **texts("text", "lemma", "upos", "xpos", "feats"),
                **numbers("head"),
                **texts("deprel"),
                **numbers("sentence"),
            }
        )
    return pa.schema(columns)


def to_arrow_row(record: dict[str, Any], meta: str) -> dict[str, Any]:
    """Return a record as a row of the schema, with its meta data as JSON in a string."""
    row = {**record, "meta": meta}
    if "sentences" in record:
        row["sentences"] = [_interval(*sentence) for sentence in record["sentences"]]
    if "relations" in record:
        row["relations"] = [
            {name: _with_named_offsets(value) for name, value in relation.items()}
            for relation in record["relations"]
        ]
    return row


def _with_named_offsets(value: Any) -> Any:
    if isinstance(value, dict) and "pieces" in value:
        return {**value, "pieces": [_interval(*piece) for piece in value["pieces"]]}
    return value


def _interval(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}
