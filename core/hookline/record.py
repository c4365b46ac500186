"""The record of a document: plain values in a fixed order, ready for any serializer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hookline.document import Document
from hookline.layers import Implied, Mention, Relation

__all__ = ["to_record"]


def to_record(doc: Document, include: Collection[str] = ()) -> dict[str, Any]:
    """
    Return the record of a document (record contract, version 1).

    `include` adds what is left out by default: `raw`, `tokens`, and the `scores` of relations. Layers
    that no stage provided are absent. Offsets are code points, ends exclusive.
    """
    record: dict[str, Any] = {"id": doc.id, "text": doc.text, "meta": dict(doc.meta)}
    record["removed"] = [
        {
            "raw_start": start,
            "raw_end": end,
            "text": doc.raw[start:end],
            "stage": stage,
            "reason": reason,
        }
        for start, end, stage, reason in doc.removed
    ]
    if doc.sentences is not None:
        record["sentences"] = [list(sentence) for sentence in doc.sentences]
    if doc.entities is not None:
        record["entities"] = [_entity(doc, *entity) for entity in doc.entities]
    if doc.relations is not None:
        record["relations"] = [_relation(doc, relation) for relation in doc.relations]
        if "scores" in include:
            for row, relation in zip(record["relations"], doc.relations, strict=True):
                row["score"] = round(relation.score, 3)
    if "raw" in include:
        record["raw"] = doc.raw
    if "tokens" in include and doc.tokens is not None:
        record["tokens"] = [_token(token) for token in doc.tokens]
    return record


def _entity(doc: Document, start: int, end: int, label: str) -> dict[str, Any]:
    raw_start, raw_end = doc.alignment.to_raw(start, end)
    return {
        "start": start,
        "end": end,
        "text": doc.text[start:end],
        "label": label,
        "raw_start": raw_start,
        "raw_end": raw_end,
    }


def _token(token: Any) -> dict[str, Any]:
    names = ("start", "end", "text", "lemma", "upos", "xpos", "feats", "head", "deprel", "sentence")
    return {name: getattr(token, name) for name in names}


def _relation(doc: Document, relation: Relation) -> dict[str, Any]:
    return {
        "type": relation.type,
        "subject": _mention(doc, relation.subject),
        "predicate": _mention(doc, relation.predicate),
        "object": _mention(doc, relation.object),
        "sentence": relation.sentence,
        "rule": relation.rule,
    }


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
