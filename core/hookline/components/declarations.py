"""Check the declarations of component classes."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from hookline.components.async_stage import AsyncStage
from hookline.components.component import Component, Options
from hookline.components.engine import Engine
from hookline.components.host_commands import HOST_COMMANDS
from hookline.components.sink import Sink
from hookline.components.source import Source
from hookline.components.stage import Stage
from hookline.errors import PluginError

__all__ = [
    "KINDS",
    "RESERVED",
    "check_command",
    "check_component",
    "check_layers",
    "unknown_layer",
]

RESERVED = frozenset({"use", "name", "batch_size", "timeout", "in_flight", "per_second"})
SINK_RESERVED = RESERVED | {"parts"}
"""Keys of a component in a config that the host reads."""
KINDS: dict[str, type[Component]] = {
    "stage": Stage,
    "source": Source,
    "sink": Sink,
    "engine": Engine,
}
COSTS = ("light", "cpu", "model")
NAMES = ("requires", "provides", "labels", "uses_labels", "endings")
"""Attributes that hold several names."""


def check_component(kind: str, component: Any) -> None:
    """
    Check the declaration of a component class.

    Raises:
        PluginError: It is not a class of this kind, or an attribute has an invalid value.
    """
    base = KINDS[kind]
    if not (inspect.isclass(component) and issubclass(component, base)):
        raise PluginError(f"registry.{kind} takes a subclass of {base.__name__}, got {component!r}")
    label = component.__qualname__
    name = getattr(component, "name", None)
    if not (isinstance(name, str) and name):
        raise PluginError(f"{label} has no `name`: set the name that configs use it by")
    if not name.isprintable() or any(char.isspace() or char in ":." for char in name):
        raise PluginError(
            f"{label} has the name {name!r}, which a config cannot refer to; expected one without "
            "white space, `:`, `.` and control characters"
        )
    if missing := getattr(component, "__abstractmethods__", None):
        raise PluginError(f"{label} does not implement {', '.join(sorted(missing))}")
    if not (inspect.isclass(component.Options) and issubclass(component.Options, Options)):
        raise PluginError(f"{label}.Options must derive from {base.__name__}.Options")
    reserved = SINK_RESERVED if issubclass(component, Sink) else RESERVED
    options = component.Options.model_fields.items()
    if taken := reserved & {field.alias or option for option, field in options}:
        raise PluginError(f"{label} has the option `{sorted(taken)[0]}`, which the host reserves")
    for attribute in NAMES:
        _check_names(label, attribute, getattr(component, attribute, ()))
    for ending in getattr(component, "endings", ()):
        if not ending.startswith("."):
            raise PluginError(
                f"{label}.endings has {ending!r}; expected a dot first: {'.' + ending!r}"
            )
    if not isinstance(component.optional, Mapping):
        raise PluginError(
            f"{label}.optional is {component.optional!r}; expected a mapping of each module to what "
            'installs it, such as {"lxml": "hookline-shout[xml]"}'
        )
    if issubclass(component, Stage):
        _check_stage(label, component)


def check_command(name: Any, command: Any) -> None:
    """
    Check a command of a plugin.

    Raises:
        PluginError: It is not a click command, or nobody could call it by its name.
    """
    import click

    if name in HOST_COMMANDS:
        raise PluginError(f"registers the command `{name}`, which is built into hookline")
    if not isinstance(command, click.Command):
        raise PluginError(
            f"registry.command takes a name and a click command, got {command!r} for {name!r}; put "
            "`@click.command` above the function"
        )
    if not isinstance(name, str) or not name.isprintable() or " " in name or name[:1] in ("", "-"):
        raise PluginError(
            f"registers a command named {name!r}; expected a word, as in `hookline NAME`"
        )


def check_layers(component: type[Component], known: Collection[str]) -> None:
    """
    Check that every layer that a component requires or provides is declared.

    Raises:
        PluginError: A layer is unknown.
    """
    for attribute in ("requires", "provides"):
        for layer in getattr(component, attribute, ()):
            if layer not in known:
                raise PluginError(
                    f"{component.__qualname__}.{attribute} names {unknown_layer(layer, known)}"
                )


def unknown_layer(layer: str, known: Collection[str]) -> str:
    """Describe an undeclared layer, with the closest known name if there is one."""
    close = get_close_matches(layer, known, 1)
    hint = f"did you mean `{close[0]}`?" if close else f"known: {', '.join(sorted(known))}"
    return f"the layer `{layer}`, which no plugin declares; {hint}"


def _check_names(label: str, attribute: str, value: Any) -> None:
    if value is None and attribute == "labels":
        return
    if isinstance(value, str):
        raise PluginError(
            f"{label}.{attribute} is the string {value!r}; expected several names, such as "
            f"({value!r},)"
        )
    if not isinstance(value, Iterable) or not all(isinstance(name, str) for name in value):
        raise PluginError(f"{label}.{attribute} is {value!r}; expected a tuple of strings")


def _check_stage(label: str, stage: type[Stage]) -> None:
    if stage.cost not in COSTS:
        raise PluginError(
            f"{label}.cost is {stage.cost!r}; expected one of: {', '.join(map(repr, COSTS))}"
        )
    size: Any = stage.batch_size
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise PluginError(f"{label}.batch_size is {size!r}; expected a number of at least 1")
    if issubclass(stage, AsyncStage):
        limit: Any = stage.in_flight
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise PluginError(f"{label}.in_flight is {limit!r}; expected a number of at least 1")
    for attribute in ("edits_text", "private"):
        value = getattr(stage, attribute)
        if not isinstance(value, bool):
            raise PluginError(f"{label}.{attribute} is {value!r}; expected True or False")
