"""Annotate the texts of the training data with the embedded model, once."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from pathlib import Path

from hookline import Document, Pipeline
from hookline_relations.training.examples import AnnotatedText

__all__ = ["annotate"]


def annotate(examples: Sequence[AnnotatedText], work: Path | None = None) -> list[Document]:
    """
    Return the texts of the examples with the annotations of the embedded model.

    With `work`, a folder, they are kept there and read again for the same texts and the same model.
    """
    with Pipeline.from_config({"stages": [{"use": "stanza"}]}) as pipeline:
        path = None if work is None else work / f"annotated-{_digest(examples, pipeline)}.pickle"
        if path is not None and path.exists():
            kept: list[Document] = pickle.loads(path.read_bytes())  # noqa: S301  # written below
            return kept
        results = list(pipeline.stream(example.text for example in examples))
    documents = [doc for doc in results if isinstance(doc, Document)]
    if len(documents) < len(results):
        raise SystemExit(f"{len(results) - len(documents)} texts could not be annotated")
    if path is not None:
        partial = path.with_suffix(".partial")
        partial.write_bytes(pickle.dumps(documents))
        partial.rename(path)
    return documents


def _digest(examples: Sequence[AnnotatedText], pipeline: Pipeline) -> str:
    """Return a digest of the texts and of the encoder that the pipeline annotates with."""
    doc = pipeline.process("Ann met Bob.")
    encoder = doc.vectors.model if doc is not None and doc.vectors is not None else ""
    digest = hashlib.blake2b(encoder.encode(), digest_size=8)
    for example in examples:
        digest.update(example.text.encode() + b"\0")
    return digest.hexdigest()
