"""Compute features of words from their characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from ..numerics.products import stable_sigmoid


class CharacterReader:
    """
    Run one of Stanza's character models.

    Args:
        model: A `stanza.models.common.char_model.CharacterModel`.
        vocab: Its characters.
        transform: Linear layer to apply to the result, if any.
    """

    def __init__(self, model: Any, vocab: Any, transform: Any = None) -> None:
        self._model = model.eval()
        self._vocab = vocab
        self._transform = transform

    def __call__(self, words: Sequence[str]) -> Tensor:
        """Return [words, features] for words of the same length."""
        model = self._model
        ids = torch.tensor([self._vocab.map(list(word)) for word in words])
        embedded = model.char_emb(ids.to(model.char_emb.weight.device))
        count, length, _ = embedded.shape
        packed = PackedSequence(
            embedded.transpose(0, 1).reshape(count * length, -1), torch.full((length,), count)
        )
        initial = tuple(
            state.expand(-1, count, -1).contiguous()
            for state in (model.charlstm_h_init, model.charlstm_c_init)
        )
        output, (hidden, _) = model.charlstm.lstm(packed, initial)
        if model.attn:
            weights = stable_sigmoid(model.char_attn(output.data))
            features = (output.data * weights).view(length, count, -1).sum(0)
        else:
            features = hidden[-2:].transpose(0, 1).reshape(count, -1)
        transformed: Tensor = features if self._transform is None else self._transform(features)
        return transformed
