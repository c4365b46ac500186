"""
Lay out the word pieces of sequences of different lengths: packed for products, padded for attention.

Products read the pieces of all sequences one after the other, so that no padding is computed.
Attention reads sequences of one padded width together. That width depends on the length of a sequence
alone, so its result does not depend on the other sequences of the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..numerics.products import BLOCK_ROWS

_WIDTH_MULTIPLE = 8
_MIN_WIDTH = 16


class WidthGroup:
    """
    Consecutive sequences that are padded to one width.

    Args:
        first: Index of the first sequence.
        sizes: Pieces of each sequence.
        start: Index of the first cell of the group among all padded cells.
    """

    def __init__(self, first: int, sizes: Sequence[int], start: int) -> None:
        self.first, self.count, self.start = first, len(sizes), start
        self.width = padded_width(sizes[0])
        self._shortest = min(sizes)
        tail = torch.arange(self._shortest, self.width)
        self._tail_mask = (tail < torch.tensor(sizes).unsqueeze(1))[:, None, None, :]

    def mask_padding(self, weights: Tensor) -> Tensor:
        """Zero, in place, the attention weights on padding in [sequences, heads, width, width]."""
        if self._shortest < self.width:
            weights[..., self._shortest :].mul_(self._tail_mask.to(weights))
        return weights


class RaggedBatch:
    """
    Index the pieces of a batch of sequences.

    Args:
        sizes: Pieces of each sequence; sequences of one padded width have to be adjacent.
        device: Device of the index tensors.
    """

    def __init__(self, sizes: Sequence[int], device: torch.device | str = "cpu") -> None:
        lengths = np.asarray(sizes)
        self.starts = np.cumsum(lengths) - lengths
        """[sequences] packed index of the first piece of each sequence."""
        total = int(lengths.sum())
        self.packed_size = -(-total // BLOCK_ROWS) * BLOCK_ROWS
        """Number of packed rows, with padding behind the last sequence."""
        self.groups: list[WidthGroup] = []
        padded_starts: list[int] = []
        first = start = 0
        for width, members in groupby(sizes, padded_width):
            group = WidthGroup(first, list(members), start)
            self.groups.append(group)
            padded_starts += range(start, start + group.count * width, width)
            first, start = first + group.count, start + group.count * width
        positions = np.arange(total) - np.repeat(self.starts, lengths)
        padded_index = np.repeat(padded_starts, lengths) + positions
        packed_index = np.zeros(start, dtype=np.int64)
        packed_index[padded_index] = np.arange(total)
        padding = np.zeros(self.packed_size - total, dtype=np.int64)

        def on_device(*parts: NDArray[np.int64]) -> Tensor:
            return torch.from_numpy(np.concatenate(parts)).to(device)

        self.positions = on_device(positions, padding)
        """[packed] position of each piece in its sequence."""
        self.padded_index = on_device(padded_index, padding)
        """[packed] padded cell of each piece."""
        self.packed_index = on_device(packed_index)
        """[cells] packed index of the piece in each padded cell; 0 for padding."""


def padded_width(size: int) -> int:
    """Return the width, in pieces, that attention pads a sequence to."""
    return max(_MIN_WIDTH, -(-size // _WIDTH_MULTIPLE) * _WIDTH_MULTIPLE)
