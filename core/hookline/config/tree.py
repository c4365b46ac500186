"""Turn YAML into plain values without forgetting where each of them stood."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from hookline.config.environment import expand, mentions_environment
from hookline.config.secrets import Secrets
from hookline.errors import ConfigError, Problem

__all__ = ["Tree", "read_file", "read_scalar", "read_values"]

ENDINGS = (".yaml", ".yml")
DEEPEST = 100
MOST_NODES = 100_000  # aliases can make a small file enormous
Key = tuple[str | int, ...]


@dataclass(slots=True)
class Tree:
    """
    The values of a config, where each stands, and how they read before the environment was put in.

    `marks` holds line and column, from 1, of the value at a path; `key_marks` those of its key.
    `written` are the values as written, with references to the environment left as they are: what may
    be shown and digested. `environment` has the values that came from there, by the names of their
    variables; no problem shows them.
    """

    file: str
    values: Any = None
    written: Any = None
    marks: dict[Key, tuple[int, int]] = field(default_factory=dict)
    key_marks: dict[Key, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    origins: dict[Key, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> Secrets:
        """The values from the environment, as what keeps them out of messages."""
        return Secrets.of(self.environment)

    def problem(
        self, path: Key, message: str, hint: str = "", *, key: bool = False, warning: bool = False
    ) -> None:
        """Note a problem with the value at `path`, or with its key."""
        file, line, column = self.place(path, key=key)
        problem = Problem(message, file, line, column, hint, warning)
        self.problems.append(self.secrets.hide_problem(problem))

    def place(self, path: Key, *, key: bool = False) -> tuple[str, int, int]:
        """Return file, line and column of the value at `path`, or of the nearest one around it."""
        for end in range(len(path), -1, -1):
            if origin := self.origins.get(path[:end]):
                return origin, 0, 0
            if key and end == len(path) and path in self.key_marks:
                return (self.file, *self.key_marks[path])
            if path[:end] in self.marks:
                return (self.file, *self.marks[path[:end]])
        return self.file, 0, 0


def read_file(path: str) -> Tree:
    """
    Read a config file.

    Raises:
        ConfigError: the file cannot be read, or is not YAML.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        what = f"cannot read the config: {error.strerror or error}"
        raise ConfigError(Problem(what + _near(path), file=path)) from error
    except UnicodeDecodeError as error:
        problem = Problem(
            f"a config is UTF-8 text, found byte {error.object[error.start]:#x}", path
        )
        raise ConfigError(problem) from error
    tree = Tree(path)
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = getattr(error, "problem", None) or str(error)
        problem = Problem(f"not valid YAML: {what}", path, line, column)
        raise ConfigError(problem) from error
    _Builder(tree).build(node)
    return tree


def _near(path: str) -> str:
    """Ask after the config whose name is much like that of one that is not there."""
    missing = Path(path)
    others: dict[str, str] = {}
    if not missing.exists():
        with suppress(OSError):
            there = sorted(missing.parent.iterdir())
            others = {other.stem: other.name for other in there if other.suffix in ENDINGS}
    close = get_close_matches(missing.stem, others, 1)
    return f"; did you mean `{missing.with_name(others[close[0]])}`?" if close else ""


def read_values(values: Any, name: str = "config") -> Tree:
    """Return the tree of a config that is already plain values, with no places."""
    return Tree(name, values, values)


def read_scalar(text: str) -> Any:
    """
    Read the value of an override as YAML.

    Raises:
        yaml.YAMLError: it is not YAML.
    """
    return yaml.safe_load(text)


class _Builder:
    """Walks composed nodes once and fills a tree."""

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
            raise ConfigError(
                Problem(f"more than {MOST_NODES} values: are aliases nested?", self.tree.file)
            )
        if len(path) > DEEPEST:
            raise ConfigError(
                Problem(
                    f"nested more than {DEEPEST} levels deep: does an alias hold itself?",
                    self.tree.file,
                )
            )
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
            if name in values:
                self.tree.problem(
                    path, f"`{name}` is there twice (again in line {key_node.start_mark.line + 1})"
                )
            self.tree.key_marks[here] = (
                key_node.start_mark.line + 1,
                key_node.start_mark.column + 1,
            )
            values[name], written[name] = self.value(value_node, here)
        return values, written

    def scalar(self, node: Any, path: Key) -> tuple[Any, Any]:
        if not mentions_environment(node.value):
            value = self.constructed(node, path)
            return value, value
        text, unset, found = expand(node.value)
        self.tree.environment |= found
        for name in unset:
            hint = f"set it, or give a default: ${{{name}:-value}}"
            self.tree.problem(path, f"the environment variable {name} is not set", hint)
        if not node.style:  # unquoted: what comes in is read like what stands there
            tag = self.loader.resolve(  # type: ignore[no-untyped-call]  # PyYAML's own
                yaml.ScalarNode, text, (True, False)
            )
            plain = yaml.ScalarNode(tag, text, node.start_mark, node.end_mark)
            return self.constructed(plain, path), node.value
        return text, node.value

    def constructed(self, node: Any, path: Key) -> Any:
        try:
            return self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            self.tree.problem(path, f"cannot read this value: {error}", "quote it if it is text")
            return None
