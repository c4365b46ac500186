"""The record of a document: plain values in a fixed order, or a line of JSON."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

import orjson

from hookline.document.document import Document
from hookline.document.layers import Entity, Implied, Mention, Relation, Removal, Sentence, Token

__all__ = ["to_json", "to_record"]

LAYERS = ("removed", "sentences", "entities", "relations", "tokens")
TOKEN = ("start", "end", "text", "lemma", "upos", "xpos", "feats", "head", "deprel", "sentence")


def to_record(doc: Document, include: Collection[str] = ()) -> dict[str, Any]:
    """
    Return the record of a document (record contract, version 1).

    `include` adds what is left out by default: `raw`, `tokens`, and the `scores` of relations. Layers
    that no stage provided are absent. Offsets are code points, ends exclusive.
    """
    plain = partial(_plain, doc, "scores" in include)
    record = _keys(doc, include)
    return {
        key: list(map(plain, value)) if key in LAYERS else value for key, value in record.items()
    }


def to_json(doc: Document, include: Collection[str] = ()) -> bytes:
    """
    Return the record of a document as a line of JSON.

    The plain values of each relation, token and so on are made as it is written: those of a long
    document, all at once, would take more memory than anything else.

    Raises:
        TypeError: the meta data holds what JSON has no place for.
    """
    record = _keys(doc, include)
    record["meta"] = orjson.Fragment(orjson.dumps(record["meta"]))  # has no layers to look for
    plain = partial(_plain, doc, "scores" in include)
    return orjson.dumps(record, plain, orjson.OPT_APPEND_NEWLINE)


def _keys(doc: Document, include: Collection[str]) -> dict[str, Any]:
    """Return what stands in the record, the layers as they are."""
    record: dict[str, Any] = {
        "id": doc.id,
        "text": doc.text,
        "meta": dict(doc.meta),
        "removed": doc.removed,
    }
    if doc.sentences is not None:
        record["sentences"] = doc.sentences
    if doc.entities is not None:
        record["entities"] = doc.entities
    if doc.relations is not None:
        record["relations"] = doc.relations
    if "raw" in include:
        record["raw"] = doc.raw
    if "tokens" in include and doc.tokens is not None:
        record["tokens"] = doc.tokens
    return record


def _plain(doc: Document, scored: bool, item: Any) -> Any:
    """Return an item of a layer as plain values."""
    if isinstance(item, Relation):
        return _relation(doc, item, scored)
    if isinstance(item, Entity):
        return _entity(doc, item)
    if isinstance(item, Sentence):
        return list(item)
    if isinstance(item, Token):
        return {name: getattr(item, name) for name in TOKEN}
    if isinstance(item, Removal):
        return _removal(doc, item)
    raise TypeError  # orjson says of what


def _removal(doc: Document, removal: Removal) -> dict[str, Any]:
    start, end, stage, reason = removal
    return {
        "raw_start": start,
        "raw_end": end,
        "text": doc.raw[start:end],
        "stage": stage,
        "reason": reason,
    }


def _entity(doc: Document, entity: Entity) -> dict[str, Any]:
    start, end, label = entity
    raw_start, raw_end = doc.alignment.to_raw(start, end)
    return {
        "start": start,
        "end": end,
        "text": doc.text[start:end],
        "label": label,
        "raw_start": raw_start,
        "raw_end": raw_end,
    }


def _relation(doc: Document, relation: Relation, scored: bool) -> dict[str, Any]:
    row = {
        "type": relation.type,
        "subject": _mention(doc, relation.subject),
        "predicate": _mention(doc, relation.predicate),
        "object": _mention(doc, relation.object),
        "sentence": relation.sentence,
        "rule": relation.rule,
    }
    if scored:
        row["score"] = round(relation.score, 3)
    return row


def _mention(doc: Document, mention: Mention | Implied) -> dict[str, Any]:
    if isinstance(mention, Implied):
        return {"text": mention.text, "implied": True}
    start, end, entity, pieces = mention
    raw_start, raw_end = doc.alignment.to_raw(start, end)
    parts = pieces or ((start, end),)
    span: dict[str, Any] = {
        "start": start,
        "end": end,
        "text": " ".join(doc.text[left:right] for left, right in parts),
        "raw_start": raw_start,
        "raw_end": raw_end,
        "entity": entity,
    }
    if pieces:
        span["pieces"] = [list(piece) for piece in pieces]
    return span
