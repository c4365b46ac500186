"""Annotations of the fields of item types: references to layers, and conditions for writing."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Index", "RowsOf", "WriteIf"]


class Index(NamedTuple):
    """Mark an integer field, or a tuple of integers, as indexes of items of a layer."""

    layer: str


class RowsOf(NamedTuple):
    """
    Mark a field of bytes as one row for each item of a layer.

    `width` names the field with the size of a row in bytes. The layer is dropped when the other one
    is replaced.
    """

    layer: str
    width: str = "width"


class WriteIf(NamedTuple):
    """
    Mark a field that is written conditionally.

    With `asked`, it is written if a sink's `include` has that name; with `filled`, if it is neither
    None nor empty. `digits` are the decimal places that a number is rounded to.
    """

    asked: str = ""
    filled: bool = False
    digits: int | None = None
