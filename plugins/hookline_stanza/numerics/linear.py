"""Linear layers that give a row the same bits in any batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from .precision import ComputeFormat
from .products import stable_linear
from .quantized import DynamicInt8Linear


def weight_and_bias(layer: Any) -> tuple[Tensor, Tensor]:
    """Return the weight, [outputs, inputs], and the bias, [outputs], of a `torch.nn.Linear`."""
    return layer.weight, layer.bias


class FusedLinear:
    """
    Compute several linear layers of the same input as one.

    Args:
        layers: Weight, [outputs, inputs], and bias, [outputs], of each.
        format: Number format to multiply in.
    """

    def __init__(self, layers: Sequence[tuple[Tensor, Tensor]], format: ComputeFormat) -> None:
        weight = torch.cat([weight for weight, _ in layers])
        self._bias = torch.cat([bias for _, bias in layers])
        self._int8 = DynamicInt8Linear(weight, format.fixed_shapes) if format.int8 else None
        self._weight = weight.to(format.dtype)
        self._at_once = not format.fixed_shapes

    def __call__(self, rows: Tensor) -> Tensor:
        """Return [rows, sum of outputs] in float32 for [rows, inputs]."""
        if self._int8 is not None:
            return torch.addcmul(self._bias, *self._int8(rows))
        rows = rows.to(self._weight.dtype)
        return stable_linear(rows, self._weight, at_once=self._at_once).float().add_(self._bias)


class ScaledLinear:
    """
    A linear layer without bias, whose outputs may still have to be scaled by row.

    For many outputs that are summed at once: scaling the sums is cheaper.

    Args:
        weight: [outputs, inputs].
        format: Number format to multiply in.
    """

    def __init__(self, weight: Tensor, format: ComputeFormat) -> None:
        weight = weight.contiguous()  # packing reads the memory as it lies
        self._int8 = DynamicInt8Linear(weight, format.fixed_shapes) if format.int8 else None
        self._weight = weight.to(format.dtype)
        self._at_once = not format.fixed_shapes

    def __call__(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Return [rows, outputs] in float32 for [rows, inputs], and what to scale it by, [rows, 1]."""
        if self._int8 is not None:
            return self._int8(rows)
        outputs = stable_linear(rows.to(self._weight.dtype), self._weight, at_once=self._at_once)
        return outputs.float(), rows.new_ones(len(rows), 1, dtype=torch.float32)
