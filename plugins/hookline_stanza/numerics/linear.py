"""Linear layers that give a row the same bits in any batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import linear

from .precision import ComputeFormat
from .quantized import DynamicInt8Linear

MIN_ROWS = 16
"""Libraries round float32 products of fewer rows in another way than those of larger batches."""


def weight_and_bias(layer: Any) -> tuple[Tensor, Tensor]:
    """Return the weight, [outputs, inputs], and the bias, [outputs], of a `torch.nn.Linear`."""
    return layer.weight, layer.bias


def stable_linear(rows: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Apply a linear layer to [rows, inputs]; the rounding does not depend on the number of rows."""
    count = rows.size(0)
    if count < MIN_ROWS:
        rows = torch.cat([rows, rows.new_zeros(MIN_ROWS - count, rows.size(1))])
    return linear(rows, weight, bias)[:count]


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
        self._int8 = DynamicInt8Linear(weight) if format.int8 else None
        self._weight = weight.to(format.dtype)

    def __call__(self, rows: Tensor) -> Tensor:
        """Return [rows, sum of outputs] in float32 for [rows, inputs]."""
        if self._int8 is not None:
            return torch.addcmul(self._bias, *self._int8(rows))
        return stable_linear(rows.to(self._weight.dtype), self._weight).float().add_(self._bias)
