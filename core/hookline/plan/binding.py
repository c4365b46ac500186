"""Bind the settings of components to their classes, with validated options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from hookline.components.async_stage import AsyncStage
from hookline.components.registry import Registry
from hookline.config.naming import default_names
from hookline.config.settings import ComponentSettings, SinkSettings, StageSettings
from hookline.config.tree import Key, Tree
from hookline.errors import PLUGIN_FAULTS, described
from hookline.plan.plan import BoundComponent
from hookline.plan.validation import note_errors, value_at

__all__ = ["bind", "bind_all"]


def bind_all(
    tree: Tree,
    registry: Registry,
    kind: str,
    settings: ComponentSettings | Sequence[ComponentSettings],
) -> list[BoundComponent | None]:
    """Bind the one source or sink, or each of a list; the second `text` of a list is `text-2`."""
    if isinstance(settings, ComponentSettings):
        return [bind(tree, registry, kind, settings, (kind,))]
    bound: list[BoundComponent | None] = []
    defaults = default_names(item.use for item in settings)
    for index, (item, default) in enumerate(zip(settings, defaults, strict=True)):
        named = item.model_copy(update={"name": item.name or default})
        bound.append(bind(tree, registry, kind, named, (kind, index)))
    seen: dict[str, int] = {}
    for index, component in enumerate(bound):
        if component and component.name in seen:
            tree.problem(
                (kind, index),
                f"two {kind}s are named `{component.name}` (numbers {seen[component.name]} and "
                f"{index})",
                "give one of them another `name`",
            )
        if component:
            seen[component.name] = index
    return bound


def bind(
    tree: Tree,
    registry: Registry,
    kind: str,
    settings: ComponentSettings,
    path: Key,
    batch_size: int | None = None,
) -> BoundComponent | None:
    """Bind the settings of a component to its class; `batch_size` is that of the whole config."""
    component = registry.find(kind, settings.use)
    if component is None:
        tree.problem((*path, "use"), *registry.explain_missing(kind, settings.use))
        return None
    try:
        missing = component.missing_modules()
    except PLUGIN_FAULTS as error:
        message = f"the {kind} `{settings.use}` cannot tell which modules it needs"
        tree.problem(path, f"{message}: {described(error)}")
        return None
    for module, requirement in missing.items():
        message = f"the {kind} `{settings.use}` needs {module}, which is not installed"
        tree.problem((*path, "use"), message, f"run: pip install '{requirement}'")
    try:
        options = component.read_options(settings.options)
    except ValidationError as error:
        note_errors(tree, error, path, component.Options, f"the {kind} `{settings.use}`")
        return None
    except PLUGIN_FAULTS as error:  # a value without JSON, or a broken validator
        message = f"the options of the {kind} `{settings.use}` cannot be read"
        tree.problem(path, f"{message}: {described(error)}")
        return None
    own = settings if isinstance(settings, StageSettings) else None
    if own and not issubclass(component, AsyncStage):
        _refuse_limits(tree, own, path)
    default = getattr(component, "batch_size", 64)
    return BoundComponent(
        component,
        options,
        settings.name or default_names([settings.use])[0],
        _written(tree, settings, path),
        (own.batch_size if own else None) or batch_size or default,
        own.timeout if own else None,
        own.in_flight if own else None,
        own.per_second if own else None,
        settings.parts if isinstance(settings, SinkSettings) else None,
    )


def _written(tree: Tree, settings: ComponentSettings, path: Key) -> Mapping[str, Any]:
    """Return the options of a component as the config has them, with its references to variables."""
    written = value_at(tree.written, path)
    if not isinstance(written, dict):
        return settings.options
    return {key: value for key, value in written.items() if key in settings.options}


def _refuse_limits(tree: Tree, settings: StageSettings, path: Key) -> None:
    """Record the limits of coroutines that a stage without coroutines has."""
    for key in ("in_flight", "per_second"):
        if getattr(settings, key) is not None:
            message = f"`{key}` is a limit of stages of coroutines, and `{settings.use}` is none"
            tree.problem((*path, key), message, "remove it, or derive the class from AsyncStage")
