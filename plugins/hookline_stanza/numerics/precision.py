"""Choose the number format that the encoder and the recurrent layers compute in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from hookline import ModelError

Precision = Literal["auto", "fp32", "bf16", "int8"]
Chosen = Literal["fp32", "bf16", "int8"]


def choose_precision(wanted: Precision, device: str, *, has_ranges: bool) -> Chosen:
    """Return the format to use: with `auto`, the fastest that a CPU computes natively.

    That is int8 for the encoder of a model whose ranges were measured when it was made, else bf16.
    Where these are emulated they are slower than fp32.

    Raises:
        ModelError: A format is asked for that torch cannot compute here, or the model has no ranges.
    """
    import torch

    from . import quantized

    if wanted == "auto":
        if device != "cpu":
            return "fp32"
        if has_ranges and quantized.is_available():
            return "int8"
        return rest_of("int8")
    if wanted == "bf16" and device == "cpu" and not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        raise ModelError(
            "`precision: bf16` asks for a CPU that computes in bf16, and torch finds none here; set "
            "`precision: auto` to use it where it is there"
        )
    if wanted == "int8" and not (device == "cpu" and has_ranges and quantized.is_available()):
        raise ModelError(
            "`precision: int8` asks for a CPU that multiplies bytes (VNNI), on `device: cpu`, and for "
            "a model made for it (encoder/ranges.safetensors); set `precision: auto` to use it where "
            "it can be used"
        )
    return wanted


def rest_of(chosen: Chosen) -> Literal["fp32", "bf16"]:
    """Return the format of what is not in integers: that chosen, or beside int8 what is fastest."""
    if chosen == "int8":
        return "bf16" if _is_native() else "fp32"
    return chosen


def _is_native() -> bool:
    """Tell whether the CPU multiplies bf16 itself (AVX512-BF16, AMX, or ARM's BF16)."""
    import torch

    abilities: Mapping[str, Any] = getattr(
        torch.cpu, "get_capabilities", dict
    )()  # older torch cannot tell
    return any(abilities.get(name) for name in ("avx512_bf16", "amx_bf16", "amx_tile", "bf16"))
