"""The hooks of hookline; called per run, per batch or per failure, never for each document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from hookline.components.registrar import Registrar
    from hookline.components.report import Report
    from hookline.components.work import Failure

__all__ = ["call_each", "hookimpl", "hookspec"]

hookspec = pluggy.HookspecMarker("hookline")
hookimpl = pluggy.HookimplMarker("hookline")


@hookspec
def hookline_register(registry: Registrar) -> None:
    """Register the components of a plugin."""


@hookspec
def hookline_doctor() -> dict[str, Any]:  # type: ignore[empty-body]  # a specification
    """Return what `hookline doctor` shows, by section; called only by that command."""


@hookspec
def hookline_run_started(name: str, report: Report) -> None:
    """React to a run that is about to read its first document; `name` is that of its config."""


@hookspec
def hookline_batch_done(report: Report) -> None:
    """React to the counts of a run after a unit of documents has been written."""


@hookspec
def hookline_document_failed(failure: Failure) -> None:
    """React to a document that has failed; the next checkpoint adds it to the dead-letter file."""


@hookspec
def hookline_run_finished(report: Report) -> None:
    """React to the end of a run; `report.finished` tells whether its output is published."""


def call_each(
    manager: pluggy.PluginManager, hook: str, **values: Any
) -> Iterator[tuple[str, Any, Exception | None]]:
    """
    Call a hook of one plugin after the other, in the order of registration.

    Yields:
        The name of the plugin, what its hook returned, and the exception that it raised instead: a
        plugin that fails does not keep the call from the others.
    """
    plugins = [item.plugin for item in getattr(manager.hook, hook).get_hookimpls()]
    for plugin in dict.fromkeys(plugins):
        others = [item for item in manager.get_plugins() if item is not plugin]
        name = manager.get_name(plugin) or "?"
        try:
            results = manager.subset_hook_caller(hook, others)(**values)
        except Exception as error:
            yield name, None, error
        else:
            yield name, results[0] if results else None, None
