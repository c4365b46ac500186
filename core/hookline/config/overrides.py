"""Change single values of a config from the command line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NamedTuple

import yaml

from hookline.config.environment import expand, mentions_environment
from hookline.config.naming import default_names
from hookline.config.text_values import problem_of_text
from hookline.config.tree import Key, Tree
from hookline.config.yaml12 import read_scalar

__all__ = ["Override", "apply_overrides", "parse_override"]


class Override(NamedTuple):
    """
    A value to set at a path of keys.

    `origin` names it in messages; `written` is the value before environment references are replaced.
    """

    path: Key
    value: Any
    origin: str
    written: Any


def apply_overrides(tree: Tree, texts: Iterable[str]) -> list[Override]:
    """Apply `KEY=VALUE` overrides to a tree and return them; record problems in the tree."""
    overrides = [parse_override(tree, text) for text in texts]
    for override in filter(None, overrides):
        apply_override(tree, override)
    return [override for override in overrides if override]


def parse_override(tree: Tree, text: str) -> Override | None:
    """Parse `KEY=VALUE`, the value as YAML; record problems in the tree."""
    origin = f"--set {text}"
    tree.origins["--set", text] = origin
    name, equals, value = text.partition("=")
    if not equals or not name:
        tree.problem(("--set", text), "expected KEY=VALUE, such as sink.path=out.jsonl")
        return None
    expanded = expand(value)
    tree.environment |= expanded.values
    tree.secrets += expanded.secrets
    for message, hint in expanded.problems():
        tree.problem(("--set", text), message, hint)
    if problem := problem_of_text(expanded.text):
        tree.problem(("--set", text), *problem)
        return None
    try:
        parsed = read_scalar(expanded.text)
    except (yaml.YAMLError, ValueError):
        quoted = shlex.quote(f"{name}={json.dumps(value, ensure_ascii=False)}")
        hint = f"quote it for the shell and for YAML: --set {quoted}"
        tree.problem(("--set", text), "the value is not valid YAML", hint)
        return None
    keys: Key = tuple(
        int(part) if part.isascii() and part.isdigit() else part for part in name.split(".")
    )
    if value == "null" and keys[-1] == "use":  # the sink of this name
        parsed = value
    return Override(keys, parsed, origin, value if mentions_environment(value) else parsed)


def apply_override(tree: Tree, override: Override) -> None:
    """Set one value in a tree; record a problem if the path does not exist."""
    path = _set(tree, tree.values, override, override.value)
    if path is not None:
        tree.origins[path] = override.origin
        _set(tree, tree.written, override, override.written, silent=True)


def _set(
    tree: Tree, values: Any, override: Override, value: Any, silent: bool = False
) -> Key | None:
    """Set one value; return its path, or None if there is no such path."""
    container = values
    walked: list[str | int] = []
    for depth, key in enumerate(override.path):
        last = depth == len(override.path) - 1
        if isinstance(container, list):
            index = _index(container, key)
            if index is None:
                if not silent:
                    tree.origins["--set", override.origin] = override.origin
                    parent = ".".join(map(str, walked))
                    tree.problem(
                        ("--set", override.origin),
                        f"`{parent}` has no item `{key}`",
                        _items(container, key),
                    )
                return None
            key = index
            if last:
                container[key] = value
        elif isinstance(container, dict):
            key = str(key)
            if last:
                container[key] = value
            elif not isinstance(container.get(key), dict | list):
                container[key] = {}
                if not silent:
                    tree.origins[*walked, key] = override.origin
        else:
            return None
        walked.append(key)
        container = container[key]
    return tuple(walked)


def _items(items: list[Any], key: str | int) -> str:
    """Return what could be meant by the number or name of an item that a list does not have."""
    components = [item if isinstance(item, dict) else {} for item in items]
    names = [
        str(item.get("name") or default)
        for item, default in zip(components, _default_names(components), strict=True)
    ]
    if close := get_close_matches(str(key), names, 1):
        return f"did you mean `{close[0]}`?"
    numbered = ", ".join(f"{name} or {index}" for index, name in enumerate(names))
    return f"it has: {numbered}" if names else "it is empty"


def _default_names(components: list[dict[str, Any]]) -> list[str]:
    return default_names(str(item.get("use")) for item in components)


def _index(items: list[Any], key: str | int) -> int | None:
    """Return the index of an item from its number or name."""
    if isinstance(key, int):
        return key if key < len(items) else None
    components = [item if isinstance(item, dict) else {} for item in items]
    defaults = _default_names(components)
    for index, (item, default) in enumerate(zip(components, defaults, strict=True)):
        if key in (item.get("name"), item.get("use"), default):
            return index
    return None
