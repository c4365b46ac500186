"""
Linear layers in 8-bit integers: exact integer sums, scaled once at the end.

Weights have one scale per output. Inputs have one scale per layer, calibrated beforehand on other
texts, so that the result of a row depends on that row alone. Channels of very different ranges are
balanced between inputs and weights first (SmoothQuant; Xiao et al., ICML 2023).

A CPU without VNNI adds the products of two neighbouring inputs in 16 bits, which saturate (the
instruction VPMADDUBSW), before it adds in 32. The scale of an output there is that of the largest sum
of two such weights, so that their products by inputs of eight bits always fit, and sums stay exact.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import gelu, pad

from .instruction_set import has_vnni
from .products import BLOCK_ROWS, stable_linear

_MAX_CODE = 255
_MAX_WEIGHT = 127  # a rounded pair comes to 128 at most, and 128 * 255 < 2 ** 15
_MIGRATION = 0.65  # SmoothQuant's alpha: the share of the range of inputs that moves to the weights
_OUTLIER_UNITS = 16


class ActivationRange(NamedTuple):
    """Lowest and highest value of each input channel of a layer, both [inputs]."""

    low: Tensor
    high: Tensor


class QuantParams(NamedTuple):
    """Map the codes 0 to 255 to values: `(code - zero_point) * scale`."""

    scale: float
    zero_point: int

    @classmethod
    def covering(cls, low: float, high: float) -> QuantParams:
        """Return the parameters for values from `low` to `high`, extended to include zero."""
        low, high = min(low, 0.0), max(high, 0.0)
        scale = max(high - low, 1e-6) / _MAX_CODE
        return cls(scale, round(-low / scale))


class Int8Linear:
    """
    A linear layer with 8-bit weights and inputs.

    Args:
        weight: [outputs, inputs].
        bias: [outputs].
        range: Calibrated range of the inputs; values outside are clipped to it.
        smooth: Whether to balance channels, which inputs that come quantized do not allow.
        fixed_shapes: Whether to multiply `BLOCK_ROWS` rows at a time.
    """

    def __init__(
        self,
        weight: Tensor,
        bias: Tensor,
        range: ActivationRange,
        *,
        smooth: bool = True,
        fixed_shapes: bool = False,
    ) -> None:
        self._fixed_shapes = fixed_shapes
        weight, bias = weight.detach(), bias.detach()
        reach = torch.maximum(range.low.abs(), range.high.abs()).clamp_min(1e-5)
        factor = torch.ones_like(reach)
        if smooth:
            weight_share = weight.abs().amax(0).clamp_min(1e-5) ** (1 - _MIGRATION)
            factor = reach**_MIGRATION / weight_share
        self.input_params = QuantParams.covering(
            float((range.low / factor).min()), float((range.high / factor).max())
        )
        self._input_scale = 1 / (factor * self.input_params.scale)
        self._input_offset = torch.full_like(self._input_scale, self.input_params.zero_point - 128)
        weight = weight * factor
        self._scales = _largest_weights(weight.abs()).clamp_min(1e-8) / _MAX_WEIGHT
        rounded = (weight / self._scales[:, None]).round().to(torch.int8)
        self._weight = torch.ops.onednn.qlinear_prepack(rounded, None)
        self._zero_points = torch.zeros(len(bias), dtype=torch.int32)
        self._bias = bias.float()

    def quantize(self, rows: Tensor) -> Tensor:
        """Return the uint8 codes of [rows, inputs]."""
        codes = torch.addcmul(self._input_offset, rows, self._input_scale)
        codes = codes.round_().clamp_(-128, 127)
        # Torch converts to signed bytes much faster than to unsigned ones.
        return codes.to(torch.int8).bitwise_xor_(-128).view(torch.uint8)

    def __call__(self, codes: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
        """Return [rows, outputs] in `dtype` for quantized [rows, inputs]."""
        return self._multiply(codes, QuantParams(1.0, 0), dtype, "none", "")

    def with_gelu(self, codes: Tensor, output_params: QuantParams) -> Tensor:
        """Return the uint8 codes, under `output_params`, of the GELU of the layer's output."""
        return self._multiply(codes, output_params, torch.uint8, "gelu", "none")

    def _multiply(
        self,
        codes: Tensor,
        output_params: QuantParams,
        dtype: torch.dtype,
        activation: str,
        variant: str,
    ) -> Tensor:
        kernel: Any = torch.ops.onednn.qlinear_pointwise
        blocks = torch.split(codes, BLOCK_ROWS) if self._fixed_shapes else (codes,)
        outputs: list[Tensor] = [
            kernel(
                block, *self.input_params, self._weight, self._scales, self._zero_points,
                self._bias, *output_params, dtype, activation, [], variant,
            )
            for block in blocks
        ]  # fmt: skip
        return outputs[0] if len(outputs) == 1 else torch.cat(outputs)


