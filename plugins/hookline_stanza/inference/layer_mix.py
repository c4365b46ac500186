"""Mix the hidden states of the encoder's last layers as Stanza's models do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor


def layer_weights(model: Any) -> list[float]:
    """Return the weight that a model of Stanza gives to each of the last hidden states."""
    weights: Tensor = model.bert_layer_mix.weight[0]
    mixed: list[float] = (weights + 1 / len(weights)).tolist()
    return mixed


def mix_layers(states: Sequence[Tensor], weights: Sequence[float], indices: Tensor) -> Tensor:
    """Return the weighted sum, [indices, hidden], of states, each [packed, hidden]."""
    first, *others = zip(states, weights, strict=True)
    mixed: Tensor = first[0].index_select(0, indices).mul_(first[1])
    for state, weight in others:
        mixed.add_(state.index_select(0, indices), alpha=weight)
    return mixed
