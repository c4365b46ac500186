"""
Run a BERT encoder: products in the chosen number format, sums and norms in float32.

Computes what `transformers.BertModel` does (Devlin et al., NAACL 2019). The residual stream stays in
float32, so that a low precision affects the products alone; weights are converted only once.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import embedding, gelu, layer_norm

from hookline import ModelError

from ..numerics.products import stable_linear, stable_matmul
from ..numerics.quantized import ActivationRange, Int8FeedForward, Int8Linear
from .calibration import ActivationRanges
from .casing import CASE_SHIFT, PIECE_MASK
from .ragged_batch import RaggedBatch

LAYER_INPUTS = ("attention", "output", "wide", "narrow")
"""Names of the inputs of a layer's products in calibration data, in the order of computation."""

_MAX_SCORE = 60.0  # the sum of thousands of exp(60) is still finite in every format


def layer_products(layer: Any) -> tuple[Any, Any, Any, Any]:
    """Return the linear layer that reads each of `LAYER_INPUTS`; the first is that of the queries."""
    return (
        layer.attention.self.query,
        layer.attention.output.dense,
        layer.intermediate.dense,
        layer.output.dense,
    )


class BertEncoder:
    """
    A BERT encoder for inference.

    Args:
        model: A `transformers.BertModel`, or `files.BertParameters`.
        dtype: Format of the products.
        returned_layers: How many of the last hidden states to return.
        ranges: Calibrated input ranges; with them, weights are multiplied as 8-bit integers.
        fixed_shapes: Whether products do not depend on the size of the batch; see `ComputeFormat`.

    Raises:
        hookline.ModelError: The activation of the model is not GELU.
    """

    def __init__(
        self,
        model: Any,
        dtype: torch.dtype,
        returned_layers: int,
        ranges: ActivationRanges | None = None,
        *,
        fixed_shapes: bool = False,
    ) -> None:
        config, embeddings = model.config, model.embeddings
        if config.hidden_act != "gelu":
            found = config.hidden_act
            raise ModelError(f"expected an encoder with the activation `gelu`, found `{found}`")
        self.max_pieces = int(config.max_position_embeddings)
        """Longest sequence that the encoder takes, special tokens included."""
        self._returned_layers = returned_layers
        self._piece_vectors = embeddings.word_embeddings.weight
        self._position_vectors = embeddings.position_embeddings.weight
        self._case_vectors = embeddings.token_type_embeddings.weight
        self._norm = _LayerNorm(embeddings.LayerNorm)
        heads = int(config.num_attention_heads)
        self._layers = []
        for number, layer in enumerate(model.encoder.layer):
            products: _Products
            if ranges is None:
                products = _FloatProducts(layer, heads, dtype, fixed_shapes)
            else:
                layer_ranges = [ranges[number, name] for name in LAYER_INPUTS]
                products = _Int8Products(layer, heads, dtype, layer_ranges, fixed_shapes)
            self._layers.append(_Layer(layer, products, heads, fixed_shapes))

    def __call__(self, ids: Tensor, batch: RaggedBatch) -> list[Tensor]:
        """
        Return the last hidden states, each [packed, hidden], in float32.

        Args:
            ids: [packed] ids of pieces with their cases (see `casing`), any id for padding.
            batch: Layout of the sequences.
        """
        hidden = embedding(ids & PIECE_MASK, self._piece_vectors)
        hidden = hidden.add_(embedding(batch.positions, self._position_vectors))
        hidden = self._norm(hidden.add_(embedding(ids >> CASE_SHIFT, self._case_vectors)))
        states = [hidden]
        for layer in self._layers:
            states.append(layer(states[-1], batch))
        return states[-self._returned_layers :]


class _LayerNorm:
    def __init__(self, norm: Any) -> None:
        self._weight, self._bias, self._eps = norm.weight, norm.bias, norm.eps

    def __call__(self, hidden: Tensor) -> Tensor:
        return layer_norm(hidden, self._weight.shape, self._weight, self._bias, self._eps)


