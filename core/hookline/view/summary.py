"""Summarize a record for the list of documents of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

__all__ = ["summarize"]

Record = Mapping[str, Any]

SOURCE_KEYS = ("source", "site", "sitename", "publisher")
ADDRESS_KEYS = ("url", "link", "address")


def summarize(record: Record) -> dict[str, Any]:
    """
    Return what the page lists and searches of a record without reading the rest of it.

    Returns:
        `id`, `title`, `source`, `address` (empty unless it is one of the web), `date`, `text`, and
        `keys`: `label X` for each label of its entities, `type X` for each type of its relations,
        sorted.
    """
    meta = record.get("meta") or {}
    address = _first_text(meta, ADDRESS_KEYS)
    labels = {f"label {entity['label']}" for entity in record.get("entities") or ()}
    types = {f"type {relation['type']}" for relation in record.get("relations") or ()}
    return {
        "id": record["id"],
        "title": _first_text(meta, ("title",)) or record["id"],
        "source": _first_text(meta, SOURCE_KEYS) or _host(address),
        "address": address if _is_web(address) else "",
        "date": _first_text(meta, ("date",)),
        "text": record["text"],
        "keys": sorted(labels | types),
    }


def _first_text(meta: Record, keys: tuple[str, ...]) -> str:
    values = (meta.get(key) for key in keys)
    return next((value for value in values if isinstance(value, str) and value), "")


def _is_web(address: str) -> bool:
    """Return whether a page may link to an address: it runs nothing, and names a host to show."""
    return address.lower().startswith(("http://", "https://")) and bool(_host(address))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
