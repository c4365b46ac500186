"""Read and write the calibrated input ranges of the encoder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch

from ..numerics.quantized import ActivationRange
from .files import RANGES_FILE

ActivationRanges = Mapping[tuple[int, str], ActivationRange]
"""By number of the encoder layer and name of the input (`bert.LAYER_INPUTS`)."""


def write_ranges(folder: Path, ranges: ActivationRanges) -> None:
    """Write the input ranges to a model folder, at half precision."""
    from safetensors.torch import save

    tensors = {
        f"{layer}.{name}": torch.stack(pair).half() for (layer, name), pair in ranges.items()
    }
    (folder / RANGES_FILE).write_bytes(save(tensors))


def read_ranges(folder: Path) -> ActivationRanges | None:
    """Return the input ranges in a model folder, or None if it has none."""
    from safetensors.torch import load_file

    if not (folder / RANGES_FILE).is_file():
        return None
    ranges = {}
    for key, pair in load_file(folder / RANGES_FILE).items():
        layer, name = key.split(".")
        ranges[int(layer), name] = ActivationRange(*pair.float())
    return ranges
