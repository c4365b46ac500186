"""Convert validation errors of pydantic to problems with positions and hints."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, SecretBytes, SecretStr, ValidationError

from hookline.components.declarations import RESERVED
from hookline.config.credentials import MASK
from hookline.config.settings import ComponentSettings, Settings, SinkSettings, StageSettings
from hookline.config.tree import Key, Tree
from hookline.plan.wording import expectation

__all__ = ["note_errors", "value_at"]

OLD_BOOLEANS = ("yes", "no", "on", "off")  # those of YAML 1.1


def note_errors(
    tree: Tree, error: ValidationError, path: Key, model: type[BaseModel], owner: str
) -> None:
    """
    Record a validation error in a tree, as one problem for each position.

    `path` is that of the values that `model` validated; `owner` names them in messages.
    """
    entries: dict[Key, list[Any]] = {}
    for entry in error.errors(include_url=False):
        loc = tuple(part for part in entry["loc"] if not _is_branch(part))
        entries.setdefault(loc, []).append(entry)
    for loc, group in entries.items():
        nested = any(len(other) > len(loc) and other[: len(loc)] == loc for other in entries)
        if nested and group[0]["type"] in ("too_short", "list_type"):
            continue  # a result of invalid items, or the other branch; those are reported
        whole = (*path, *loc)
        name = ".".join(map(str, loc))
        entry = group[0]
        if entry["type"] == "extra_forbidden":
            tree.problem(
                whole, f"{owner} has no option `{name}`", _other_option(model, loc), key=True
            )
        elif entry["type"] == "missing":
            tree.problem(whole[:-1], f"{owner} needs `{name}`", _description(model, loc))
        else:
            message = f"{f'`{name}` of ' if name else ''}{owner}: {expectation(group)}"
            if name and " found " not in message:  # a check of several options names their values
                value = MASK if _is_secret(model, loc) else _quote(tree, whole, entry["input"])
                message += f", found {value}"
            tree.problem(whole, message, _hint(entry))


def value_at(values: Any, path: Key) -> Any:
    """Return the value at a path of keys, or None."""
    for key in path:
        try:
            values = values[key]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _hint(entry: Any) -> str:
    """Return a hint for an invalid value."""
    if entry["type"] == "bool_type" and entry["input"] in OLD_BOOLEANS:
        return "write true or false: a config is YAML 1.2, where `yes` and `no` are strings"
    if entry["type"] not in ("literal_error", "enum"):
        return ""
    expected = str(entry.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    names = [word.strip("'") for word in expected.split(", ")]
    return _closest(str(entry["input"]), names)


def _other_option(model: type[BaseModel], loc: Key) -> str:
    """Return a hint for an unknown option."""
    name = str(loc[-1])
    if name in RESERVED and len(loc) == 1 and model is not Settings:
        return "only stages have it"
    names = _field_names(model, loc[:-1])
    if len(loc) == 1 and model is not Settings:
        names += sorted(RESERVED - {"use"})
    return _closest(name, names) or (f"it has: {', '.join(sorted(names))}" if names else "")


def _quote(tree: Tree, path: Key, value: Any) -> str:
    """Return a value as written in the config, with environment references."""
    written = value_at(tree.written, path)
    text = repr(value if written is None else written)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _is_branch(part: str | int) -> bool:
    """Return whether a part of a location is a branch of a union and not a key."""
    return isinstance(part, str) and (
        part in BRANCHES
        or part.startswith(("list[", "tuple[", "dict[", "function-", "constrained-", "literal["))
    )


BRANCHES = frozenset(
    {
        ComponentSettings.__name__,
        SinkSettings.__name__,
        StageSettings.__name__,
        *("str", "int", "float", "bool", "none"),
    }
)


def _is_secret(model: type[BaseModel], loc: Key) -> bool:
    field = model.model_fields.get(str(loc[0])) if loc else None
    return field is not None and _mentions_secret(field.annotation)


def _mentions_secret(annotation: Any) -> bool:
    return annotation in (SecretStr, SecretBytes) or any(
        map(_mentions_secret, get_args(annotation))
    )


def _field_names(model: type[BaseModel], loc: Key) -> list[str]:
    nested: Any = model
    for part in loc:
        field = nested.model_fields.get(part) if isinstance(part, str) else None
        nested = field.annotation if field else None
        if not (isinstance(nested, type) and issubclass(nested, BaseModel)):
            return []
    return [field.alias or name for name, field in nested.model_fields.items()]


def _description(model: type[BaseModel], loc: Key) -> str:
    field = model.model_fields.get(str(loc[-1])) if len(loc) == 1 else None
    return field.description or "" if field else ""


def _closest(name: str, names: list[str]) -> str:
    close = get_close_matches(name, names, 1)
    return f"did you mean `{close[0]}`?" if close else ""
