"""Try a model out: check its files, load it and tag a sentence."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

from hookline import ModelError

from ..loading.model_folder import check_folder

SENTENCE = "Angela Merkel flew from Berlin to Nairobi on Tuesday."


def try_model(folder: Path) -> dict[str, Any]:
    """Return what is known of a model folder after loading it and tagging a sentence.

    Nothing is fetched: everything comes from the folder. The result has `state`, and, when the
    files are whole, `device`, `precision`, `threads`, `seconds` to load it, and `found`.
    """
    try:
        state = f"complete: {len(check_folder(folder)['files'])} files as their sums say"
        started = perf_counter()
        from .embedded_model import SharedModel

        model = SharedModel(folder, None)
    except ModelError as error:
        return {"state": str(error)}
    loaded = perf_counter() - started
    try:
        (analysis,) = next(model.analyse([SENTENCE]))
    finally:
        model.close()
    tags = " ".join(tag or "_" for tag in analysis.columns.upos)
    names = ", ".join(f"{SENTENCE[e.start : e.end]} ({e.label})" for e in analysis.entities)
    return {
        "state": state,
        "device": model.device,
        "precision": model.precision,
        "threads": model.threads,
        "seconds": round(loaded, 1),
        "found": f"{SENTENCE} -> {tags}; {names}",
    }
