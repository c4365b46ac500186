"""Bind a config to the installed plugins, noting everything that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from hookline.components.registry import RESERVED, Registry
from hookline.components.stage import Stage
from hookline.config import ComponentSettings, Settings, Tree, override, read_file, read_values
from hookline.config.tree import Key
from hookline.document.layers import BUILT_IN_LAYERS, LayerTable
from hookline.errors import ConfigError
from hookline.plan.checks import check_order
from hookline.plan.inputs import replace_input
from hookline.plan.output_names import check_compressions
from hookline.plan.plan import BoundComponent, Plan
from hookline.plan.tee_sink import tee

__all__ = ["build", "check_tree", "read_plan"]


def read_plan(
    config: str | os.PathLike[str] | Mapping[str, Any],
    registry: Registry,
    name: str = "config",
    changes: Iterable[str] = (),
    *,
    inputs: Sequence[str] = (),
) -> Plan:
    """
    Return the plan of a config: the path of a file, or plain values.

    `changes` are overrides as `--set` takes them: `KEY=VALUE`, the value read as YAML; `inputs` take
    the place of the source's path.

    Raises:
        ConfigError: with every problem of the config.
    """
    if isinstance(config, Mapping):
        tree = read_values(dict(config), name)
    else:
        tree = read_file(os.fspath(config))
    override(tree, tuple(changes))
    replace_input(tree, registry, inputs)
    return build(tree, registry)


def build(tree: Tree, registry: Registry) -> Plan:
    """
    Return the plan of a config.

    Raises:
        ConfigError: with every problem of the config; warnings alone do not raise.
    """
    plan = check_tree(tree, registry)
    if plan is None or any(not problem.warning for problem in tree.problems):
        raise ConfigError([problem for problem in tree.problems if not problem.warning])
    return plan


def check_tree(tree: Tree, registry: Registry) -> Plan | None:
    """Note every problem of a config in its tree; return its plan where there is one."""
    settings = _settings(tree)
    if settings is None:
        _check_apart(tree, registry)
        return None
    sources = _bind_all(tree, registry, "source", settings.source, settings)
    stages = [
        _bind(tree, registry, "stage", item, ("stages", index), settings)
        for index, item in enumerate(settings.stages)
    ]
    sinks = _bind_all(tree, registry, "sink", settings.sink, settings)
    engine = _bind(tree, registry, "engine", settings.engine, ("engine",), settings)
    check_order(tree, registry, stages, sinks)
    check_compressions(tree, settings, sinks)
    if engine is None or None in sinks or None in sources or None in stages:
        return None
    return Plan(
        tree.file,
        tuple(source for source in sources if source),
        tuple(stage for stage in stages if stage),
        tee([sink for sink in sinks if sink]),
        settings.failures,
        engine,
        settings.cache,
        tree.secrets,
        _layers(registry, [stage for stage in stages if stage]),
    )


def _layers(registry: Registry, stages: Sequence[BoundComponent]) -> LayerTable:
    """Return the built-in layers, and those of plugins that a stage of the plan provides."""
    provided: set[str] = set()
    for stage in stages:
        assert issubclass(stage.component, Stage)
        provided |= stage.component.declare(stage.options).provides
    extra = [layer for name, layer in registry.layers.items() if name not in BUILT_IN_LAYERS]
    return BUILT_IN_LAYERS.added(*(layer for layer in extra if layer.name in provided))


def _settings(tree: Tree) -> Settings | None:
    if not isinstance(tree.values, dict):
        found = "nothing" if tree.values is None else f"a {type(tree.values).__name__}"
        tree.problem((), f"a config has the keys source, stages and sink; found {found}")
        return None
    try:
        return Settings.model_validate(tree.values)
    except ValidationError as error:
        _note(tree, error, (), Settings, "the config")
        return None


def _check_apart(tree: Tree, registry: Registry) -> None:
    """Check the components that can be read, where the config as a whole cannot."""
    values = tree.values if isinstance(tree.values, dict) else {}
    found: list[tuple[str, Any, Key]] = []
    kinds = (("source", "source"), ("stage", "stages"), ("sink", "sink"), ("engine", "engine"))
    for kind, key in kinds:
        given = values.get(key)
        if isinstance(given, list):
            found += [(kind, item, (key, index)) for index, item in enumerate(given)]
        elif kind != "stage":
            found.append((kind, given, (key,)))
    for kind, item, path in found:
        try:
            settings = ComponentSettings.model_validate(item)
        except ValidationError:
            continue
        _bind(tree, registry, kind, settings, path, None)


def _bind_all(
    tree: Tree,
    registry: Registry,
    kind: str,
    settings: ComponentSettings | list[ComponentSettings],
    whole: Settings,
) -> list[BoundComponent | None]:
    """Bind the one component of a kind, or each of a list."""
    if not isinstance(settings, list):
        return [_bind(tree, registry, kind, settings, (kind,), whole)]
    return [
        _bind(tree, registry, kind, item, (kind, index), whole)
        for index, item in enumerate(settings)
    ]


def _bind(
    tree: Tree,
    registry: Registry,
    kind: str,
    settings: ComponentSettings,
    path: Key,
    whole: Settings | None,
) -> BoundComponent | None:
    component = registry.find(kind, settings.use)
    if component is None:
        hint = registry.hint(kind, settings.use)
        tree.problem((*path, "use"), f"there is no {kind} named `{settings.use}`", hint)
        return None
    for module, extra in component.lacks().items():
        what = f"the {kind} `{settings.use}` needs {module}, which is not installed"
        tree.problem((*path, "use"), what, f"run: pip install '{extra}'")
    try:
        options = component.read_options(settings.options)
    except ValidationError as error:
        _note(tree, error, path, component.Options, f"the {kind} `{settings.use}`")
        return None
    except Exception as error:  # a value JSON has no place for, or a validator that is broken
        what = f"the options of the {kind} `{settings.use}` cannot be read"
        tree.problem(path, f"{what}: {type(error).__name__}: {error}")
        return None
    default = getattr(component, "batch_size", 64)
    batch_size = settings.batch_size or (whole.batch_size if whole else None) or default
    written = _at(tree.written, path)
    own = (
        {key: value for key, value in written.items() if key in settings.options}
        if isinstance(written, dict)
        else settings.options
    )
    name = settings.name or settings.use
    return BoundComponent(component, options, name, own, batch_size, settings.timeout)


def _note(
    tree: Tree, error: ValidationError, path: Key, model: type[BaseModel], whose: str
) -> None:
    """Note what a validation error says, once for each place, in words."""
    entries: dict[Key, list[Any]] = {}
    for entry in error.errors(include_url=False):
        loc = tuple(part for part in entry["loc"] if not _is_branch(part))
        entries.setdefault(loc, []).append(entry)
    for loc, group in entries.items():
        within = any(len(other) > len(loc) and other[: len(loc)] == loc for other in entries)
        if within and group[0]["type"] == "too_short":
            continue  # it only lacks the items that are wrong
        at = (*path, *loc)
        name = ".".join(map(str, loc)) or "the options"
        entry = group[0]
        if entry["type"] == "extra_forbidden":
            hosts = [] if model is Settings or len(loc) > 1 else sorted(RESERVED - {"use"})
            hint = _close(str(loc[-1]), _fields(model, loc[:-1]) + hosts)
            tree.problem(at, f"{whose} has no option `{name}`", hint, key=True)
        elif entry["type"] == "missing":
            tree.problem(at[:-1], f"{whose} needs `{name}`", _described(model, loc))
        else:
            found = _shown(tree, at, entry["input"])
            tree.problem(
                at, f"`{name}` of {whose}: {_message(group)}; found {found}", _choice(entry)
            )


def _message(group: list[Any]) -> str:
    """Return one sentence for the entries of one place: the branches of a union become one."""
    start = "Input should be "
    plain = {"model_type": "Input should be a mapping", "too_short": "Input should not be empty"}
    messages = [
        plain.get(entry["type"], entry["msg"].removeprefix("Value error, ")) for entry in group
    ]
    if len(messages) > 1 and all(message.startswith(start) for message in messages):
        return start + " or ".join(message.removeprefix(start) for message in messages)
    return str(messages[0])


def _choice(entry: Any) -> str:
    if entry["type"] not in ("literal_error", "enum"):
        return ""
    expected = str(entry.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    names = [word.strip("'") for word in expected.split(", ")]
    return _close(str(entry["input"]), names, bare=True)


def _shown(tree: Tree, path: Key, found: Any) -> str:
    """Return a value as the config wrote it: what came from the environment may be a secret."""
    written = _at(tree.written, path)
    text = repr(found if written is None else written)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _at(values: Any, path: Key) -> Any:
    for key in path:
        try:
            values = values[key]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _is_branch(part: str | int) -> bool:
    """Tell whether a part of a location names a branch of a union and not a key."""
    return isinstance(part, str) and (
        part in ("ComponentSettings", "str", "int", "float", "bool", "none")
        or part.startswith(("list[", "tuple[", "dict[", "function-", "constrained-", "literal["))
    )


def _fields(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    at: Any = model
    for part in loc:
        field = at.model_fields.get(part) if isinstance(part, str) else None
        at = field.annotation if field else None
        if not (isinstance(at, type) and issubclass(at, BaseModel)):
            return []
    return [*at.model_fields]


def _described(model: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    field = model.model_fields.get(str(loc[-1])) if len(loc) == 1 else None
    return field.description or "" if field else ""


def _close(name: str, names: list[str], bare: bool = False) -> str:
    close = get_close_matches(name, names, 1)
    if close:
        return f"did you mean `{close[0]}`?"
    return "" if bare or not names else f"it has: {', '.join(sorted(names))}"
