"""Test a model folder: check its files, load it and annotate a sentence."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

from hookline import ModelError

from ..loading.model_folder import check_folder

SENTENCE = "Angela Merkel flew from Berlin to Nairobi on Tuesday."


def run_selftest(folder: Path) -> dict[str, Any]:
    """
    Return the results of loading a model folder and annotating a sentence, without network.

    Returns:
        `state`; and if the folder could be loaded, `device`, `precision`, `threads`, `seconds` that
        loading took, and `found`, the annotated sentence.
    """
    try:
        state = f"complete: {len(check_folder(folder)['files'])} files match their checksums"
        started = perf_counter()
        from .embedded_model import EmbeddedModel

        model = EmbeddedModel(folder, None)
    except ModelError as error:
        return {"state": str(error)}
    seconds = perf_counter() - started
    try:
        (analysis,) = next(model.analyse([SENTENCE]))
    finally:
        model.close()
    tags = " ".join(tag or "_" for tag in analysis.columns.upos)
    entities = ", ".join(
        f"{SENTENCE[entity.start : entity.end]} ({entity.label})" for entity in analysis.entities
    )
    return {
        "state": state,
        "device": model.device,
        "precision": model.precision,
        "threads": model.threads,
        "seconds": round(seconds, 1),
        "found": f"{SENTENCE} -> {tags}; {entities}",
    }
