"""Say what an option may be, in words for the author of a config and not for one of Python."""

from __future__ import annotations

import json
import types
from pathlib import PurePath
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ByteSize, SecretBytes, SecretStr

__all__ = ["default_in_words", "default_of", "type_in_words"]

WORDS: dict[Any, str] = {
    str: "text",
    bool: "true or false",
    int: "whole number",
    float: "number",
    bytes: "text",
    Any: "any value",
    None: "nothing",
    type(None): "nothing",
    ByteSize: "size such as 10GB",
    SecretStr: "text, kept secret",
    SecretBytes: "text, kept secret",
}
LISTS = (list, tuple, set, frozenset)


def type_in_words(annotation: Any) -> str:
    """Return what values an annotation allows."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_in_words(arguments[0])
    if origin in (Union, types.UnionType):
        parts = [type_in_words(part) for part in arguments if part is not type(None)]
        return " or ".join(dict.fromkeys(parts))
    if origin is Literal:
        return " or ".join(map(str, arguments))
    base = origin or annotation
    if not isinstance(base, type):
        return WORDS.get(base, "value") if _is_hashable(base) else "value"
    if issubclass(base, LISTS) or base.__module__ == "collections.abc":
        items = [item for item in arguments if item is not Ellipsis]
        return f"list of {type_in_words(items[0])}" if items else "list"
    if issubclass(base, dict):
        return f"mapping to {type_in_words(arguments[1])}" if arguments else "mapping"
    if issubclass(base, BaseModel):
        return f"mapping with {', '.join(base.model_fields)}"
    if issubclass(base, PurePath):
        return "path"
    return WORDS.get(base) or next(
        (
            words
            for kind, words in WORDS.items()
            if isinstance(kind, type) and issubclass(base, kind)
        ),
        base.__name__.lower(),
    )


def default_of(field: Any) -> Any:
    """Return the default of a field as plain values, None where there is none."""
    if field.is_required():
        return None
    default = field.get_default(call_default_factory=True)
    return default.model_dump(mode="json") if isinstance(default, BaseModel) else default


def default_in_words(required: bool, default: Any) -> str:
    """Return a default as a config would have it."""
    if required:
        return "required"
    if default is None:
        return "none by default"
    if isinstance(default, str) and default.isprintable() and default:
        return f"default {default}"
    return f"default {json.dumps(default, ensure_ascii=False, default=str)}"


def _is_hashable(value: Any) -> bool:
    return value.__hash__ is not None
