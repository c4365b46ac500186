"""Annotate documents with Stanza: sentences, tokens, syntax and named entities.

Importing this package loads neither torch nor Stanza; constructing the stage does.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from hookline import Registrar, hookimpl

from .stage import StanzaOptions, StanzaStage

__all__ = [
    "StanzaOptions",
    "StanzaStage",
    "hookline_doctor",
    "hookline_register",
    "load_pipeline",
]


def load_pipeline(folder: str | PathLike[str], **settings: Any) -> Any:
    """Return a plain, unaccelerated `stanza.Pipeline` over a model folder, offline.

    Args:
        folder: A folder made by `hookline_stanza.training`, or one that Stanza downloaded.
        settings: Passed on to `stanza.Pipeline`, over the defaults.

    Raises:
        hookline.ModelError: The folder is incomplete or cannot be loaded.
    """
    from .loading.model_folder import open_pipeline

    return open_pipeline(Path(folder), **settings)


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `stanza`."""
    registry.stage(StanzaStage)


@hookimpl
def hookline_doctor() -> dict[str, Any]:
    """Say which model a run would use and how to load it without hookline, and try it."""
    from .backends.selftest import try_model
    from .loading.model_folder import embedded_folder

    folder = embedded_folder()
    loader = f"{load_pipeline.__module__}.{load_pipeline.__qualname__}"
    return {"model": {"path": str(folder), "loader": loader, **try_model(folder)}}
