"""The states of the embedded encoder that a document carries."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hookline import Document

__all__ = ["EncoderStates", "document_states"]

EncoderStates = NDArray[np.int8]
"""Quantized states, of shape [tokens, width]."""


def document_states(doc: Document, encoder: str) -> EncoderStates | None:
    """Return the states of a document's tokens, or None if it has none of this encoder."""
    vectors = doc.vectors
    if vectors is None or vectors.model != encoder:
        return None
    return np.frombuffer(vectors.rows, np.int8).reshape(-1, vectors.width)
