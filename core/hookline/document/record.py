"""Records of documents: plain values in a fixed order, lines of JSON, and their JSON Schema."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from hookline.document.annotations import Removal
from hookline.document.document import Document
from hookline.document.layers import BUILT_IN_LAYERS, Layer, LayerTable
from hookline.document.shapes import OFFSET
from hookline.errors import DocumentError

__all__ = ["record_schema", "to_json", "to_record"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def to_record(
    doc: Document, include: Collection[str] = (), layers: LayerTable = BUILT_IN_LAYERS
) -> dict[str, Any]:
    """
    Return the record of a document (record contract, version 2).

    Offsets are code points, ends exclusive. A layer that no stage provided is absent.

    Args:
        doc: The document.
        include: What to add: `raw`, layers that are not written by default (`tokens`), and fields such
            as the `scores` of relations.
        layers: Known layers; other layers are written according to the type of their items.
    """
    record = _keys(doc, include, layers)
    for key, value in record.items() if doc.layers else ():
        if isinstance(value, _Items):
            record[key] = [value.layer.write(item, doc, include) for item in value.items]
        elif isinstance(value, _Item):
            record[key] = value.layer.write(value.item, doc, include)
    return record


def to_json(
    doc: Document, include: Collection[str] = (), layers: LayerTable = BUILT_IN_LAYERS
) -> bytes:
    """
    Return the record of a document as a line of JSON; arguments are those of `to_record`.

    Items are converted one by one as they are written, which saves most of the memory for a long
    document.

    Raises:
        DocumentError: Half of a surrogate pair, or an integer of more than 64 bits, which JSON in UTF-8
            cannot hold.
    """

    def plain(value: Any) -> Any:
        if isinstance(value, _Items):
            return [_Item(value.layer, item) for item in value.items]
        if isinstance(value, _Item):
            return value.layer.write(value.item, doc, include)
        raise TypeError  # orjson names the type

    try:
        return orjson.dumps(_keys(doc, include, layers), plain, orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError as error:
        fault = _unwritable(to_record(doc, include, layers))
        raise DocumentError(f"{fault or error} ({doc.place})") from error


def _unwritable(value: Any, where: str = "") -> str:
    """Describe the first part of a record that orjson cannot write, or return an empty string."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            return (
                f"`{where}`: half of a surrogate pair at {error.start}, which UTF-8 does not have"
            )
    elif isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
        return f"`{where}`: {value} needs more than 64 bits; give it as a string"
    elif isinstance(value, Mapping):
        inner = ((item, f"{where}.{key}" if where else key) for key, item in value.items())
        keys = next(filter(None, (_unwritable(key, f"{where} key") for key in value)), "")
        return keys or next(filter(None, (_unwritable(*pair) for pair in inner)), "")
    elif isinstance(value, list | tuple):
        items = ((item, f"{where}[{index}]") for index, item in enumerate(value))
        return next(filter(None, (_unwritable(*pair) for pair in items)), "")
    return ""


class _Items(NamedTuple):
    """The items of a layer, converted on writing."""

    layer: Layer[Any]
    items: Sequence[Any]


class _Item(NamedTuple):
    """An item of a layer, converted on writing."""

    layer: Layer[Any]
    item: Any


def _keys(doc: Document, include: Collection[str], layers: LayerTable) -> dict[str, Any]:
    """Return the content of the record, with layers as in the document."""
    record: dict[str, Any] = {"id": doc.id, "text": doc.text, "meta": doc.meta}
    record["removed"] = [_removal(doc, removal) for removal in doc.removed]
    values = doc.layers
    known = [layer for name, layer in layers.items() if name in values] if values else []
    for layer in known:
        if layer.written == "always":
            record[layer.name] = _value(layer, values[layer.name])
    for name, value in values.items():
        if name not in layers:
            record[name] = _value(_derived(name, value), value)
    if "raw" in include:
        record["raw"] = doc.raw
    for layer in known:
        if layer.written == "asked" and layer.name in include:
            record[layer.name] = _value(layer, values[layer.name])
    return record


def _value(layer: Layer[Any], value: Any) -> _Items | _Item:
    return _Items(layer, value) if layer.many else _Item(layer, value)


def _derived(name: str, value: Any) -> Layer[Any]:
    """Return a declaration for an unregistered layer, derived from its items."""
    many = not hasattr(value, "_fields")
    item = type(value[0]) if many and value else Removal if many else type(value)
    return Layer(name, item, many=many)


def _removal(doc: Document, removal: Removal) -> dict[str, Any]:
    start, end, stage, reason, private = removal
    words = {} if private else {"text": doc.raw[start:end]}
    return {"raw_start": start, "raw_end": end, **words, "stage": stage, "reason": reason}


def record_schema(
    layers: LayerTable = BUILT_IN_LAYERS, include: Collection[str] | None = None
) -> dict[str, Any]:
    """
    Return the JSON Schema (draft 2020-12) of records.

    Args:
        layers: The layers that a record may have.
        include: The value of the sink's `include`; None allows any value.
    """
    asked = layers.asked() if include is None else frozenset(include)
    properties: dict[str, Any] = {
        "id": {"type": "string"},
        "text": {"type": "string", "description": "the cleaned text"},
        "meta": {"type": "object", "description": "metadata of the document"},
        "removed": REMOVED,
    }
    written = layers.written(asked)
    always = [layer for layer in written if layer.written == "always"]
    properties |= {layer.name: _described(layer, asked, include is None) for layer in always}
    if "raw" in asked:
        properties["raw"] = {"type": "string", "description": "the raw text, if included"}
    later = [layer for layer in written if layer.written == "asked"]
    properties |= {layer.name: _described(layer, asked, include is None) for layer in later}
    return {
        "$schema": DRAFT,
        "title": "hookline record, version 2",
        "description": "One document. Offsets are Unicode code points, start inclusive, end exclusive; "
        "start and end lie in text, raw_start and raw_end in the raw text.",
        "type": "object",
        "required": ["id", "text", "meta", "removed"],
        "additionalProperties": False,
        "properties": properties,
    }


def _described(layer: Layer[Any], include: Collection[str], optional: bool) -> dict[str, Any]:
    return {"description": inspect.getdoc(layer.item) or "", **layer.schema(include, optional)}


REMOVED = {
    "description": "spans of the raw text with a letter or digit that a stage removed, in raw order, "
    "not overlapping",
    "type": "array",
    "items": {
        "type": "object",
        "required": ["raw_start", "raw_end", "stage", "reason"],
        "additionalProperties": False,
        "properties": {
            "raw_start": OFFSET,
            "raw_end": OFFSET,
            "text": {"type": "string", "minLength": 1, "description": "absent if private"},
            "stage": {"type": "string", "minLength": 1},
            "reason": {"type": "string", "minLength": 1},
        },
    },
}