class _Layer:
    def __init__(self, layer: Any, products: _Products, heads: int, fixed_shapes: bool) -> None:
        self._products = products
        self._heads = heads
        self._one_by_one = fixed_shapes
        self._attention_norm = _LayerNorm(layer.attention.output.LayerNorm)
        self._output_norm = _LayerNorm(layer.output.LayerNorm)

    def __call__(self, hidden: Tensor, batch: RaggedBatch) -> Tensor:
        products = self._products
        attended = self._attend(products.queries_keys_values(hidden), batch)
        hidden = self._attention_norm(products.attention_output(attended).add_(hidden))
        return self._output_norm(products.feed_forward(hidden).add_(hidden))

    def _attend(self, projected: Tensor, batch: RaggedBatch) -> Tensor:
        projected = projected.index_select(0, batch.packed_index)
        attended = []
        for group in batch.groups:
            shape = group.count, group.width, 3, self._heads, -1
            part = projected[group.start : group.start + group.count * group.width]
            # One copy in order: the product of transposed keys would copy them across.
            query, key, value = part.view(shape).permute(2, 0, 3, 1, 4).contiguous()
            scores = self._multiply(query, key.transpose(2, 3)).clamp_(-_MAX_SCORE, _MAX_SCORE)
            weights = group.mask_padding(scores.exp_())
            total = weights.sum(-1, keepdim=True, dtype=torch.float32)
            context = self._multiply(weights, value).float().div_(total)
            attended.append(context.transpose(1, 2).flatten(2).flatten(0, 1))
        return torch.cat(attended).index_select(0, batch.padded_index)

    def _multiply(self, left: Tensor, right: Tensor) -> Tensor:
        return stable_matmul(left, right, one_by_one=self._one_by_one)


class _FloatProducts:
    """The products of a layer in a floating-point format."""

    def __init__(self, layer: Any, heads: int, dtype: torch.dtype, fixed_shapes: bool) -> None:
        self._dtype = dtype
        self._at_once = not fixed_shapes
        self._projection, self._output, self._wide, self._narrow = (
            (weight.to(dtype), bias.to(dtype)) for weight, bias in _weights(layer, heads)
        )

    def queries_keys_values(self, hidden: Tensor) -> Tensor:
        """Return queries, keys and values side by side, [packed, 3 x hidden]."""
        return self._multiply(hidden.to(self._dtype), self._projection)

    def attention_output(self, attended: Tensor) -> Tensor:
        """Return the output of the attention block, in float32."""
        return self._multiply(attended.to(self._dtype), self._output).float()

    def feed_forward(self, hidden: Tensor) -> Tensor:
        """Return the output of the feed-forward block, in float32."""
        wide = gelu(self._multiply(hidden.to(self._dtype), self._wide))
        return self._multiply(wide, self._narrow).float()

    def _multiply(self, rows: Tensor, layer: tuple[Tensor, Tensor]) -> Tensor:
        return stable_linear(rows, *layer, at_once=self._at_once)


class _Int8Products:
    """The products of a layer in 8-bit integers; attention itself is computed in `dtype`."""

    def __init__(
        self,
        layer: Any,
        heads: int,
        dtype: torch.dtype,
        ranges: list[ActivationRange],
        fixed_shapes: bool,
    ) -> None:
        self._dtype = dtype
        projection, output, wide, narrow = _weights(layer, heads)
        self._projection = Int8Linear(*projection, ranges[0], fixed_shapes=fixed_shapes)
        self._output = Int8Linear(*output, ranges[1], fixed_shapes=fixed_shapes)
        self.feed_forward = Int8FeedForward(wide, narrow, *ranges[2:], fixed_shapes=fixed_shapes)

    def queries_keys_values(self, hidden: Tensor) -> Tensor:
        """Return queries, keys and values side by side, [packed, 3 x hidden]."""
        return self._projection(self._projection.quantize(hidden), self._dtype)

    def attention_output(self, attended: Tensor) -> Tensor:
        """Return the output of the attention block, in float32."""
        return self._output(self._output.quantize(attended))


_Products = _FloatProducts | _Int8Products


def _weights(layer: Any, heads: int) -> list[tuple[Tensor, Tensor]]:
    """Return weight and bias of a layer's products; queries include the scale of the scores."""
    attention = layer.attention.self
    parts = (attention.query, attention.key, attention.value)
    scale = (attention.query.weight.size(0) // heads) ** -0.5
    factors = (scale, 1.0, 1.0)
    projection = (
        torch.cat([part.weight * factor for part, factor in zip(parts, factors, strict=True)]),
        torch.cat([part.bias * factor for part, factor in zip(parts, factors, strict=True)]),
    )
    return [projection, *((part.weight, part.bias) for part in layer_products(layer)[1:])]
