"""Build a plan: read a config, apply the changes of a call, and bind components."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from pydantic import ValidationError

from hookline.components.plugin_code import LoadedCode
from hookline.components.registry import Registry
from hookline.config.overrides import apply_overrides
from hookline.config.secrets import Secrets, secret_values
from hookline.config.settings import ComponentSettings, Settings, SinkSettings, StageSettings
from hookline.config.tree import Key, Tree, read_mapping
from hookline.document.layers import BUILT_IN_LAYERS, LayerTable
from hookline.errors import ConfigError, Problem, with_article
from hookline.plan.binding import bind, bind_all
from hookline.plan.checks import check_order, check_sources, check_text
from hookline.plan.input_check import check_input
from hookline.plan.inputs import read_config_file, replace_parts
from hookline.plan.output_names import (
    check_addresses,
    check_compressions,
    check_names,
    check_parts,
)
from hookline.plan.plan import BoundComponent, Plan
from hookline.plan.shard import Shard
from hookline.plan.shard_plan import shard_plan
from hookline.plan.tee_sink import tee
from hookline.plan.validation import note_errors

__all__ = ["find_problems", "read_plan"]

StrPath: TypeAlias = "str | os.PathLike[str]"
SETTINGS: Mapping[str, type[ComponentSettings]] = {"stage": StageSettings, "sink": SinkSettings}
SECTIONS = {"source": "source", "stage": "stages", "sink": "sink", "engine": "engine"}


def read_plan(
    config: str | os.PathLike[str] | Mapping[str, Any],
    *,
    inputs: StrPath | Iterable[StrPath] = (),
    output: StrPath | None = None,
    overrides: str | Iterable[str] = (),
    engine: str | None = None,
    plugins: StrPath | Iterable[object] = (),
    shard: str | None = None,
    name: str = "config",
) -> Plan:
    """
    Read and validate a config and return its plan, without opening components.

    Args:
        config: The path of a file, or a mapping with the same keys, such as a `Config`.
        inputs: Paths or addresses to read instead of the source's path, or one. The ending of each
            selects the source that reads it; `-` is standard input.
        output: The path to write instead of the sink's; `-` is standard output.
        overrides: `KEY=VALUE` with values in YAML, such as `stages.clean.keep=[caption]`.
        engine: The name of the engine to use instead of the config's.
        plugins: Plugin objects, module names, or paths of `.py` files to load besides installed ones.
        shard: `I/N` to read the I-th of N disjoint parts of the input, and to write an output whose
            name ends in `.I-of-N` before its ending.
        name: The name of a config given as a mapping, for messages and dead letters.

    Raises:
        ConfigError: The config has problems; the error has all of them, and all warnings.
        PluginError: An entry of `plugins` cannot be loaded.
    """
    part = Shard.parse(shard) if shard is not None else None
    paths = [os.fspath(path) for path in _items(inputs)]
    target = None if output is None else os.fspath(output)
    plan = _read(config, paths, target, overrides, engine, plugins, name)
    return shard_plan(plan, part) if part else plan


def find_problems(
    config: str | os.PathLike[str],
    *,
    overrides: str | Iterable[str] = (),
    engine: str | None = None,
    plugins: StrPath | Iterable[object] = (),
) -> tuple[Problem, ...]:
    """
    Return the problems and warnings of a config, in the order of the file.

    They include input that is not there.

    Args:
        config: The path of a file.
        overrides: As for `read_plan`, like the next two.
        engine: The name of the engine.
        plugins: Plugins to load.

    Raises:
        PluginError: An entry of `plugins` cannot be loaded.
    """
    try:
        return _read(config, (), None, overrides, engine, plugins, "config", True).warnings
    except ConfigError as error:
        return tuple(error.problems)


def _read(
    config: str | os.PathLike[str] | Mapping[str, Any],
    inputs: Sequence[str],
    output: str | None,
    overrides: str | Iterable[str],
    engine: str | None,
    plugins: StrPath | Iterable[object],
    name: str,
    find_input: bool = False,
) -> Plan:
    plugins = tuple(_items(plugins))
    registry = Registry.discover(plugins)
    if isinstance(config, Mapping):
        tree = read_mapping(config, name)
    else:
        tree = read_config_file(os.fspath(config), registry)
    _expand_names(
        tree, registry
    )  # before, as an override can set an option of `clean` in `stages: [clean]`
    changes = apply_overrides(tree, _items(overrides))
    _expand_names(tree, registry)  # after, as an override can be `stages=[clean]`
    replace_parts(tree, registry, inputs, output, engine, changes)
    plan = _bind_tree(tree, registry, LoadedCode.of(plugins), find_input)
    if plan is None:
        raise ConfigError(_in_order(tree))
    return plan


def _items(value: Iterable[Any] | os.PathLike[str]) -> list[Any]:
    """Return the items of an argument that may be one string or path, which has no items of its own."""
    return [value] if isinstance(value, str | os.PathLike) else list(value)


def _in_order(tree: Tree) -> list[Problem]:
    return sorted(tree.problems, key=lambda problem: (problem.line, problem.column))


def _expand_names(tree: Tree, registry: Registry) -> None:
    """Replace components given as a name, such as `stages: [clean]`, or as a class by mappings."""

    def expand(kind: str, values: Any) -> Any:
        if isinstance(values, list):
            return [expand(kind, item) for item in values]
        if isinstance(values, str | type):
            values = {"use": values}
        if isinstance(values, dict) and isinstance(component := values.get("use"), type):
            return {**values, "use": registry.reference(kind, component)}
        return values

    for kind, key in SECTIONS.items():
        if isinstance(tree.values, dict) and key in tree.values:
            if kind == "stage" and not isinstance(tree.values[key], list):
                continue  # a mistake, to be shown as written
            # mypy infers no type for a lambda whose parameters have defaults
            tree.replace(key, lambda tree, kind=kind, key=key: expand(kind, tree.get(key)))  # type: ignore[misc]


def _bind_tree(tree: Tree, registry: Registry, code: LoadedCode, find_input: bool) -> Plan | None:
    """Record every problem of a config in its tree; return its plan if it can run."""
    if not check_text(tree):
        return None
    settings = _settings(tree)
    if settings is None:
        _check_readable(tree, registry)
        return None
    sources = bind_all(tree, registry, "source", settings.source)
    stages = [
        bind(tree, registry, "stage", item, ("stages", index), settings.batch_size)
        for index, item in enumerate(settings.stages)
    ]
    sinks = bind_all(tree, registry, "sink", settings.sink)
    engine = bind(tree, registry, "engine", settings.engine, ("engine",))
    check_sources(tree, sources)
    check_order(tree, registry, stages, sinks)
    check_compressions(tree, settings, sinks)
    check_addresses(tree, sinks)
    check_parts(tree, sinks)
    check_names(tree, settings, sinks)
    bound = [item for item in (*sources, *stages, *sinks, engine) if item]
    hidden = [value for item in bound for value in secret_values(item.options)]
    hidden += (*tree.secrets, *secret_values(tree.values))
    secrets = Secrets.of(hidden, tree.environment)
    if find_input:
        check_input(tree, sources, sinks, secrets)
    _ignore_warnings(tree, settings.check.ignore)
    if engine is None or None in sinks or None in sources or None in stages:
        return None
    if any(not problem.warning for problem in tree.problems):
        return None
    return Plan(
        tree.file,
        tuple(source for source in sources if source),
        tuple(stage for stage in stages if stage),
        tee([sink for sink in sinks if sink]),
        settings.failures,
        engine,
        settings.cache,
        secrets,
        _layers(registry, [stage for stage in stages if stage]),
        tuple(problem for problem in _in_order(tree) if problem.warning),
        registry.manager,
        code,
    )


def _layers(registry: Registry, stages: Sequence[BoundComponent]) -> LayerTable:
    """Return the built-in layers and the layers of plugins that a stage provides."""
    provided: set[str] = set()
    for stage in stages:
        provided |= stage.declaration().provides
    extra = [layer for name, layer in registry.layers.items() if name not in BUILT_IN_LAYERS]
    return BUILT_IN_LAYERS.added(*(layer for layer in extra if layer.name in provided))


def _settings(tree: Tree) -> Settings | None:
    if not isinstance(tree.values, dict):
        kind = "nothing" if tree.values is None else with_article(type(tree.values))
        tree.problem((), f"a config has the keys source, stages and sink; found {kind}")
        return None
    try:
        return Settings.model_validate(tree.values)
    except ValidationError as error:
        note_errors(tree, error, (), Settings, "the config")
        return None


def _check_readable(tree: Tree, registry: Registry) -> None:
    """Check the components of an invalid config as far as possible."""
    values = tree.values if isinstance(tree.values, dict) else {}
    for kind, key in SECTIONS.items():
        section = values.get(key)
        items = section if isinstance(section, list) else [] if kind == "stage" else [section]
        for index, item in enumerate(items):
            path: Key = (key, index) if isinstance(section, list) else (key,)
            model = SETTINGS.get(kind, ComponentSettings)
            try:
                settings = model.model_validate(item)
            except ValidationError:
                continue
            bind(tree, registry, kind, settings, path)


def _ignore_warnings(tree: Tree, codes: Sequence[str]) -> None:
    """Remove warnings that the config ignores; warn of unused codes."""
    ignored = {problem.code for problem in tree.problems} & {*codes} - {""}
    tree.problems = [problem for problem in tree.problems if problem.code not in ignored]
    for code in codes:
        if code not in ignored and code != "unused-ignore":
            tree.problem(
                ("check", "ignore"),
                f"there is no warning `{code}` to ignore",
                code="unused-ignore",
            )
