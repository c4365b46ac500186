"""Multiply by eight-bit weights: exact sums of integers, scaled once at the end.

Weights have a scale per output, inputs one scale per layer that was measured beforehand on other
texts, so a row's result depends on nothing but the row. Inputs whose channels differ much in size
are evened out with the weights first (SmoothQuant; Xiao et al., ICML 2023).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import torch
from torch.nn.functional import gelu, linear

Tensor = torch.Tensor

_LEVELS = 255
_EVEN = 0.65  # how much of the difference between channels the weights take over
_FLOATS = 16  # units
_ROWS = 64  # libraries prepare anew for each number of rows


class Range(NamedTuple):
    """The least and the greatest value that each input of a layer takes, [inputs]."""

    low: Tensor
    high: Tensor


class Steps(NamedTuple):
    """How the numbers 0 to 255 stand for values: `(number - zero) * size`."""

    size: float
    zero: int

    @classmethod
    def over(cls, low: float, high: float) -> Steps:
        """Return the steps from `low` to `high`, zero among them."""
        low, high = min(low, 0.0), max(high, 0.0)
        size = max(high - low, 1e-6) / _LEVELS
        return cls(size, round(-low / size))


class Quantized:
    """A linear layer in eight-bit integers.

    Args:
        weight: [outputs, inputs].
        bias: [outputs].
        range: What its inputs were seen to be; values beyond it count as its ends.
        is_given: Whether inputs come quantized; their channels cannot be evened out.
    """

    def __init__(
        self, weight: Tensor, bias: Tensor, range: Range, *, is_given: bool = False
    ) -> None:
        weight, bias = weight.detach(), bias.detach()
        most = torch.maximum(range.low.abs(), range.high.abs()).clamp_min(1e-5)
        factor = most**_EVEN / weight.abs().amax(0).clamp_min(1e-5) ** (1 - _EVEN)
        if is_given:
            factor = torch.ones_like(most)
        self.steps = Steps.over(
            float((range.low / factor).min()), float((range.high / factor).max())
        )
        self._factor = 1 / (factor * self.steps.size)
        self._offset = torch.full_like(self._factor, self.steps.zero - 128)
        weight = weight * factor
        self._scales = weight.abs().amax(1).clamp_min(1e-8) / 127
        rounded = (weight / self._scales[:, None]).round().to(torch.int8)
        self._weight = torch.ops.onednn.qlinear_prepack(rounded, None)
        self._zeros = torch.zeros(len(bias), dtype=torch.int32)
        self._bias = bias.float()

    def quantize(self, rows: Tensor) -> Tensor:
        """Return [rows, inputs] as numbers from 0 to 255."""
        steps = torch.addcmul(self._offset, rows, self._factor).round_().clamp_(-128, 127)
        # Torch converts to signed bytes much faster than to unsigned ones.
        return steps.to(torch.int8).bitwise_xor_(-128).view(torch.uint8)

    def __call__(self, numbers: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
        """Return [rows, outputs] for quantized [rows, inputs]."""
        return self._multiply(numbers, Steps(1.0, 0), dtype, "none", "")

    def with_gelu(self, numbers: Tensor, steps: Steps) -> Tensor:
        """Return the GELU of what a call returns, quantized in the given steps."""
        return self._multiply(numbers, steps, torch.uint8, "gelu", "none")

    def _multiply(
        self, numbers: Tensor, steps: Steps, dtype: torch.dtype, then: str, kind: str
    ) -> Tensor:
        multiply: Any = torch.ops.onednn.qlinear_pointwise
        found: Tensor = multiply(
            numbers, *self.steps, self._weight, self._scales, self._zeros, self._bias, *steps, dtype,
            then, [], kind,
        )  # fmt: skip
        return found


class RowQuantized:
    """A linear layer in eight-bit integers, each row in a scale of its own.

    For inputs whose range nobody measured: dearer than `Quantized`, as the scales are looked for and
    multiplied in again.

    Args:
        weight: [outputs, inputs].
    """

    def __init__(self, weight: Tensor) -> None:
        one = torch.ones(weight.size(1))
        self._product = Quantized(
            weight, weight.new_zeros(len(weight)), Range(-one, one), is_given=True
        )

    def __call__(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Return [rows, outputs] and what to multiply them with, [rows, 1], for [rows, inputs]."""
        rows = rows.float()
        most = rows.abs().amax(1, keepdim=True).clamp_min(1e-9)
        numbers = self._product.quantize(rows / most)
        filling = -len(rows) % _ROWS
        if filling:
            numbers = torch.cat([numbers, numbers.new_zeros(filling, numbers.size(1))])
        return self._product(numbers)[: len(rows)], most


class FeedForward:
    """Two linear layers with a GELU between them, what is between quantized.

    A few hidden units grow far beyond the others, and one scale for all would be too coarse: those
    are computed in float32 (as in LLM.int8(); Dettmers et al., NeurIPS 2022).

    Args:
        wide: Weight and bias of the first layer.
        narrow: Weight and bias of the second.
        inputs: The range of what comes in.
        units: The range of what comes out of the GELU.
    """

    def __init__(
        self,
        wide: tuple[Tensor, Tensor],
        narrow: tuple[Tensor, Tensor],
        inputs: Range,
        units: Range,
    ) -> None:
        apart = units.high.topk(_FLOATS).indices
        self._apart_in = wide[0][apart], wide[1][apart]
        self._apart_out = narrow[0][:, apart].t().contiguous()
        rest = torch.ones_like(units.high).index_fill(0, apart, 0)
        self._wide = Quantized(*wide, inputs)
        others = Range(units.low * rest, units.high * rest)
        self._narrow = Quantized(narrow[0] * rest, narrow[1], others, is_given=True)

    def __call__(self, rows: Tensor) -> Tensor:
        """Return [rows, outputs] in float32."""
        numbers = self._wide.with_gelu(self._wide.quantize(rows), self._narrow.steps)
        return self._narrow(numbers).addmm_(gelu(linear(rows, *self._apart_in)), self._apart_out)


def is_available() -> bool:
    """Tell whether torch has the products, and the processor multiplies bytes itself (VNNI)."""
    abilities: Mapping[str, Any] = getattr(
        torch.cpu, "get_capabilities", dict
    )()  # older torch cannot tell
    if not (abilities.get("avx512_vnni") or abilities.get("avx_vnni")):
        return False
    return hasattr(torch.ops.onednn, "qlinear_pointwise")
