"""Read a config into plain values with their positions in the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from hookline.config.credentials import mask_addresses
from hookline.config.environment import expand, mentions_environment
from hookline.config.secrets import Secrets
from hookline.config.text_values import problem_of_text
from hookline.config.yaml12 import compose, construct, resolve
from hookline.errors import ConfigError, Problem

__all__ = ["Key", "Tree", "read_file", "read_mapping"]

ENDINGS = (".yaml", ".yml")
DEEPEST = 100
MOST_NODES = 100_000  # values; aliases can expand a small file without bound
Key = tuple[str | int, ...]
NULL = "null"


@dataclass(slots=True)
class Tree:
    """
    The values of a config and their positions in the file.

    `marks` has line and column, from 1, of the value at a path; `key_marks` those of its key. `written`
    has the values before environment references are replaced, safe to show and to digest.
    `environment` has the substituted variables; problems show the references instead. `secrets` are
    the values of references that are credentials in addresses. `origins` names the parts that do not
    come from the file, such as `--set KEY=VALUE`.
    """

    file: str
    values: Any = None
    written: Any = None
    marks: dict[Key, tuple[int, int]] = field(default_factory=dict)
    key_marks: dict[Key, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    origins: dict[Key, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)

    def problem(
        self, path: Key, message: str, hint: str = "", *, key: bool = False, code: str = ""
    ) -> None:
        """
        Record a problem with the value at `path`, or with its key.

        With a `code` it is a warning: the config can run, and can ignore this code.
        """
        file, line, column = self.place(path, key=key)
        problem = Problem(message, file, line, column, hint, code)
        values = {f"${{{name}}}": value for name, value in self.environment.items()}
        quoted = Secrets.labelled(values).hide_problem(problem)  # as written in the config
        self.problems.append(quoted.with_words(mask_addresses))

    def place(self, path: Key, *, key: bool = False) -> tuple[str, int, int]:
        """
        Return file, line and column of the value at `path`, or of the innermost enclosing value.

        A config that is not a file has no lines: its place is the path.
        """
        for end in range(len(path), -1, -1):
            if origin := self.origins.get(path[:end]):
                return origin, 0, 0
            if key and end == len(path) and path in self.key_marks:
                return (self.file, *self.key_marks[path])
            if path[:end] in self.marks:
                return (self.file, *self.marks[path[:end]])
        keys = "" if self.marks else ".".join(map(str, path))
        return ":".join(filter(None, (self.file, keys))), 0, 0

    def replace(self, key: str, change: Callable[[Any], Any]) -> None:
        """Replace the value of a top-level key, in `values` and in `written`."""
        self.values = {**self.values, key: change(self.values)}
        written = self.written if isinstance(self.written, dict) else {}
        self.written = {**written, key: change(written)}


def read_file(path: str) -> Tree:
    """
    Read a config file.

    Raises:
        ConfigError: The file cannot be read, or is not valid YAML.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"cannot read the config: {error.strerror or error}"
        hint = "name a config, or write one with `hookline init`"
        raise ConfigError(Problem(message, file=path, hint=_suggest(path) or hint)) from error
    except UnicodeDecodeError as error:
        message = f"a config must be UTF-8 text, found byte {error.object[error.start]:#x}"
        raise ConfigError(Problem(message, path)) from error
    tree = Tree(path)
    try:
        node = compose(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message = getattr(error, "problem", None) or str(error)
        start = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
        has_tab = "\t" in start[: len(start) - len(start.lstrip())]
        hint = "indent with spaces, as YAML allows no tabs" if has_tab else ""
        problem = Problem(f"not valid YAML: {message}", path, line, column, hint=hint)
        raise ConfigError(problem) from error
    _Builder(tree).build(node)
    return tree


def read_mapping(values: Mapping[str, Any], name: str = "config") -> Tree:
    """
    Return the tree of a config given as a mapping of plain values.

    Environment references are replaced as in a file; a string with a reference is read like an unquoted
    scalar, so that `${SIZE}` can be a number.
    """
    tree = Tree(name)
    tree.values, tree.written = _expand_values(tree, values, ())
    return tree


def _suggest(path: str) -> str:
    """Return a suggestion of a config with a name similar to a missing one."""
    missing = Path(path)
    others: dict[str, str] = {}
    if not missing.exists():
        with suppress(OSError):
            siblings = sorted(missing.parent.iterdir())
            others = {other.stem: other.name for other in siblings if other.suffix in ENDINGS}
    close = get_close_matches(missing.stem, others, 1)
    return f"did you mean `{missing.with_name(others[close[0]])}`?" if close else ""


def _expand_values(tree: Tree, value: Any, path: Key) -> tuple[Any, Any]:
    """Return a value with its references replaced, and a copy as written."""
    if isinstance(value, Mapping):
        pairs = {key: _expand_values(tree, item, (*path, str(key))) for key, item in value.items()}
        return {key: new for key, (new, _) in pairs.items()}, {
            key: written for key, (_, written) in pairs.items()
        }
    if isinstance(value, list | tuple):
        items = [_expand_values(tree, item, (*path, index)) for index, item in enumerate(value)]
        return [new for new, _ in items], [written for _, written in items]
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if mentions_environment(value):
        return resolve(_expand(tree, value, path)), value
    return value, value


def _expand(tree: Tree, text: str, path: Key) -> str:
    """Return a scalar with its references replaced; record problems with them."""
    expanded = expand(text)
    tree.environment |= expanded.values
    tree.secrets += expanded.secrets
    for message, hint in expanded.problems():
        tree.problem(path, message, hint)
    if problem := problem_of_text(expanded.text):
        tree.problem(path, *problem)
        return text
    return expanded.text


class _Builder:
    """Fill a tree from composed nodes."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.loader = yaml.SafeLoader("")
        self.nodes = 0

    def build(self, node: Any) -> None:
        if node is not None:
            self.tree.values, self.tree.written = self.value(node, ())

    def value(self, node: Any, path: Key) -> tuple[Any, Any]:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            message = f"more than {MOST_NODES} values; are aliases nested?"
            raise ConfigError(Problem(message, self.tree.file))
        if len(path) > DEEPEST:
            message = f"nested more than {DEEPEST} levels deep; does an alias contain itself?"
            raise ConfigError(Problem(message, self.tree.file))
        self.tree.marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            pairs = [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
            return [value for value, _ in pairs], [written for _, written in pairs]
        return self.scalar(node, path)

    def mapping(self, node: Any, path: Key) -> tuple[dict[str, Any], dict[str, Any]]:
        values: dict[str, Any] = {}
        written: dict[str, Any] = {}
        for key_node, value_node in node.value:
            name = key_node.value
            if not isinstance(name, str):
                self.tree.problem(path, "a key must be a plain name")
                continue
            here = (*path, name)
            if name == "<<":
                self.tree.problem(path, "merge keys (`<<`) are not supported", "repeat the keys")
                continue
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if name in values:
                self.tree.problem(path, f"`{name}` is a duplicate key (again in line {line})")
            self.tree.key_marks[here] = (line, column)
            values[name], written[name] = self.value(value_node, here)
        return values, written

    def scalar(self, node: Any, path: Key) -> tuple[Any, Any]:
        if mentions_environment(node.value):
            text = _expand(self.tree, node.value, path)
            # An unquoted value is read as if it had been written in the config.
            return (text if node.style else resolve(text)), node.value
        if node.value == NULL and path and path[-1] == "use":
            return NULL, NULL  # the sink of this name
        try:
            value = construct(node, self.loader)
        except (yaml.YAMLError, ValueError) as error:
            self.tree.problem(path, f"cannot read this value: {error}", "quote it if it is text")
            value = None
        return value, value
