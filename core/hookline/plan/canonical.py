"""Canonical form of values, equal in every process, for digests and comparisons."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import hashlib
import json
import os
import re
import uuid
from collections.abc import Mapping, Set
from typing import Any

from pydantic import BaseModel, SecretBytes, SecretStr

__all__ = ["canonical", "digest"]


def canonical(value: Any) -> str:
    """
    Return a value as ASCII JSON with sorted sets and keys, and paths as strings.

    It does not depend on `repr` or hash order, so that equal values give equal texts in all processes.
    A value of an unknown class is written as the class name and its state.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """Return a digest of the canonical form of a value, 32 hexadecimal digits."""
    return hashlib.blake2b(canonical(value).encode("ascii"), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value as JSON types."""
    if isinstance(value, enum.Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, os.PathLike):
        return _plain(os.fspath(value))
    if isinstance(value, bytes | bytearray):
        return {"bytes": value.hex()}
    if isinstance(value, SecretStr | SecretBytes):
        return _plain(value.get_secret_value())
    if isinstance(value, BaseModel):
        return _plain({**dict(value), **(value.model_extra or {})})
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: _plain(item) for key, item in value.items()}
        return {"pairs": sorted(([_plain(k), _plain(v)] for k, v in value.items()), key=canonical)}
    if isinstance(value, Set):
        return sorted(map(_plain, value), key=canonical)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _plain_object(value)


def _plain_object(value: Any) -> Any:
    """Return the representation of a value of any other class."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID | datetime.timedelta):
        return str(value)
    if isinstance(value, re.Pattern):
        return {"pattern": value.pattern, "flags": value.flags}
    if isinstance(value, type) or (callable(value) and hasattr(value, "__qualname__")):
        return f"{value.__module__}.{value.__qualname__}"
    kind = type(value)
    return {f"{kind.__module__}.{kind.__qualname__}": _plain(value.__getstate__())}
