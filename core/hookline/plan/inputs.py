"""Read the config file of a call, and apply the call's input, output and engine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from hookline.components.registry import Registry
from hookline.config.overrides import Override, apply_override
from hookline.config.tree import Key, Tree, read_file
from hookline.errors import ConfigError, Problem
from hookline.files.storage import ending
from hookline.plan.carried_options import carried_options, has_option, warn_of_dropped
from hookline.plan.output_names import check_chosen_output

__all__ = ["read_config_file", "replace_parts"]


def read_config_file(path: str, registry: Registry) -> Tree:
    """
    Return the tree of a config file.

    Raises:
        ConfigError: The file cannot be read, or is a folder or another input and not a config.
    """
    is_input = os.path.isdir(path) or (
        os.path.isfile(path) and registry.by_ending("source", ending(path)) is not None
    )
    hint = f"the config comes first, then its input: CONFIG {path}"
    swapped = Problem("expected a config, found input", path, hint=hint)
    try:
        tree = read_file(path)
    except ConfigError:
        if is_input:
            raise ConfigError(swapped) from None
        raise
    if is_input and not (isinstance(tree.values, dict) and "stages" in tree.values):
        raise ConfigError(swapped)
    return tree


def replace_parts(
    tree: Tree,
    registry: Registry,
    inputs: Sequence[str],
    output: str | None,
    engine: str | None,
    overrides: Sequence[Override],
) -> None:
    """
    Apply the input, output and engine of a call to a config with overrides.

    If the source, sink or engine of the config is replaced, overrides are applied to the replacement
    as well; an override without effect is recorded as a problem.
    """
    if not isinstance(tree.values, dict):
        return
    before = dict(tree.values)
    if inputs:
        _replace_input(tree, registry, inputs)
    if output is not None:
        _replace_output(tree, registry, output)
    if engine is not None:
        _replace_engine(tree, engine)
    replaced: dict[Any, tuple[str, tuple[str, str]]] = {}
    if inputs:
        replaced["source"] = ("INPUT", ("source", "path"))
    if output is not None:
        replaced["sink"] = ("-o", ("sink", "path"))
    if engine is not None:
        replaced["engine"] = ("--engine", ("engine", "use"))
    for override in overrides:
        if override.path[0] in replaced:
            flag, key = replaced[override.path[0]]
            _apply_again(tree, registry, override, before.get(key[0]), flag, key)


def _replace_input(tree: Tree, registry: Registry, inputs: Sequence[str]) -> None:
    """
    Set the paths of the source to `inputs`, each read by the source for its ending.

    The source of the config reads folders, standard input (`-`) and unknown endings. Inputs of several
    kinds become several sources, read in order.
    """
    own_use = _first(tree.values, "source").get("use")
    own_source = registry.find("source", str(own_use))

    def reader(path: str) -> Any:
        if path == "-" or os.path.isdir(path):
            return own_use
        if own_source and ending(path) in getattr(own_source, "endings", ()):
            return own_use
        component = registry.by_ending("source", ending(path))
        return component.name if component else own_use

    groups = [(use, list(paths)) for use, paths in groupby(inputs, key=reader)]

    def source(own: dict[str, Any], use: Any, paths: list[str]) -> dict[str, Any]:
        options = (
            own
            if use == own_use
            else carried_options(own, own_source, registry.find("source", str(use)))
        )
        if len(groups) > 1 and own_source:  # an option of --set may be for one of the others
            options = {
                name: value
                for name, value in options.items()
                if ("source", name) not in tree.origins or has_option(own_source, name)
            }
        return {**options, "use": use, "path": paths}

    def sources(values: Any) -> Any:
        own = _first(values, "source")
        items = [source(own, use, paths) for use, paths in groups]
        return items if len(items) > 1 else items[0]

    own = _first(tree.values, "source")
    tree.replace("source", sources)
    if all(use != own_use for use, _ in groups):
        for item in _listed(tree.values["source"]):
            warn_of_dropped(tree, "source", "INPUT", own, item)
    for index in range(len(groups)):
        tree.origins[("source", index) if len(groups) > 1 else ("source", "path")] = "INPUT"


def _replace_output(tree: Tree, registry: Registry, output: str) -> None:
    """
    Set the path of the sink to `output`; its ending can select another sink.

    With several sinks, the path of the one with the same ending is set. `-` is standard output.
    """
    if isinstance(tree.values.get("sink"), list) and len(tree.values["sink"]) > 1:
        _replace_one_output(tree, registry, output)
        return
    use = str(_first(tree.values, "sink").get("use"))
    own_sink = registry.find("sink", use)
    other = None
    if output != "-" and not (own_sink and ending(output) in getattr(own_sink, "endings", ())):
        other = registry.by_ending("sink", ending(output))
    if output == os.devnull:
        other = registry.find("sink", "null")
    elif output != "-" and other is None:
        check_chosen_output(tree, registry, use, output)

    def sink(values: Any) -> Any:
        own = _first(values, "sink")
        if other:
            own = {**carried_options(own, own_sink, other), "use": other.name}
        return own if output == os.devnull else {**own, "path": output}

    own = _first(tree.values, "sink")
    tree.replace("sink", sink)
    if other and output != os.devnull:
        warn_of_dropped(tree, "sink", "-o", own, tree.values["sink"])
    tree.origins["sink", "path"] = "-o"
    if other:
        tree.origins["sink", "use"] = "-o"


def _replace_one_output(tree: Tree, registry: Registry, output: str) -> None:
    sinks = tree.values["sink"]
    matches = []
    for index, values in enumerate(sinks):
        use = values.get("use") if isinstance(values, dict) else None
        component = registry.find("sink", str(use))
        if component and ending(output) in getattr(component, "endings", ()):
            matches.append(index)
    if len(matches) != 1:
        tree.origins[("-o",)] = f"-o {output}"
        count = "more than one" if matches else "none"
        tree.problem(
            ("-o",),
            f"the config has {len(sinks)} sinks, and {count} of them writes such a file",
            "set the paths one by one, such as --set sink.0.path=PATH",
        )
        return
    (index,) = matches

    def replaced(values: Any) -> Any:
        items = values.get("sink")
        items = list(items) if isinstance(items, list) else []
        if index < len(items) and isinstance(items[index], dict):
            items[index] = {**items[index], "path": output}
        return items

    tree.replace("sink", replaced)
    tree.origins["sink", index, "path"] = "-o"


def _replace_engine(tree: Tree, name: str) -> None:
    """Set the engine to `name`; keep the options of the config if it is the same."""
    if _first(tree.values, "engine").get("use") != name:
        tree.replace("engine", lambda values: {"use": name})
        tree.origins[("engine",)] = "--engine"


def _apply_again(
    tree: Tree,
    registry: Registry,
    override: Override,
    before: Any,
    flag: str,
    key: tuple[str, str],
) -> None:
    """Apply an override to the component that `flag` has replaced."""
    if override.path == key:
        place: Key = ("--set", override.origin)
        tree.origins[place] = override.origin
        tree.problem(place, f"{flag} gives `{'.'.join(map(str, key))}` as well", "give one of them")
        return
    after = tree.values.get(key[0])
    if not isinstance(before, list) and isinstance(after, dict):
        apply_override(tree, override)
        return
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return
    if not isinstance(before, list) and isinstance(after, list) and len(override.path) > 1:
        name = override.path[1]
        takers = [
            index
            for index, item in enumerate(after)
            if has_option(registry.find(key[0], str(item.get("use"))), name)
        ]
        for index in takers:
            path = (key[0], index, *override.path[1:])
            apply_override(tree, override._replace(path=path))
        if not takers:
            place = ("--set", override.origin)
            tree.origins[place] = override.origin
            uses = " and ".join(f"`{item.get('use')}`" for item in after)
            tree.problem(place, f"none of the {key[0]}s {uses} has an option `{name}`")
        return
    own_use = (_first({key[0]: before}, key[0])).get("use")
    items = after if isinstance(after, list) else [after]
    if not any(isinstance(item, dict) and item.get("use") == own_use for item in items):
        place = ("--set", override.origin)
        tree.origins[place] = override.origin
        tree.problem(
            place,
            f"it has no effect: {flag} is for {', '.join(str(item.get('use')) for item in items)}",
            f"leave it out, or name the {key[0]}s in the config",
        )


def _listed(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value]


def _first(values: Any, section: str) -> dict[str, Any]:
    """Return the (first) component of a section, or an empty string."""
    value = values.get(section) if isinstance(values, dict) else None
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}
