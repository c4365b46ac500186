"""Choose the device of the joint training."""

from __future__ import annotations

import torch

from ..numerics.instruction_set import has_native_bf16
from .config import TrainingError


def choose_device(requested: str | None, *, bf16: bool) -> str:
    """
    Return the device to train on: the requested one, else a GPU if there is one.

    Args:
        requested: `cpu`, `cuda`, or a GPU by number such as `cuda:1`.
        bf16: Whether the encoder is trained with bfloat16 products.

    Raises:
        TrainingError: There is no such device, or it only emulates bfloat16.
    """
    name = requested or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise TrainingError(f"expected device cpu or cuda, found {name!r}") from error
    if device.type not in ("cpu", "cuda"):
        raise TrainingError(f"expected device cpu or cuda, found {name!r}")
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        count = torch.cuda.device_count()
        raise TrainingError(f"expected a GPU for device {name!r}, found {count} that torch can use")
    if bf16 and device.type == "cpu" and not has_native_bf16():
        raise TrainingError(
            "expected a CPU that computes in bfloat16, found one that emulates it, dozens of times "
            'slower; set {"joint": {"bf16": false}} in a file for --config'
        )
    return name
