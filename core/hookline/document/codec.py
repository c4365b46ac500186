"""Serialize what stages add to documents, for the cache: compressed JSON, not pickle."""

from __future__ import annotations

from typing import Any

import orjson
import zstandard

from hookline.document.alignment import Alignment, Segment
from hookline.document.annotations import Removal
from hookline.document.document import Document
from hookline.document.immutable import freeze
from hookline.document.items import shape_of
from hookline.document.layers import LayerTable
from hookline.document.removals import masked

__all__ = ["decode_document", "document_state", "encode_document"]

MAX_DECODED = 256 * 1024 * 1024  # bytes; largest decompressed size of a stored value


def encode_document(doc: Document) -> bytes:
    """Return everything that stages have added to a document, compressed."""
    return zstandard.compress(document_state(doc))


def document_state(doc: Document) -> bytes:
    """Return everything that stages have added to a document, as JSON."""
    layers = {}
    for name, value in sorted(doc.layers.items()):
        if hasattr(value, "_fields"):
            layers[name] = shape_of(type(value)).encode(value)
        else:
            shape = shape_of(type(value[0])) if value else None
            layers[name] = [shape.encode(item) for item in value] if shape else []
    return orjson.dumps(
        {
            "meta": doc.meta,
            "removed": doc.removed,
            "text": doc.text,
            "segments": doc.alignment.segments,
            "layers": layers,
        },
        default=list,  # named tuples
    )


def decode_document(data: bytes, doc: Document, layers: LayerTable) -> Document:
    """
    Return the document that `encode_document` serialized, given the same input document.

    Args:
        data: The bytes.
        doc: The document that the stage was given.
        layers: The layers that the document may have.

    Raises:
        Exception: The bytes are damaged, or have a layer that is not in `layers`.
    """
    values = orjson.loads(
        zstandard.ZstdDecompressor().decompress(data, max_output_size=MAX_DECODED)
    )
    text = values["text"]
    removed = tuple(Removal(*item) for item in values["removed"])
    alignment = Alignment(
        tuple(Segment(*segment) for segment in values["segments"]), len(text), len(doc.raw)
    )
    decoded: dict[str, Any] = {}
    for name, value in values["layers"].items():
        layer = layers[name]
        if layer.many:
            decoded[name] = tuple(map(layer.shape.decode, value))
        else:
            decoded[name] = layer.shape.decode(value)
    raw = masked(doc.raw, removed)
    return doc.restored(raw, text, alignment, freeze(values["meta"]), removed, decoded)
