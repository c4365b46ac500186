"""Immutable JSON values, for the metadata of documents."""

from __future__ import annotations

import datetime
import decimal
import math
import uuid
from collections.abc import Mapping
from typing import Any, NoReturn

from hookline.errors import MetaError

__all__ = ["FrozenDict", "FrozenList", "freeze"]

MAX_DEPTH = 100  # levels; pickle and JSON allow little more
INTEGERS = range(-(2**63), 2**64)  # the range that orjson can write


def _refuse(self: object, *_: object, **__: object) -> NoReturn:
    raise TypeError(
        "the metadata of a document cannot be changed in place; use `doc.with_meta(key=value)`"
    )


class FrozenDict(dict[str, Any]):
    """A dict that cannot be changed."""

    __slots__ = ()
    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        return type(self), (dict(self),)


class FrozenList(list[Any]):
    """A list that cannot be changed."""

    __slots__ = ()
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[type[FrozenList], tuple[list[Any]]]:
        return type(self), (list(self),)


EMPTY = FrozenDict()
IMMUTABLE = frozenset({type(None), str, bool, FrozenDict, FrozenList})


def freeze(value: Any, path: str = "meta", depth: int = 0) -> Any:
    """
    Return a value as a deeply immutable JSON value.

    Dates and times become ISO 8601 strings, decimals and UUIDs strings, tuples lists, numpy numbers
    plain numbers; NaN and infinities, which JSON lacks, become None.

    Raises:
        MetaError: JSON cannot represent the value, or it is nested more than 100 levels deep; the
            message names the key.
    """
    kind = type(value)
    if depth > MAX_DEPTH:
        raise MetaError(f"{path[:60]}…: nested more than {MAX_DEPTH} levels deep")
    if kind in IMMUTABLE:
        return value
    if kind is int:
        if value in INTEGERS:
            return value
        raise MetaError(f"{path}: {value} needs more than 64 bits; store it as a string")
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is dict or isinstance(value, Mapping):
        frozen = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise MetaError(f"{path}: expected keys that are strings, found {key!r}")
            is_frozen = type(item) in IMMUTABLE  # most values; spares a path and a call
            frozen[key] = item if is_frozen else freeze(item, f"{path}.{key}", depth + 1)
        return FrozenDict(frozen)
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return FrozenList(
            freeze(item, f"{path}[{index}]", depth + 1) for index, item in enumerate(value)
        )
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, str | int | float):  # an enum or another subclass
        return freeze(next(base(value) for base in (str, int, float) if isinstance(value, base)))
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    if hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0:  # a numpy number
        return freeze(value.item(), path)
    raise MetaError(
        f"{path}: JSON cannot represent {kind.__name__}; expected text, numbers, lists and mappings"
    )
