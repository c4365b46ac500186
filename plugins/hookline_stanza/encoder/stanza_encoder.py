"""Give Stanza's processors one transformer that sees letter case, and runs once for all of them.

Stanza's processors each call the transformer on their own. The three heads of the embedded
model are trained on one encoder, where a later call often repeats the first: this wrapper
remembers the last input and hands its output out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import torch
from torch import nn

from .casing import PIECE, SHIFT, with_cases

ENCODER_NAME = "hookline-encoder"
"""What the checkpoints call the encoder, and its key in Stanza's foundation cache."""


class CasedTokenizer:
    """Put the case of every word into the numbers of its pieces.

    Args:
        tokenizer: A fast tokenizer of `transformers`.
    """

    def __init__(self, tokenizer: Any) -> None:
        self.plain = tokenizer
        self.model_max_length = tokenizer.model_max_length

    def __call__(self, sentences: Sequence[Sequence[str]], **settings: Any) -> Any:
        """Return what the tokenizer makes of lists of words, the case in `input_ids`."""
        found = self.plain(sentences, **settings)
        found["input_ids"] = [
            with_cases(words, pieces, found.word_ids(row))
            for row, (words, pieces) in enumerate(zip(sentences, found["input_ids"], strict=True))
        ]
        return found


class SharedEncoder(nn.Module):
    """Wrap a transformer so that it sees letter case, and that a repeated input costs nothing.

    Args:
        model: A `transformers.BertModel` with a type of token for each case.
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
            self._value = self._states(input_ids, attention_mask)
            self._key = (input_ids, attention_mask)
        return SimpleNamespace(hidden_states=self._value)

    def _states(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        output = self.model(
            ids & PIECE,
            token_type_ids=ids >> SHIFT,
            attention_mask=mask,
            output_hidden_states=True,
        )
        return tuple(output.hidden_states)

    def _same(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> bool:
        if self._key is None or self._key[0].shape != input_ids.shape:
            return False
        return torch.equal(self._key[0], input_ids) and torch.equal(self._key[1], attention_mask)
