"""The network in torch, and its way into a model file."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import torch
from torch import Tensor, nn

from hookline_boilerplate.features import WIDTH
from hookline_boilerplate.network import DILATIONS
from hookline_boilerplate.page import PLACES

__all__ = ["LineModel", "packed"]


class LineModel(nn.Module):
    """The same computation as `hookline_boilerplate.network.Network`, with dropout."""

    def __init__(self, vocabulary: int, depth: int, width: int, dropout: float) -> None:
        super().__init__()
        self.words = nn.EmbeddingBag(vocabulary, depth, mode="sum")
        nn.init.normal_(self.words.weight, 0, 0.05)
        self.input = nn.Linear(WIDTH + PLACES + depth + 1, width)
        self.page = nn.Linear(width, width)
        self.layers = nn.ModuleList(
            nn.Conv1d(width, width, 3, dilation=step, padding=step) for step in DILATIONS
        )
        self.output = nn.Linear(width, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, values: Tensor, tokens: Tensor, starts: Tensor, counts: Tensor) -> Tensor:
        """Return the logit of each line of one page."""
        words = self.words(tokens, starts) / (counts.float().sqrt()[:, None] + 1)
        known = (counts > 0).float()[:, None]
        state = torch.relu(self.input(torch.cat([values, self.dropout(words), known], 1)))
        state = state + torch.relu(self.page(state.mean(0, keepdim=True)))
        for layer in self.layers:
            state = state + self.dropout(torch.relu(layer(state.T[None])[0].T))
        logits: Tensor = self.output(state)[:, 0]
        return logits


def packed(model: LineModel, vocabulary: dict[str, int]) -> bytes:
    """Return the model file: word vectors in 8 bits, all else in 16, and the vocabulary."""
    arrays: dict[str, np.ndarray] = {
        name: tensor.numpy().astype(np.float16)
        for name, tensor in model.state_dict().items()
        if name != "words.weight"
    }
    words = model.words.weight.detach().numpy()
    scale = np.maximum(np.abs(words).max(axis=0, initial=0), 1e-6) / 127
    arrays["words"] = np.round(words / scale).astype(np.int8)
    arrays["words.scale"] = scale.astype(np.float32)
    listed = "\n".join(sorted(vocabulary, key=vocabulary.__getitem__))
    arrays["vocabulary"] = np.frombuffer(listed.encode("utf-8"), np.uint8)
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
