"""Put the inputs and the output of a call in the place of those of its config."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from hookline.components.registry import Registry
from hookline.config import Tree
from hookline.files.storage import ending
from hookline.plan.output_names import check_chosen_output

__all__ = ["replace_engine", "replace_input", "replace_output"]


def replace_input(tree: Tree, registry: Registry, inputs: Sequence[str]) -> None:
    """
    Make `inputs` the paths of the source, each read by the source that its ending belongs to.

    A folder, standard input (`-`) and an ending that no source claims go to the config's own source.
    Inputs of several kinds become several sources, read in order.
    """
    if not inputs or not isinstance(tree.values, dict):
        return
    own = _own(tree.values, "source")

    def reader(path: str) -> str | None:
        use = own.get("use")
        if path == "-" or os.path.isdir(path):
            return use
        mine = registry.find("source", str(use))
        if mine and ending(path) in getattr(mine, "endings", ()):
            return use
        component = registry.by_ending("source", ending(path))
        return component.name if component else use

    groups = [(use, list(paths)) for use, paths in groupby(inputs, key=reader)]

    def sources(values: Any) -> Any:
        mine = _own(values, "source")
        found = [
            {**(mine if use == own.get("use") else {}), "use": use, "path": paths}
            for use, paths in groups
        ]
        return found if len(found) > 1 else found[0]

    _replace(tree, "source", sources)
    for index in range(len(groups)):
        tree.origins[("source", index) if len(groups) > 1 else ("source", "path")] = "INPUT"


def replace_output(tree: Tree, registry: Registry, output: str | None) -> None:
    """
    Make `output` the path of the sink, which its ending may change; `-` is standard output.

    Of several sinks, `output` is the path of the one whose kind has its ending.
    """
    if output is None or not isinstance(tree.values, dict):
        return
    if isinstance(tree.values.get("sink"), list) and len(tree.values["sink"]) > 1:
        _replace_one_of(tree, registry, output)
        return
    use = _own(tree.values, "sink").get("use")
    mine = registry.find("sink", str(use))
    other = None
    if output != "-" and not (mine and ending(output) in getattr(mine, "endings", ())):
        other = registry.by_ending("sink", ending(output))
    if output != "-" and other is None:
        check_chosen_output(tree, registry, str(use), output)

    def sink(values: Any) -> Any:
        options = {"use": other.name} if other else _own(values, "sink")
        return {**options, "path": output}

    _replace(tree, "sink", sink)
    tree.origins[("sink", "path")] = "-o"


def replace_engine(tree: Tree, name: str | None) -> None:
    """Make `name` the engine, with the options of the config where they are for the same one."""
    if name is None or not isinstance(tree.values, dict):
        return
    if _own(tree.values, "engine").get("use") != name:
        _replace(tree, "engine", lambda values: {"use": name})
        tree.origins[("engine",)] = "--engine"


def _replace_one_of(tree: Tree, registry: Registry, output: str) -> None:
    sinks = tree.values["sink"]
    fitting = []
    for index, values in enumerate(sinks):
        use = values.get("use") if isinstance(values, dict) else None
        mine = registry.find("sink", str(use))
        if mine and ending(output) in getattr(mine, "endings", ()):
            fitting.append(index)
    if len(fitting) != 1:
        tree.origins[("-o",)] = f"-o {output}"
        found = "none" if not fitting else "more than one"
        tree.problem(
            ("-o",),
            f"the config has {len(sinks)} sinks, and {found} of them writes such a file",
            "set the paths one by one, such as --set sink.0.path=PATH",
        )
        return
    (index,) = fitting

    def replaced(values: Any) -> Any:
        listed = list(values) if isinstance(values, list) else []
        if index < len(listed) and isinstance(listed[index], dict):
            listed[index] = {**listed[index], "path": output}
        return listed

    _replace(tree, "sink", replaced)
    tree.origins[("sink", index, "path")] = "-o"


def _own(values: Any, key: str) -> dict[str, Any]:
    found = values.get(key) if isinstance(values, dict) else None
    found = found[0] if isinstance(found, list) and found else found
    return found if isinstance(found, dict) else {}


def _replace(tree: Tree, key: str, make: Callable[[Any], Any]) -> None:
    """Put a component into the values and, without what the environment gave, into `written`."""
    values, written = tree.values, tree.written
    tree.values = {**values, key: make(values)}
    tree.written = {**(written if isinstance(written, dict) else {}), key: make(written)}