def _largest_weights(weights: Tensor) -> Tensor:
    """Return [outputs], the largest of [outputs, inputs], or sum of two neighbours without VNNI."""
    if not has_vnni():
        even = pad(weights, (0, weights.size(1) % 2))
        weights = even.view(len(weights), -1, 2).sum(2)
    return weights.amax(1)


class DynamicInt8Linear:
    """
    A linear layer in 8-bit integers that scales each input row by its own largest value.

    For inputs without calibrated range. Slower than `Int8Linear`: scales are computed for every row.

    Args:
        weight: [outputs, inputs].
        fixed_shapes: Whether to multiply `BLOCK_ROWS` rows at a time.
    """

    def __init__(self, weight: Tensor, fixed_shapes: bool = False) -> None:
        ones = torch.ones(weight.size(1))
        self._linear = Int8Linear(
            weight,
            weight.new_zeros(len(weight)),
            ActivationRange(-ones, ones),
            smooth=False,
            fixed_shapes=fixed_shapes,
        )

    def __call__(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Return unscaled [rows, outputs], and the scales to multiply them with, [rows, 1]."""
        rows = rows.float()
        scales = rows.abs().amax(1, keepdim=True).clamp_min(1e-9)
        codes = self._linear.quantize(rows / scales)
        padding = -len(rows) % BLOCK_ROWS
        if padding:
            codes = torch.cat([codes, codes.new_zeros(padding, codes.size(1))])
        return self._linear(codes)[: len(rows)], scales


class Int8FeedForward:
    """
    Two linear layers with a GELU between them; the hidden units stay quantized.

    A few hidden units have a far larger range than the others, which would make a common scale too
    coarse. Those are computed in float32 (after LLM.int8(); Dettmers et al., NeurIPS 2022).

    Args:
        first: Weight and bias of the first layer.
        second: Weight and bias of the second.
        input_range: Range of the inputs.
        hidden_range: Range of the hidden units after the GELU.
        fixed_shapes: Whether to multiply `BLOCK_ROWS` rows at a time.
    """

    def __init__(
        self,
        first: tuple[Tensor, Tensor],
        second: tuple[Tensor, Tensor],
        input_range: ActivationRange,
        hidden_range: ActivationRange,
        *,
        fixed_shapes: bool = False,
    ) -> None:
        self._fixed_shapes = fixed_shapes
        outliers = hidden_range.high.topk(_OUTLIER_UNITS).indices
        self._outlier_in = first[0][outliers], first[1][outliers]
        self._outlier_out = second[0][:, outliers].contiguous()
        mask = torch.ones_like(hidden_range.high).index_fill(0, outliers, 0)
        self._first = Int8Linear(*first, input_range, fixed_shapes=fixed_shapes)
        regular = ActivationRange(hidden_range.low * mask, hidden_range.high * mask)
        self._second = Int8Linear(
            second[0] * mask, second[1], regular, smooth=False, fixed_shapes=fixed_shapes
        )

    def __call__(self, rows: Tensor) -> Tensor:
        """Return [rows, outputs] in float32 for [rows, inputs]."""
        codes = self._first.with_gelu(self._first.quantize(rows), self._second.input_params)
        at_once = not self._fixed_shapes
        units = gelu(stable_linear(rows, *self._outlier_in, at_once=at_once))
        outputs = self._second(codes)
        if at_once:
            return outputs.addmm_(units, self._outlier_out.t())
        return outputs.add_(stable_linear(units, self._outlier_out))
