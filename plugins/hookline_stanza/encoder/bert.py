"""Run a BERT encoder: matrix products in the chosen format, sums and norms in float32.

The arithmetic is that of `transformers.BertModel`. The residual stream stays in float32, so that a
low precision costs the products alone; weights are converted once, not at every call.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch.nn.functional import embedding, gelu, layer_norm, linear

from ..numerics.quantized import FeedForward, Quantized, Range
from .casing import PIECE, SHIFT
from .ragged_batch import Rows

Tensor = torch.Tensor

LAYER_INPUTS = ("attention", "output", "wide", "narrow")
"""What the products of a layer read, by the names that ranges have."""

_MOST = 60.0  # e to this power, thousands of times, is still a number in every format


class Transformer:
    """A BERT encoder for inference.

    Args:
        model: A `transformers.BertModel`.
        dtype: What to multiply matrices in.
        last: How many of the last hidden states to return.
        ranges: Of the inputs of each layer, by layer and name; with them, the products by weights
            are made in eight-bit integers.
    """

    def __init__(
        self,
        model: Any,
        dtype: torch.dtype,
        last: int,
        ranges: Mapping[tuple[int, str], Range] | None = None,
    ) -> None:
        config, embeddings = model.config, model.embeddings
        self.most = int(config.max_position_embeddings)
        self._last = last
        self._words = embeddings.word_embeddings.weight
        self._places = embeddings.position_embeddings.weight
        self._cases = embeddings.token_type_embeddings.weight
        self._norm = _Norm(embeddings.LayerNorm)
        heads = int(config.num_attention_heads)
        self._layers = []
        for number, layer in enumerate(model.encoder.layer):
            products: _Products
            if ranges is None:
                products = _Floats(layer, heads, dtype)
            else:
                seen = [ranges[number, name] for name in LAYER_INPUTS]
                products = _Integers(layer, heads, dtype, seen)
            self._layers.append(_Layer(layer, products, heads))

    def __call__(self, ids: Tensor, rows: Rows) -> list[Tensor]:
        """Return the last hidden states, each [places, hidden], in float32.

        Args:
            ids: [places] word pieces of the rows with their cases, one after the other, and what
                fills them up.
            rows: Where each row stands.
        """
        x = embedding(ids & PIECE, self._words).add_(embedding(rows.steps, self._places))
        x = self._norm(x.add_(embedding(ids >> SHIFT, self._cases)))
        states = [x]
        for layer in self._layers:
            states.append(layer(states[-1], rows))
        return states[-self._last :]


class _Norm:
    def __init__(self, norm: Any) -> None:
        self._weight, self._bias, self._eps = norm.weight, norm.bias, norm.eps

    def __call__(self, x: Tensor) -> Tensor:
        return layer_norm(x, self._weight.shape, self._weight, self._bias, self._eps)


class _Layer:
    def __init__(self, layer: Any, products: _Products, heads: int) -> None:
        self._products = products
        self._heads = heads
        self._norm = _Norm(layer.attention.output.LayerNorm)
        self._last_norm = _Norm(layer.output.LayerNorm)

    def __call__(self, x: Tensor, rows: Rows) -> Tensor:
        products = self._products
        seen = self._attended(products.attention(x), rows)
        x = self._norm(products.output(seen).add_(x))
        return self._last_norm(products.feed_forward(x).add_(x))

    def _attended(self, mixed: Tensor, rows: Rows) -> Tensor:
        mixed = mixed.index_select(0, rows.spread)
        found = []
        for run in rows.runs:
            shape = run.count, run.width, 3, self._heads, -1
            part = mixed[run.start : run.start + run.count * run.width]
            query, key, value = part.view(shape).permute(2, 0, 3, 1, 4)
            scores = (query @ key.transpose(2, 3)).clamp_(-_MOST, _MOST)
            weights = run.keep(scores.exp_())
            total = weights.sum(-1, keepdim=True, dtype=torch.float32)
            seen = (weights @ value).float().div_(total)
            found.append(seen.transpose(1, 2).flatten(2).flatten(0, 1))
        return torch.cat(found).index_select(0, rows.packed)


class _Floats:
    """The products of a layer in a floating-point format."""

    def __init__(self, layer: Any, heads: int, dtype: torch.dtype) -> None:
        self._dtype = dtype
        self._in, self._out, self._wide, self._narrow = (
            (weight.to(dtype), bias.to(dtype)) for weight, bias in _weights(layer, heads)
        )

    def attention(self, x: Tensor) -> Tensor:
        """Return queries, keys and values side by side, in the chosen format."""
        return linear(x.to(self._dtype), *self._in)

    def output(self, x: Tensor) -> Tensor:
        """Return what the attended values add to the stream, in float32."""
        return linear(x.to(self._dtype), *self._out).float()

    def feed_forward(self, x: Tensor) -> Tensor:
        """Return what the two layers behind the attention add to the stream, in float32."""
        wide = gelu(linear(x.to(self._dtype), *self._wide))
        return linear(wide, *self._narrow).float()


class _Integers:
    """The products of a layer in eight-bit integers; attention stays in the other format."""

    def __init__(self, layer: Any, heads: int, dtype: torch.dtype, ranges: list[Range]) -> None:
        self._dtype = dtype
        mixed, out, wide, narrow = _weights(layer, heads)
        self._in = Quantized(*mixed, ranges[0])
        self._out = Quantized(*out, ranges[1])
        self.feed_forward = FeedForward(wide, narrow, *ranges[2:])

    def attention(self, x: Tensor) -> Tensor:
        """Return queries, keys and values side by side, in the other format."""
        return self._in(self._in.quantize(x), self._dtype)

    def output(self, x: Tensor) -> Tensor:
        """Return what the attended values add to the stream, in float32."""
        return self._out(self._out.quantize(x))


_Products = _Floats | _Integers


def _weights(layer: Any, heads: int) -> list[tuple[Tensor, Tensor]]:
    """Return weights and biases of a layer's products, the scale of scores taken into queries."""
    own = layer.attention.self
    parts = (own.query, own.key, own.value)
    scale = (parts[0].weight.size(0) // heads) ** -0.5
    factors = (scale, 1.0, 1.0)
    mixed = (
        torch.cat([part.weight * f for part, f in zip(parts, factors, strict=True)]),
        torch.cat([part.bias * f for part, f in zip(parts, factors, strict=True)]),
    )
    others = (layer.attention.output.dense, layer.intermediate.dense, layer.output.dense)
    return [mixed, *((part.weight, part.bias) for part in others)]
