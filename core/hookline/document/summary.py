"""Summarize items of records, for display and comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hookline.document.layers import Layer

__all__ = ["Summary", "raw_spans", "summarize"]

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
        return f"{text}  ({details})" if details else text


def summarize(item: Any, text: str, layer: Layer[Any] | None = None) -> Summary:
    """
    Return the summary of an item of a record.

    Args:
        item: The item: a pair of offsets, or a mapping.
        text: The text of the record.
        layer: Its layer, if known; indexes into other layers are then omitted, as they change with
            preceding items.
    """
    if isinstance(item, list):
        return Summary("", text[item[0] : item[1]], {})
    fields = {} if layer is None else layer.shape.fields
    kind = ""
    words: list[str] = []
    details: dict[str, Any] = {}
    for name, value in item.items():
        points_at = fields[name].layers if name in fields else ()
        is_index = points_at and not isinstance(value, Mapping)
        if (
            name in PLACES
            or value in (None, {})
            or (layer and is_index and layer.name not in points_at)
        ):
            continue
        if name == "text" or (isinstance(value, Mapping) and "text" in value):
            words.append(value if isinstance(value, str) else value["text"])
        elif isinstance(value, str) and not kind and not details:
            kind = value
        else:
            details[name] = value
    return Summary(kind, " | ".join(words), details)


def _brief(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(filter(None, map(_brief_part, value.values()))) or "unnamed"
    return f"{value + 0.0:.3g}" if isinstance(value, float) else str(value)


def _brief_part(part: Any) -> str:
    """Return a part of a value that has several: its text, or a number such as an amount."""
    if isinstance(part, Mapping):
        return str(part["text"])
    if isinstance(part, int | float) and not isinstance(part, bool):
        return f"{part:,}"
    return part if isinstance(part, str) else ""


def raw_spans(item: Any) -> Iterator[tuple[int, int]]:
    """Yield the raw offsets of an item, then those of its parts."""
    if isinstance(item, Mapping):
        if "raw_start" in item:
            yield item["raw_start"], item["raw_end"]
        for value in item.values():
            yield from raw_spans(value)
