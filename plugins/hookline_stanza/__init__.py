"""
Annotate documents with Stanza: sentences, tokens, syntax and named entities.

Importing this package loads neither torch nor Stanza; constructing the stage does. The sub-packages
import one way, from top to bottom:

    stage           the stage, and its options
    training        makes the embedded model
    backends        models that the stage can run: the embedded model and Stanza's packages
    loading         finds, verifies, downloads and opens model files
    inference       runs the encoder and Stanza's heads over tokens
    tokenization    splits text into blocks, sentences and tokens
    encoder         the BERT encoder of the embedded model
    numerics        number formats, and layers that give the same bits in any batch
    conversion      from model output to the layers of a document
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from hookline import Registrar, hookimpl

from .options import StanzaOptions
from .stage import StanzaStage

__all__ = [
    "StanzaOptions",
    "StanzaStage",
    "hookline_doctor",
    "hookline_register",
    "load_pipeline",
]


def load_pipeline(folder: str | PathLike[str], **settings: Any) -> Any:
    """
    Return a plain, unaccelerated `stanza.Pipeline` over a model folder, offline.

    Args:
        folder: A folder made by `hookline_stanza.training`, or downloaded by Stanza.
        settings: Arguments of `stanza.Pipeline` that override the defaults.

    Raises:
        hookline.ModelError: The folder is incomplete or cannot be loaded.
    """
    from .loading.pipeline import open_pipeline

    return open_pipeline(Path(folder), **settings)


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `stanza`."""
    registry.stage(StanzaStage)


@hookimpl
def hookline_doctor() -> dict[str, Any]:
    """Report the embedded model, the function that loads it without hookline, and a self-test."""
    from .backends.selftest import run_selftest
    from .loading.model_folder import embedded_folder

    folder = embedded_folder()
    loader = f"{load_pipeline.__module__}.{load_pipeline.__qualname__}"
    return {"model": {"path": str(folder), "loader": loader, **run_selftest(folder)}}
