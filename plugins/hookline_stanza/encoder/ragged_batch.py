"""Lay out the word pieces of a batch of rows: packed for products, spread for attention.

Products take the pieces of all rows one after the other, so that nothing is computed for filling.
Attention takes rows of one width together, each filled up to a multiple of `WIDTH`: how a row is
computed follows from its own length, whatever else is in the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import torch

Tensor = torch.Tensor

WIDTH = 8
"""Word pieces; rows are filled up to a multiple of it, and at least to two."""

_PLACES = 64
"""The places of a batch are a multiple of it: libraries prepare anew for each number of rows."""


class Run:
    """Rows of one width, one after the other.

    Args:
        first: The number of the first row.
        sizes: Pieces of each.
        start: Where they begin among the spread places.
    """

    def __init__(self, first: int, sizes: Sequence[int], start: int) -> None:
        self.first, self.count, self.start = first, len(sizes), start
        self.width = width_of(sizes[0])
        self._common = min(sizes)
        places = torch.arange(self._common, self.width)
        self._rest = (places < torch.tensor(sizes).unsqueeze(1))[:, None, None, :]

    def keep(self, weights: Tensor) -> Tensor:
        """Set to zero what [rows, heads, width, width] weights give to pieces that are not there."""
        if self._common < self.width:
            weights[..., self._common :].mul_(self._rest.to(weights))
        return weights


class Rows:
    """Where the pieces of each row stand.

    Args:
        sizes: Pieces of each row; rows of one width stand together.
        device: Where the places are looked up.
    """

    def __init__(self, sizes: Sequence[int], device: torch.device | str = "cpu") -> None:
        lengths = np.asarray(sizes)
        self.starts = np.cumsum(lengths) - lengths
        """[rows] the place of each row's first piece."""
        total = int(lengths.sum())
        self.places = -(-total // _PLACES) * _PLACES
        """How many places there are, filling included."""
        self.runs: list[Run] = []
        spread_starts: list[int] = []
        first = start = 0
        for width, members in groupby(sizes, width_of):
            run = Run(first, list(members), start)
            self.runs.append(run)
            spread_starts += range(start, start + run.count * width, width)
            first, start = first + run.count, start + run.count * width
        steps = np.arange(total) - np.repeat(self.starts, lengths)
        packed = np.repeat(spread_starts, lengths) + steps
        spread = np.zeros(start, dtype=np.int64)
        spread[packed] = np.arange(total)
        filling = np.zeros(self.places - total, dtype=np.int64)

        def there(values: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Tensor:
            return torch.from_numpy(values).to(device)

        self.steps = there(np.concatenate([steps, filling]))
        """[places] how many pieces stand before it in its row."""
        self.packed = there(np.concatenate([packed, filling]))
        """[places] where it stands when the rows are spread."""
        self.spread = there(spread)
        """[spread places] which place to read there; the first one where a row is filled up."""


def width_of(pieces: int) -> int:
    """Return what a row of so many pieces is filled up to."""
    return max(2, -(-pieces // WIDTH)) * WIDTH
