"""Every hook of hookline, typed; called per run, per batch or per failure, never per document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from hookline.components.registrar import Registrar
    from hookline.components.report import Report
    from hookline.components.work import Failure

__all__ = ["hookimpl", "hookspec"]

hookspec = pluggy.HookspecMarker("hookline")
hookimpl = pluggy.HookimplMarker("hookline")


@hookspec
def hookline_register(registry: Registrar) -> None:
    """Register the components of a plugin."""


@hookspec
def hookline_doctor() -> dict[str, Any]:  # type: ignore[empty-body]  # a specification
    """Return what `hookline doctor` should show, by section; called only by that command."""


@hookspec
def hookline_run_started(name: str, report: Report) -> None:
    """Look at a run that is about to read its first document; `name` is that of its config."""


@hookspec
def hookline_batch_done(report: Report) -> None:
    """Look at the counts of a run after a unit of documents has been written."""


@hookspec
def hookline_document_failed(failure: Failure) -> None:
    """Look at a document that has failed; the next checkpoint puts it into the dead-letter file."""


@hookspec
def hookline_run_finished(report: Report) -> None:
    """Look at the counts of a run that has ended, finished or not."""
