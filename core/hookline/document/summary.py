"""Summarize items of records, for display and comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hookline.document.items import ItemShape
from hookline.document.layers import Layer
from hookline.document.shapes import Choice, Sequence, Shape

__all__ = ["Summary", "raw_spans", "summarize", "summarize_lists"]

PLACES = frozenset({"start", "end", "raw_start", "raw_end", "pieces"})


class Summary(NamedTuple):
    """A summary of an item: its kind (a label or type), its text, its other fields."""

    kind: str
    words: str
    details: Mapping[str, Any]

    def fields(self) -> list[str]:
        """Return the other fields with their names; numbers with three digits."""
        return [f"{name} {_brief(value)}" for name, value in self.details.items()]

    def __str__(self) -> str:
        details = ", ".join(self.fields())
        text = ": ".join(filter(None, (self.kind, self.words)))
        return f"{text}  ({details})" if text and details else text or details


def summarize(item: Any, text: str, layer: Layer[Any] | None = None) -> Summary:
    """
    Return the summary of an item of a record, without lists of parts: see `summarize_lists`.

    Args:
        item: The item: a pair of offsets, or a mapping.
        text: The text of the record.
        layer: Its layer, if known; indexes into other layers are then omitted, and all indexes in
            parts of the item, as they change with preceding items.
    """
    if isinstance(item, list):
        return Summary("", text[item[0] : item[1]], {})
    return _summary(item, *((layer.shape.fields, layer.name) if layer else ({}, "")))


def summarize_lists(
    item: Any, layer: Layer[Any] | None = None
) -> Iterator[tuple[str, Any, Summary]]:
    """Yield each part of an item that stands in a list: the list's name, the part, its summary."""
    fields = layer.shape.fields if layer else {}
    for name, value in item.items() if isinstance(item, Mapping) else ():
        for part in value if _has_parts(value) else ():
            yield name, part, _summary(part, _fields_of(fields.get(name)))


def _summary(item: Mapping[str, Any], fields: Mapping[str, Shape], own: str = "") -> Summary:
    """Return the summary of a mapping, with the indexes into the layer `own`."""
    kind = ""
    words: list[str] = []
    details: dict[str, Any] = {}
    for name, value in item.items():
        shape = fields.get(name)
        if (
            name in PLACES
            or value in (None, {}, [])
            or _has_parts(value)
            or (_is_index(value, shape) and shape and own not in shape.layers)
        ):
            continue
        if name == "text" or (isinstance(value, Mapping) and "text" in value):
            words.append(value if isinstance(value, str) else value["text"])
        elif isinstance(value, str) and not kind and not details:
            kind = value
        else:
            details[name] = _without_indexes(value, shape)
    return Summary(kind, " | ".join(words), details)


def _has_parts(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, Mapping) for part in value)


def _is_index(value: Any, shape: Shape | None) -> bool:
    """Return whether a value is an index, or a list of them."""
    return shape is not None and bool(shape.layers) and not isinstance(value, Mapping)


def _without_indexes(value: Any, shape: Shape | None) -> Any:
    if not isinstance(value, Mapping):
        return value
    fields = _fields_of(shape)
    return {
        name: _without_indexes(part, fields.get(name))
        for name, part in value.items()
        if not _is_index(part, fields.get(name))
    }


def _fields_of(shape: Shape | None) -> Mapping[str, Shape]:
    """Return the fields of the mappings that values of a shape are written as."""
    if isinstance(shape, ItemShape):
        return shape.fields
    if isinstance(shape, Sequence):
        return _fields_of(shape.item)
    choices = shape.choices.values() if isinstance(shape, Choice) else ()
    return {name: field for each in choices for name, field in _fields_of(each).items()}


def _brief(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(filter(None, map(_brief_part, value.values()))) or "unnamed"
    return f"{value + 0.0:.3g}" if isinstance(value, float) else str(value)


def _brief_part(part: Any) -> str:
    """Return a part of a value that has several: its text, or a number such as an amount."""
    if isinstance(part, Mapping):
        return str(part["text"]) if "text" in part else _brief(part)
    if isinstance(part, int | float) and not isinstance(part, bool):
        return f"{part:,}"
    return part if isinstance(part, str) else ""


def raw_spans(item: Any) -> Iterator[tuple[int, int]]:
    """Yield the raw offsets of an item, then those of its parts, except for parts in lists."""
    if isinstance(item, Mapping):
        if "raw_start" in item:
            yield item["raw_start"], item["raw_end"]
        for value in item.values():
            yield from raw_spans(value)
