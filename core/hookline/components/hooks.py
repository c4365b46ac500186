"""Hooks for plugins; called per run, batch or failure, never per document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pluggy

from hookline.errors import PLUGIN_FAULTS, PluginError

if TYPE_CHECKING:
    from hookline.components.outcomes import Failure
    from hookline.components.registrar import Registrar
    from hookline.components.report import Report

__all__ = ["call_each", "check_marked", "hookimpl", "hookspec", "names"]

hookspec = pluggy.HookspecMarker("hookline")
hookimpl = pluggy.HookimplMarker("hookline")


@hookspec
def hookline_register(registry: Registrar) -> None:
    """Register the components of a plugin."""


@hookspec
def hookline_doctor() -> dict[str, Any]:  # type: ignore[empty-body]  # a specification
    """Return findings by section for `hookline doctor`, the only caller."""


@hookspec
def hookline_run_started(name: str, report: Report) -> None:
    """Called before a run reads its first document; `name` is the name of its config."""


@hookspec
def hookline_batch_done(report: Report) -> None:
    """Called with the counts of a run after a unit of documents has been written."""


@hookspec
def hookline_document_failed(failure: Failure) -> None:
    """Called when a document has failed; the next checkpoint adds it to the dead-letter file."""


@hookspec
def hookline_run_finished(report: Report) -> None:
    """Called at the end of a run; `report.finished` is true if its output is published."""


def call_each(
    manager: pluggy.PluginManager, hook: str, **values: Any
) -> Iterator[tuple[str, Any, BaseException | None]]:
    """
    Call a hook of each plugin separately, in the order of registration.

    Yields:
        The name of the plugin, the result of its hook, and the exception that it raised, if any. The
        remaining plugins are called after a failure.
    """
    plugins = [item.plugin for item in getattr(manager.hook, hook).get_hookimpls()]
    for plugin in dict.fromkeys(plugins):
        others = [item for item in manager.get_plugins() if item is not plugin]
        name = manager.get_name(plugin) or "?"
        try:
            results = manager.subset_hook_caller(hook, others)(**values)
        except PLUGIN_FAULTS as error:
            yield name, None, error
        else:
            yield name, results[0] if results else None, None


def names() -> list[str]:
    """Return the names of the hooks."""
    return [name for name in globals() if name.startswith("hookline_")]


def check_marked(plugin: object) -> None:
    """
    Check that the functions of a plugin with the name of a hook are hooks.

    Raises:
        PluginError: One of them is not marked with `hookimpl`, so that nobody would call it.
    """
    for name in names():
        function = getattr(plugin, name, None)
        if callable(function) and not hasattr(function, "hookline_impl"):
            raise PluginError(f"`{name}` is not marked as a hook: put `@hookimpl` above it")
