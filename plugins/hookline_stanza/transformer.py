"""Run a BERT encoder: matrix products in the chosen format, sums and norms in float32.

The arithmetic is that of `transformers.BertModel`. The residual stream stays in float32, so that a
low precision costs the products alone; weights are converted once, not at every call.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.functional import gelu, layer_norm, linear

Tensor = torch.Tensor


class Transformer:
    """A BERT encoder for inference.

    Args:
        model: A `transformers.BertModel`.
        dtype: What to multiply matrices in.
        last: How many of the last hidden states to return.
    """

    def __init__(self, model: Any, dtype: torch.dtype, last: int) -> None:
        config, embeddings = model.config, model.embeddings
        self.most = int(config.max_position_embeddings)
        self._dtype = dtype
        self._last = last
        self._words = embeddings.word_embeddings.weight
        self._places = (
            embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]
        )
        self._norm = _Norm(embeddings.LayerNorm)
        heads = int(config.num_attention_heads)
        self._layers = [_Layer(layer, dtype, heads) for layer in model.encoder.layer]

    def __call__(self, ids: Tensor, sizes: Tensor) -> list[Tensor]:
        """Return the last hidden states, each [rows, width, hidden], in float32.

        Args:
            ids: [rows, width] word pieces.
            sizes: [rows] how many of them are there; the others are not looked at.
        """
        width = ids.size(1)
        beyond = torch.arange(width, device=ids.device) >= sizes.unsqueeze(1)
        mask = torch.zeros(beyond.shape, dtype=self._dtype, device=ids.device)
        mask = mask.masked_fill_(beyond, float("-inf"))[:, None, None, :]
        states = [self._norm(self._words[ids] + self._places[:width])]
        for layer in self._layers:
            states.append(layer(states[-1], mask))
        return states[-self._last :]


class _Norm:
    def __init__(self, norm: Any) -> None:
        self._weight, self._bias, self._eps = norm.weight, norm.bias, norm.eps

    def __call__(self, x: Tensor) -> Tensor:
        return layer_norm(x, self._weight.shape, self._weight, self._bias, self._eps)


class _Layer:
    def __init__(self, layer: Any, dtype: torch.dtype, heads: int) -> None:
        own, out = layer.attention.self, layer.attention.output
        parts = (own.query, own.key, own.value)
        scale = (parts[0].weight.size(0) // heads) ** -0.5
        factors = (scale, 1.0, 1.0)  # of the scores, taken into the queries
        self._heads, self._dtype = heads, dtype
        self._in = (
            torch.cat([p.weight * f for p, f in zip(parts, factors, strict=True)]).to(dtype),
            torch.cat([p.bias * f for p, f in zip(parts, factors, strict=True)]).to(dtype),
        )
        self._out = _cast(out.dense, dtype)
        self._wide = _cast(layer.intermediate.dense, dtype)
        self._narrow = _cast(layer.output.dense, dtype)
        self._norm, self._last_norm = _Norm(out.LayerNorm), _Norm(layer.output.LayerNorm)

    def __call__(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, width, hidden = x.shape
        mixed = linear(x.to(self._dtype), *self._in)
        query, key, value = mixed.view(rows, width, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
        weights = (query @ key.transpose(2, 3)).add_(mask).softmax(-1)
        seen = (weights @ value).transpose(1, 2).reshape(rows, width, hidden)
        x = self._norm(x + linear(seen, *self._out))
        wide = gelu(linear(x.to(self._dtype), *self._wide))
        return self._last_norm(x + linear(wide, *self._narrow))


def _cast(part: Any, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    return part.weight.to(dtype), part.bias.to(dtype)
