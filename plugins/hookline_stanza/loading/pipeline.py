"""Open a plain `stanza.Pipeline` over a model folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..encoder.stanza_encoder import load_stanza_encoder
from ..logging_guard import unchanged_logging
from .model_folder import PROCESSORS, check_folder, stanza_errors_as_model_errors


def open_pipeline(folder: Path, **settings: Any) -> Any:
    """
    Return a `stanza.Pipeline` over a folder; all processors share one encoder.

    Args:
        folder: The model folder.
        settings: Arguments of `stanza.Pipeline` that override the defaults.

    Raises:
        hookline.ModelError: The folder is incomplete, or Stanza cannot load it.
    """
    manifest = check_folder(folder)
    with unchanged_logging():
        import stanza
        from stanza.models.common.foundation_cache import BertRecord, FoundationCache

    cache = FoundationCache(local_files_only=True)
    if manifest:
        cache.bert[manifest["encoder"]] = BertRecord(*load_stanza_encoder(folder), {})
    defaults = {
        "lang": manifest.get("lang", "en"),
        "processors": ",".join(PROCESSORS),
        "download_method": None,
        "logging_level": "WARN",
        "foundation_cache": cache,
    }
    with stanza_errors_as_model_errors(f"the model in {folder}"), unchanged_logging():
        return stanza.Pipeline(dir=str(folder), **{**defaults, **settings})
