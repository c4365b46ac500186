"""Products whose rounding does not depend on the number of rows."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import linear, logsigmoid

BLOCK_ROWS = 64
"""Rows of a product: enough to be fast, few enough that a short text costs little padding."""


def stable_linear(
    rows: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    *,
    block_rows: int = BLOCK_ROWS,
    at_once: bool = False,
) -> Tensor:
    """
    Apply a linear layer to [rows, inputs] in products of `block_rows` rows each.

    Libraries choose a kernel by the number of rows, and kernels round differently: with one number of
    rows, the result of a row does not depend on the others.

    Args:
        rows: The inputs.
        weight: [outputs, inputs].
        bias: [outputs].
        block_rows: Rows of a product; the last one is padded.
        at_once: Whether to multiply all blocks in one product, which is faster; only for formats and
            shapes that `invariance` checks.
    """
    count = rows.size(0)
    padding = -count % block_rows
    if padding:
        rows = torch.cat([rows, rows.new_zeros(padding, rows.size(1))])
    if at_once or len(rows) == block_rows:
        return linear(rows, weight, bias)[:count]
    outputs = rows.new_empty(len(rows), weight.size(0))
    for start in range(0, len(rows), block_rows):
        block = slice(start, start + block_rows)
        outputs[block] = linear(rows[block], weight, bias)
    return outputs[:count]


def stable_matmul(left: Tensor, right: Tensor, *, one_by_one: bool) -> Tensor:
    """
    Multiply [items, ..., rows, inner] by [items, ..., inner, columns].

    Args:
        left: The left factors.
        right: The right factors.
        one_by_one: Whether to multiply each item in a call, so that the kernel does not depend on
            the number of items.
    """
    if not one_by_one or len(left) == 1:
        return left @ right
    return torch.stack([a @ b for a, b in zip(left, right, strict=True)])


def stable_sigmoid(values: Tensor) -> Tensor:
    """Return the sigmoid; `torch.sigmoid` rounds the last elements of an array in another way."""
    return logsigmoid(values).exp_()
