"""Marks on the fields of an item type: what a field points at, and when it is written."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Index", "RowsOf", "WriteIf"]


class Index(NamedTuple):
    """Mark an integer field, or a tuple of integers, as indexes into the items of a layer."""

    layer: str


class RowsOf(NamedTuple):
    """
    Mark a field of bytes as one row for each item of a layer.

    `width` names the field with the bytes of a row. The layer goes when the other one is replaced.
    """

    layer: str
    width: str = "width"


class WriteIf(NamedTuple):
    """
    Mark a field that is not always written.

    With `asked`, it is written where a sink's `include` has that name; with `filled`, where it is
    neither None nor empty. `digits` are the decimal places that a number is rounded to.
    """

    asked: str = ""
    filled: bool = False
    digits: int | None = None
