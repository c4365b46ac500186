"""
Give Stanza's processors a shared encoder that sees letter case.

Stanza's processors call the encoder independently. The heads of the embedded model share one encoder,
and a call often repeats the input of the call before it; `StanzaEncoder` computes such an input once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn

from ..logging_guard import unchanged_logging
from .casing import CASE_SHIFT, PIECE_MASK, with_cases
from .files import SPECIAL_TOKENS, TOKENIZER_FILE, read_config, read_state


class CasedTokenizer:
    """
    Tokenize words into pieces whose ids carry the letter case of the word.

    Args:
        tokenizer: A fast tokenizer of `transformers`.
    """

    def __init__(self, tokenizer: Any) -> None:
        self.plain = tokenizer
        self.model_max_length = tokenizer.model_max_length

    def __call__(self, sentences: Sequence[Sequence[str]], **settings: Any) -> Any:
        """Return the tokenizer's encoding of lists of words, with cases in `input_ids`."""
        encoding = self.plain(sentences, **settings)
        encoding["input_ids"] = [
            with_cases(words, pieces, encoding.word_ids(number))
            for number, (words, pieces) in enumerate(
                zip(sentences, encoding["input_ids"], strict=True)
            )
        ]
        return encoding


class StanzaEncoder(nn.Module):
    """
    Wrap a transformer for Stanza: add letter case, and return the last output again on equal input.

    Args:
        model: A `transformers.BertModel` with a token type for each case.
    """

    _hf_peft_config_loaded = False

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        self.config = model.config
        self._last_input: tuple[Tensor, Tensor] | None = None
        self._last_states: tuple[Tensor, ...] = ()

    def forget(self) -> None:
        """Drop the remembered output; required after a weight update."""
        self._last_input, self._last_states = None, ()

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, output_hidden_states: bool = True
    ) -> SimpleNamespace:
        """Return an object with `hidden_states`: (layers + 1) tensors of [batch, pieces, hidden]."""
        if not self._repeats(input_ids, attention_mask):
            self._last_states = self._compute_states(input_ids, attention_mask)
            self._last_input = (input_ids, attention_mask)
        return SimpleNamespace(hidden_states=self._last_states)

    def _compute_states(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        output = self.model(
            ids & PIECE_MASK,
            token_type_ids=ids >> CASE_SHIFT,
            attention_mask=mask,
            output_hidden_states=True,
        )
        return tuple(output.hidden_states)

    def _repeats(self, ids: Tensor, mask: Tensor) -> bool:
        if self._last_input is None or self._last_input[0].shape != ids.shape:
            return False
        return torch.equal(self._last_input[0], ids) and torch.equal(self._last_input[1], mask)


def load_stanza_encoder(folder: Path) -> tuple[StanzaEncoder, CasedTokenizer]:
    """Return the encoder and the tokenizer of a model folder for Stanza, in float32."""
    with unchanged_logging():
        from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config = read_config(folder)
    config.pop("model_type")
    model = BertModel(BertConfig(**config), add_pooling_layer=False)
    model.load_state_dict(read_state(folder))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / TOKENIZER_FILE),
        model_max_length=config["max_position_embeddings"],
        **SPECIAL_TOKENS,
    )
    return StanzaEncoder(model).eval(), CasedTokenizer(tokenizer)
