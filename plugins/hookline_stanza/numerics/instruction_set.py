"""
Detect the CPU's instruction set, and what it means for the number format, without loading torch.

Names are those of oneDNN, whose environment variable `ONEDNN_MAX_CPU_ISA`, or `DNNL_MAX_CPU_ISA` if
that is not set, limits what it uses.
"""

from __future__ import annotations

import os
import platform
import re
from functools import cache
from pathlib import Path
from typing import Any

_LIMITS = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")

_LEVELS = {
    "SSE41": "sse4_1",
    "AVX": "avx",
    "AVX2": "avx2",
    "AVX2_VNNI": "avx_vnni",
    "AVX2_VNNI_2": "avx_ne_convert",
    "AVX512_CORE": "avx512bw",
    "AVX512_CORE_VNNI": "avx512_vnni",
    "AVX512_CORE_BF16": "avx512_bf16",
    "AVX512_CORE_FP16": "avx512_fp16",
    "AVX512_CORE_AMX": "amx_tile",
    "AVX512_CORE_AMX_FP16": "amx_fp16",
}
"""Instruction sets from the smallest to the largest, and the CPU feature that tells each."""

_BESIDE_AVX512 = ("AVX2_VNNI", "AVX2_VNNI_2")
"""Instruction sets that a limit to a larger one leaves out: no set of AVX-512 contains them."""


@cache
def cpu_features() -> frozenset[str]:
    """Return the features of the CPU, named as Linux names them; empty if they are unknown."""
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return _features_from_torch()
    match = re.search(r"^(?:flags|Features)\s*:(.*)$", info, re.MULTILINE)
    return frozenset(match[1].split()) if match else frozenset()


def _features_from_torch() -> frozenset[str]:
    import torch

    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    names = {name for name, value in capabilities.items() if value is True}
    return frozenset(names | {name.replace("avx512_bw", "avx512bw") for name in names})


def instruction_set() -> str:
    """Return the largest instruction set that oneDNN may use; the processor's name if not x86."""
    levels = _usable_levels()
    return levels[-1] if levels else platform.machine()


def has_matrix_tiles() -> bool:
    """Tell whether products of bytes and of bf16 may use AMX."""
    return "AVX512_CORE_AMX" in _usable_levels()


def has_native_bf16() -> bool:
    """Tell whether the CPU multiplies bf16 natively (AVX512-BF16, AMX, or ARM's BF16)."""
    levels = _usable_levels()
    return "AVX512_CORE_BF16" in levels if levels else "bf16" in cpu_features()


def has_vnni() -> bool:
    """Tell whether the CPU adds products of bytes in 32 bits at once (VNNI)."""
    return not {"AVX512_CORE_VNNI", "AVX2_VNNI"}.isdisjoint(_usable_levels())


def multiplies_bytes() -> bool:
    """
    Tell whether products of bytes are faster than those of floats here: from AVX2 on.

    Without VNNI, an instruction adds pairs of products in 16 bits that saturate; see `quantized`.
    """
    return "AVX2" in _usable_levels()


def _usable_levels() -> list[str]:
    limit = next(filter(None, map(os.environ.get, _LIMITS)), "").upper()
    levels = list(_LEVELS)
    if limit in levels:
        levels = levels[: levels.index(limit) + 1]
        if limit not in _BESIDE_AVX512:
            levels = [level for level in levels if level not in _BESIDE_AVX512]
    return [level for level in levels if _LEVELS[level] in cpu_features()]


def planned_format(requested: str, device: str, *, has_calibration: bool) -> str:
    """
    Return the precision that `precision.choose_precision` chooses, and what its rounding depends on.

    Args:
        requested: Precision that the user asks for.
        device: `cpu`, `cuda` or `auto`.
        has_calibration: Whether the model folder has the input ranges that int8 needs.
    """
    precision = requested
    if requested == "auto":
        fastest = "bf16" if has_native_bf16() else "fp32"
        fastest = "int8" if multiplies_bytes() and has_calibration else fastest
        precision = "fp32" if device == "cuda" or (device == "auto" and _has_gpu()) else fastest
    return precision if precision == "fp32" else f"{precision} on {instruction_set()}"


def _has_gpu() -> bool:
    drivers = ("/dev/nvidiactl", "/dev/kfd", "/dev/dxg")
    if platform.system() == "Linux" and not any(map(os.path.exists, drivers)):
        return False
    import torch

    return bool(torch.cuda.is_available())
