"""Keep what the inputs of the encoder's products were seen to be: `encoder/ranges.safetensors`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch

from .quantized import Range

Ranges = Mapping[tuple[int, str], Range]
"""By layer, and by the name of its input (`transformer.LAYER_INPUTS`)."""

_FILE = "encoder/ranges.safetensors"


def write_ranges(folder: Path, ranges: Ranges) -> None:
    """Write the ranges of the encoder in a model folder, at half precision."""
    from safetensors.torch import save_file

    rows = {f"{layer}.{name}": torch.stack(range).half() for (layer, name), range in ranges.items()}
    save_file(rows, folder / _FILE)


def read_ranges(folder: Path) -> Ranges | None:
    """Return the ranges of the encoder in a model folder, None where it has none."""
    from safetensors.torch import load_file

    if not (folder / _FILE).is_file():
        return None
    ranges = {}
    for key, rows in load_file(folder / _FILE).items():
        layer, name = key.split(".")
        ranges[int(layer), name] = Range(*rows.float())
    return ranges
