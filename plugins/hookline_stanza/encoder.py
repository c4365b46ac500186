"""Run the shared transformer once for every head that reads the same sentences.

Stanza's processors each call the transformer on their own. The three heads of the embedded
model were trained on one encoder, so the second and the third call repeat the first: this
wrapper remembers the last input and hands its output out again.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import torch
from torch import nn
from torch.nn.functional import pad

ENCODER_NAME = "hookline-encoder"
"""What the checkpoints call the encoder, and its key in Stanza's foundation cache."""

WIDTH = 16
"""Word pieces; inputs are padded to a multiple of it."""


class SharedEncoder(nn.Module):
    """Wrap a transformer so that a repeated input costs nothing.

    Args:
        model: A `transformers` encoder whose output has `hidden_states`.
        width: Pad inputs to a multiple of this many pieces before computing, so that a sentence
            gets the same bits alone and in a batch; the output is cut back.
    """

    _hf_peft_config_loaded = False

    def __init__(self, model: Any, *, width: int = 1) -> None:
        super().__init__()
        self.model = model
        self.config = model.config
        self.width = width
        self.runs = 0
        self._key: tuple[torch.Tensor, torch.Tensor] | None = None
        self._value: tuple[torch.Tensor, ...] = ()

    def forget(self) -> None:
        """Drop the remembered output (needed after each weight update)."""
        self._key, self._value = None, ()

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        output_hidden_states: bool = True,
    ) -> SimpleNamespace:
        """Return an object with `hidden_states`: (layers + 1) tensors of [batch, pieces, size]."""
        if not self._same(input_ids, attention_mask):
            self.runs += 1
            size = input_ids.size(1)
            room = (0, min(-size % self.width, self.config.max_position_embeddings - size))
            output = self.model(
                pad(input_ids, room),
                attention_mask=pad(attention_mask, room),
                output_hidden_states=True,
            )
            self._value = tuple(state[:, :size] for state in output.hidden_states)
            self._key = (input_ids, attention_mask)
        return SimpleNamespace(hidden_states=self._value)

    def _same(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> bool:
        if self._key is None or self._key[0].shape != input_ids.shape:
            return False
        return torch.equal(self._key[0], input_ids) and torch.equal(self._key[1], attention_mask)
