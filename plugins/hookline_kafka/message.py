"""Make documents of messages."""

from __future__ import annotations

import base64
from typing import Any, Literal

from hookline import Columns, Document, Place, SourceError, Unreadable, json_row, row_document

__all__ = ["message_document", "message_payload"]


def message_payload(key: bytes | None, value: bytes | None) -> dict[str, Any]:
    """Return a message as plain JSON: `key`, if it is text, and `value`, or `bytes` in base 64."""
    payload: dict[str, Any] = {}
    if (name := _text(key)) is not None:
        payload["key"] = name
    text = _text(value)
    if value is None or text is not None:
        payload["value"] = text
    else:
        payload["bytes"] = base64.b64encode(value).decode("ascii")
    return payload


def message_document(
    payload: dict[str, Any], columns: Columns, kind: Literal["json", "text"], place: Place
) -> Document | Unreadable:
    """
    Return the document of a message.

    Its id is that in the JSON object, else the key of the message, else its place.
    """
    try:
        row = _row(payload, columns, kind)
        if row.get(columns.id) in (None, "") and payload.get("key"):
            row[columns.id] = payload["key"]
        return row_document(row, columns, place)
    except SourceError as error:
        message = f"{place}: {str(error).removeprefix(f'{place}: ')}"
    return Unreadable(place, SourceError(message), payload)


def _row(
    payload: dict[str, Any], columns: Columns, kind: Literal["json", "text"]
) -> dict[str, Any]:
    if "bytes" in payload:
        raise SourceError("the message is not UTF-8")
    if payload.get("value") is None:
        raise SourceError("the message has no value, so it marks a deletion")
    if kind == "text":
        return {columns.text: payload["value"]}
    return json_row(payload["value"].encode())


def _text(data: bytes | None) -> str | None:
    if data is None:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
