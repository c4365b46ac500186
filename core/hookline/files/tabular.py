"""Make documents of rows: which column holds the text, which the id, and what is meta data."""

from __future__ import annotations

import base64
import datetime
import decimal
import math
import os
import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from pydantic import Field, PositiveInt

from hookline.components.component import Options
from hookline.document.annotations import Place
from hookline.document.document import Document
from hookline.errors import MetaError, SourceError
from hookline.files.encodings import decode_text

__all__ = ["Columns", "plain_value", "row_document"]

NAMED, SHOWN = 10, 40  # keys of a row to name in a message, and characters of each
ROW_LIMIT = 256 * 1024 * 1024  # a longer row is no document but a missing line end


class Columns(Options):
    """The options that every source of rows has."""

    text: str = Field("text", description="the column, or key, that holds the text")
    id: str = Field(
        "id", description="the column, or key, that holds the id; without one, the place is the id"
    )
    meta: list[str] | None = Field(
        None, description="the columns, or keys, to keep as meta data; all others when absent"
    )
    row_limit: PositiveInt = Field(
        ROW_LIMIT, description="a row of more bytes than this is a dead letter"
    )

    def check_columns(self, columns: Collection[str]) -> None:
        """
        Check that the columns of a table have those that the options name.

        Raises:
            SourceError: one is missing, or one is there twice.
        """
        named = [self.text, *(self.meta or ())]
        if "id" in self.model_fields_set:
            named.append(self.id)
        counts = Counter(columns)  # a table can have thousands of columns
        if missing := [name for name in named if name not in counts]:
            raise SourceError(
                f"there is no column {' and no column '.join(map(repr, missing))}; found: "
                f"{', '.join(map(repr, columns))}; name the columns with `text`, `id` and `meta`"
            )
        if twice := [name for name, count in counts.items() if count > 1]:
            raise SourceError(f"there is more than one column {twice[0]!r}; rename it")


def row_document(row: Mapping[str, Any], columns: Columns, place: Place) -> Document:
    """
    Return the document that a row is.

    Raises:
        SourceError: its text or its id is none, or the row is too large.
    """
    text = row.get(columns.text)
    if not isinstance(text, str):
        if columns.text not in row:
            raise SourceError(f"{place}: {_missing(columns.text, row)}")
        if not isinstance(text, bytes | bytearray | memoryview):
            what = f"expected `{columns.text}` to be a string, found {_kind(text)}"
            raise SourceError(f"{place}: {what}")
        text = _decoded(bytes(text), columns.text, place)
    if len(text) > columns.row_limit:
        raise SourceError(
            f"{place}: the text has {len(text):,} characters, and row_limit is "
            f"{columns.row_limit:,} bytes"
        )
    doc_id = row.get(columns.id)
    if type(doc_id) is not str or not doc_id:
        doc_id = _id(doc_id, columns.id, place)
    kept = row if columns.meta is None else columns.meta
    known = (columns.text, columns.id)
    meta = {}
    for name in kept:
        if name in row and name not in known:
            value = row[name]
            meta[name] = value if type(value) is str else plain_value(value)
    try:
        return Document.from_text(text, id=doc_id, meta=meta, place=place)
    except MetaError as error:
        raise SourceError(f"{place}: {error}") from error


def _missing(name: str, row: Mapping[str, Any]) -> str:
    found = ", ".join(repr(key[:SHOWN]) for key in islice(map(str, row), NAMED)) or "no key"
    more = ", …" if len(row) > NAMED else ""
    advice = "name the keys with `text`, `id` and `meta`"
    return f"there is no `{name}`; found: {found}{more}; {advice}"


def _decoded(data: bytes, column: str, place: Place) -> str:
    """Return the text of a binary column, which must be UTF-8."""
    try:
        return decode_text(data, "utf-8")
    except SourceError as error:
        message = f"{place}: `{column}` is binary: {str(error).partition(';')[0]}"
        raise SourceError(f"{message}; store the column as text") from error


def _id(value: Any, column: str, place: Place) -> str:
    """
    Return the id of a row: the value as text, or the place where there is none.

    A whole number may come as a float (1.0): tables with missing values store integers so.
    """
    if isinstance(value, str) and value:
        return value
    if isinstance(value, float):
        value = None if math.isnan(value) else int(value) if value.is_integer() else value
    elif isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    if value is None or value == "":
        return f"{os.path.basename(place.path)}:{place.line}"
    if isinstance(value, Mapping | list | tuple):
        raise SourceError(f"{place}: expected `{column}` to be a string, found {_kind(value)}")
    return str(plain_value(value))


def plain_value(value: Any) -> Any:
    """Return a value as JSON can have it: dates in ISO 8601, decimals as text, bytes in base 64."""
    if value is None or isinstance(value, (str, bool, float)):
        return value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**64 else str(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, Mapping):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_value(item) for item in value]
    if isinstance(value, decimal.Decimal | uuid.UUID | datetime.timedelta):
        return str(value)
    return plain_value(value.item()) if hasattr(value, "item") else str(value)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "true or false"}
    if value is None:
        return "nothing"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "a number"
    return names.get(type(value), f"a value of type {type(value).__name__}")
