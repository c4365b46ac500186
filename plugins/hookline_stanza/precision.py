"""Choose the number format that the encoder and the recurrent layers compute in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from hookline import ModelError

Precision = Literal["auto", "fp32", "bf16"]


def choose_precision(wanted: Precision, device: str) -> Literal["fp32", "bf16"]:
    """Return the format to use: with `auto`, bf16 on a CPU that multiplies it natively.

    Where bf16 is emulated it is slower than fp32. Eight-bit integers are no choice: their scale is
    taken from a whole batch, so that a document would depend on its company.

    Raises:
        ModelError: bf16 is asked for where torch cannot compute it.
    """
    import torch

    if wanted == "auto":
        return "bf16" if device == "cpu" and _is_native() else "fp32"
    if wanted == "bf16" and device == "cpu" and not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        raise ModelError(
            "`precision: bf16` asks for a CPU that computes in bf16, and torch finds none here; set "
            "`precision: auto` to use it where it is there"
        )
    return wanted


def _is_native() -> bool:
    """Tell whether the CPU multiplies bf16 itself (AVX512-BF16, AMX, or ARM's BF16)."""
    import torch

    abilities: Mapping[str, Any] = getattr(
        torch.cpu, "get_capabilities", dict
    )()  # older torch cannot tell
    return any(abilities.get(name) for name in ("avx512_bf16", "amx_bf16", "amx_tile", "bf16"))
