"""Read entries of a list of names from CSV, JSON lines or YAML, each with its place."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from hookline import ModelError, open_input

__all__ = ["FIELDS", "Entry", "read_entries"]

FIELDS = ("name", "aliases", "label", "id")
_FORMATS = {".csv": ",", ".tsv": "\t", ".jsonl": "", ".ndjson": "", ".yaml": "", ".yml": ""}


class Entry(NamedTuple):
    """
    A line of a list: the names of one thing, its label and its id; empty where the line has none.

    `line` counts from 1.
    """

    names: tuple[str, ...]
    label: str
    id: str
    line: int
    problem: str = ""


def read_entries(path: str, columns: Mapping[str, str], separator: str) -> Iterator[Entry]:
    """
    Yield the entries of a file, which may be compressed.

    An entry that cannot be read has a `problem`.

    Args:
        path: A file that ends in .csv, .tsv, .jsonl, .ndjson, .yaml or .yml.
        columns: The file's names for `FIELDS`, where they are others.
        separator: What separates aliases that are written in one string.

    Raises:
        ModelError: the file cannot be read, is of another format, or lacks the column of names.
    """
    stem = path.lower().removesuffix(".gz").removesuffix(".zst")
    ending = next((ending for ending in _FORMATS if stem.endswith(ending)), None)
    if ending is None:
        raise ModelError(f"{path}: expected a list of names that ends in {', '.join(_FORMATS)}")
    keys = {field: columns.get(field, field) for field in FIELDS}
    try:
        with open_input(path) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as lines:
            if _FORMATS[ending]:
                yield from _csv(path, lines, _FORMATS[ending], keys, separator)
            elif ending in (".yaml", ".yml"):
                yield from _yaml(path, lines.read(), keys, separator)
            else:
                yield from _json_lines(lines, keys, separator)
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: cannot read this list of names: {error}") from error


def _csv(
    path: str, lines: Iterable[str], delimiter: str, keys: dict[str, str], separator: str
) -> Iterator[Entry]:
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        if keys["name"] not in header:
            raise ModelError(
                f"{path}:1: expected a column `{keys['name']}` in the first line, found "
                f"{', '.join(header) or 'none'}; name it in `columns`"
            )
        index = {field: header.index(key) for field, key in keys.items() if key in header}
        width = len(header)
        for row in rows:
            if not row:
                continue
            if len(row) != width:
                problem = f"expected {width} cells as in the first line, found {len(row)}"
                yield Entry((), "", "", rows.line_num, problem)
                continue
            cells = {field: row[number] for field, number in index.items()}
            yield _entry(cells, separator, rows.line_num)
    except csv.Error as error:
        raise ModelError(f"{path}:{rows.line_num}: this line is no CSV: {error}") from error


def _json_lines(lines: Iterable[str], keys: dict[str, str], separator: str) -> Iterator[Entry]:
    import orjson

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield Entry((), "", "", number, f"this line is no JSON: {error}")
            continue
        yield _mapped(value, keys, separator, number)


def _yaml(path: str, text: str, keys: dict[str, str], separator: str) -> Iterator[Entry]:
    import yaml

    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
        nodes = root.value if isinstance(root, yaml.SequenceNode) else None
        if nodes is None:
            raise ModelError(f"{path}:1: expected a list of entries, each with a `{keys['name']}`")
        for node in nodes:
            value = loader.construct_object(node, deep=True)
            yield _mapped(value, keys, separator, node.start_mark.line + 1)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ModelError(f"{path}:{line}: this is no YAML: {error.problem}") from error
    finally:
        loader.dispose()


def _mapped(value: Any, keys: dict[str, str], separator: str, line: int) -> Entry:
    if isinstance(value, str):
        value = {keys["name"]: value}
    if not isinstance(value, dict) or keys["name"] not in value:
        found = ", ".join(map(str, value)) if isinstance(value, dict) else repr(value)
        problem = f"expected an object with the key `{keys['name']}`, found {found}"
        return Entry((), "", "", line, problem)
    return _entry({f: value[k] for f, k in keys.items() if k in value}, separator, line)


def _entry(cells: dict[str, Any], separator: str, line: int) -> Entry:
    """Return the entry of a line; numbers will do for ids, and a list or a string for aliases."""
    names = [cells["name"]]
    if aliases := cells.get("aliases"):
        if isinstance(aliases, str):
            aliases = aliases.split(separator)
        names += aliases if isinstance(aliases, list) else [aliases]
    for name in names:
        if not isinstance(name, str):
            problem = f"expected names and aliases in words, found {name!r}"
            return Entry((), "", "", line, problem)
    label, identifier = cells.get("label") or "", cells.get("id")
    identifier = "" if identifier is None else identifier
    is_name = isinstance(identifier, str | int) and not isinstance(identifier, bool)
    if not isinstance(label, str) or not is_name:
        problem = f"expected a label and an id in words, found {label!r} and {identifier!r}"
        return Entry((), "", "", line, problem)
    return Entry(
        tuple(map(str.strip, names)), sys.intern(label.strip()), str(identifier).strip(), line
    )
