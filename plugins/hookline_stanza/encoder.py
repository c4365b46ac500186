"""Run the shared transformer once for every head that reads the same sentences.

Stanza's processors each call the transformer on their own. The three heads of the embedded
model are trained on one encoder, where a later call often repeats the first: this wrapper
remembers the last input and hands its output out again.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import torch
from torch import nn

ENCODER_NAME = "hookline-encoder"
"""What the checkpoints call the encoder, and its key in Stanza's foundation cache."""


class SharedEncoder(nn.Module):
    """Wrap a transformer so that a repeated input costs nothing.

    Args:
        model: A `transformers` encoder whose output has `hidden_states`.
    """

    _hf_peft_config_loaded = False

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        self.config = model.config
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
            output = self.model(input_ids, attention_mask=attention_mask, output_hidden_states=True)
            self._value = tuple(output.hidden_states)
            self._key = (input_ids, attention_mask)
        return SimpleNamespace(hidden_states=self._value)

    def _same(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> bool:
        if self._key is None or self._key[0].shape != input_ids.shape:
            return False
        return torch.equal(self._key[0], input_ids) and torch.equal(self._key[1], attention_mask)
