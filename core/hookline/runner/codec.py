"""What a stage made of a document, as bytes, and back: plain JSON, compressed, never pickle."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any

import orjson
import zstandard

from hookline.components.stage import Drop
from hookline.document.alignment import Alignment, Segment
from hookline.document.document import Document
from hookline.document.layers import (
    Entity,
    Implied,
    Mention,
    Relation,
    Removal,
    Sentence,
    Token,
    Vectors,
)

__all__ = ["decode", "encode", "plain"]

MOST = 256 * 1024 * 1024  # bytes that a value from the disk may become
ROWS = {"sentences": Sentence, "tokens": Token, "entities": Entity}


def encode(outcome: Document | Drop) -> bytes:
    """
    Return an outcome as bytes, without what is known from its input.

    Raises:
        TypeError: the meta data holds what JSON has no place for.
    """
    return zstandard.compress(plain(outcome))


def plain(outcome: Document | Drop) -> bytes:
    """Return what `encode` compresses."""
    if isinstance(outcome, Drop):
        return orjson.dumps({"drop": outcome.reason})
    values: dict[str, Any] = {
        "meta": orjson.Fragment(orjson.dumps(dict(outcome.meta))),  # strictly: no tuple of its own
        "removed": outcome.removed,
        "sentences": outcome.sentences,
        "tokens": outcome.tokens,
        "entities": outcome.entities,
        "relations": outcome.relations,
    }
    if outcome.vectors:
        model, width, numbers = outcome.vectors
        values["vectors"] = [model, width, b64encode(numbers).decode("ascii")]
    if outcome.text != outcome.raw:
        values |= {"text": outcome.text, "segments": outcome.alignment.segments}
    return orjson.dumps(values, default=_row)


def decode(data: bytes, doc: Document) -> Document | Drop:
    """
    Return the outcome that `encode` made these bytes of, for the same input document.

    Raises:
        Exception: the bytes are damaged.
    """
    values = orjson.loads(zstandard.ZstdDecompressor().decompress(data, max_output_size=MOST))
    if "drop" in values:
        return Drop(values["drop"])
    text = values.get("text", doc.raw)
    alignment = Alignment.identity(len(text))
    if "segments" in values:
        segments = tuple(Segment(*segment) for segment in values["segments"])
        alignment = Alignment(segments, len(text), len(doc.raw))
    layers: dict[str, Any] = {
        name: None if values[name] is None else tuple(row(*item) for item in values[name])
        for name, row in ROWS.items()
    }
    relations = values["relations"]
    layers["relations"] = None if relations is None else tuple(map(_relation, relations))
    layers["vectors"] = None
    if "vectors" in values:
        model, width, numbers = values["vectors"]
        layers["vectors"] = Vectors(model, width, b64decode(numbers))
    removed = tuple(Removal(*item) for item in values["removed"])
    return replace(
        doc, text=text, alignment=alignment, meta=values["meta"], removed=removed, **layers
    )


def _row(value: Any) -> list[Any]:
    if isinstance(value, tuple):  # orjson leaves named tuples to us
        return list(value)
    raise TypeError


def _relation(row: list[Any]) -> Relation:
    kind, *ends, sentence, rule, score = row
    subject, predicate, obj = map(_mention, ends)
    assert isinstance(subject, Mention)
    assert isinstance(obj, Mention)
    return Relation(kind, subject, predicate, obj, sentence, rule, score)


def _mention(row: list[Any]) -> Mention | Implied:
    if len(row) == 1:
        return Implied(*row)
    start, end, entity, pieces = row
    return Mention(start, end, entity, tuple((left, right) for left, right in pieces))
