"""Change single values of a config from the command line."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from hookline.config.environment import expand, mentions_environment
from hookline.config.tree import Key, Tree, read_scalar

__all__ = ["Override", "override"]


class Override(NamedTuple):
    """A value to set: the keys that lead to it, and what to call its origin in messages."""

    path: Key
    value: Any
    origin: str
    written: Any


def parse(tree: Tree, text: str) -> Override | None:
    """Read `KEY=VALUE`; a fault is noted in the tree."""
    origin = f"--set {text}"
    name, equals, value = text.partition("=")
    if not equals or not name:
        tree.origins[("--set", text)] = origin
        tree.problem(("--set", text), "expected KEY=VALUE, such as sink.path=out.jsonl")
        return None
    expanded, unset, given = expand(value)
    tree.environment |= given
    keys: Key = tuple(
        int(part) if part.isascii() and part.isdigit() else part for part in name.split(".")
    )
    tree.origins[("--set", text)] = origin
    for variable in unset:
        tree.problem(("--set", text), f"the environment variable {variable} is not set")
    try:
        found = read_scalar(expanded)
        return Override(keys, found, origin, value if mentions_environment(value) else found)
    except (yaml.YAMLError, ValueError):
        tree.problem(("--set", text), "the value is not valid YAML", "quote it")
        return None


def override(tree: Tree, texts: list[str] | tuple[str, ...]) -> None:
    """Apply `KEY=VALUE` overrides to a tree, in order; faults are noted in it."""
    for text in texts:
        if change := parse(tree, text):
            path = _apply(tree, tree.values, change, change.value)
            if path is not None:
                tree.origins[path] = change.origin
                _apply(tree, tree.written, change, change.written, silent=True)


def _apply(
    tree: Tree, values: Any, change: Override, value: Any, silent: bool = False
) -> Key | None:
    """Set one value; return the path it ended up at, or None where there is no such place."""
    at = values
    walked: list[str | int] = []
    for depth, key in enumerate(change.path):
        last = depth == len(change.path) - 1
        if isinstance(at, list):
            index = _index(at, key)
            if index is None:
                if not silent:
                    tree.origins[("--set", change.origin)] = change.origin
                    what = ".".join(map(str, walked))
                    tree.problem(
                        ("--set", change.origin),
                        f"`{what}` has no item `{key}`",
                        f"it has {len(at)}, counted from 0, or use a stage's name",
                    )
                return None
            key = index
            if last:
                at[key] = value
        elif isinstance(at, dict):
            key = str(key)
            if last:
                at[key] = value
            elif not isinstance(at.get(key), dict | list):
                at[key] = {}
        else:
            return None
        walked.append(key)
        at = at[key]
    return tuple(walked)


def _index(items: list[Any], key: str | int) -> int | None:
    if isinstance(key, int):
        return key if key < len(items) else None
    for index, item in enumerate(items):
        if isinstance(item, dict) and key in (item.get("name"), item.get("use")):
            return index
    return None
