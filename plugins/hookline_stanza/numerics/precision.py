"""Choose the number format that the encoder and the recurrent layers compute in."""

from __future__ import annotations

from typing import Literal, NamedTuple

import torch

from hookline import ModelError

from .instruction_set import has_matrix_tiles, has_native_bf16, multiplies_bytes

Precision = Literal["auto", "fp32", "bf16", "int8"]
ChosenPrecision = Literal["fp32", "bf16", "int8"]


class ComputeFormat(NamedTuple):
    """Number format of the layers, and the shapes of their products."""

    dtype: torch.dtype = torch.float32
    """Floating-point format."""
    int8: bool = False
    """Whether weights are multiplied as 8-bit integers."""
    fixed_shapes: bool = False
    """
    Whether every product, and every call of an LSTM, has one shape, whatever the batch.

    Slower, because of padding; for a CPU on which the shape decides the rounding. See `invariance`.
    """


def choose_precision(
    requested: Precision, device: str, *, has_calibration: bool
) -> ChosenPrecision:
    """
    Return the precision to use; for `auto`, the fastest that the device computes natively.

    On a CPU that is int8 if the model folder has calibration data, else bf16 where that is native,
    which is slower than fp32 elsewhere.

    Args:
        requested: Precision that the user asks for.
        device: `cpu` or `cuda`.
        has_calibration: Whether the model folder has the input ranges that int8 needs.

    Raises:
        hookline.ModelError: The requested format cannot be computed on this device or with this model.
    """
    if requested == "auto":
        if device != "cpu":
            return "fp32"
        if has_calibration and has_int8_kernels():
            return "int8"
        return "bf16" if has_native_bf16() else "fp32"
    if requested == "bf16" and device == "cpu" and not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        raise ModelError(
            "`precision: bf16` needs a CPU that computes in bf16, but torch found no support for it; "
            "set `precision: auto` to use bf16 only where it is supported"
        )
    if requested == "int8" and not (device == "cpu" and has_calibration and has_int8_kernels()):
        raise ModelError(
            "`precision: int8` needs `device: cpu`, an x86-64 CPU with AVX2, and a model with "
            "calibration data (encoder/ranges.safetensors); set `precision: auto` to use int8 only "
            "where it is supported"
        )
    return requested


def compute_format(precision: ChosenPrecision) -> ComputeFormat:
    """
    Return the format of the layers; beside int8, floats are bf16 where that is native.

    Shapes are fixed for bf16 on AMX: for another number of rows it gets another kernel, which rounds
    in another way.
    """
    half = precision == "bf16" or (precision == "int8" and has_native_bf16())
    return ComputeFormat(
        torch.bfloat16 if half else torch.float32, precision == "int8", half and has_matrix_tiles()
    )


def has_int8_kernels() -> bool:
    """Tell whether torch has int8 products that are faster than those of floats on this CPU."""
    return multiplies_bytes() and hasattr(torch.ops.onednn, "qlinear_pointwise")
