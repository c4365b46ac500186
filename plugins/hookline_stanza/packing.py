"""Lay out the words of a batch of sentences for recurrent layers, and run these.

Rows of a packed sequence come step by step: the first word of every sentence, then the second
words, and so on, longest sentence first.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import numpy as np
import torch
from torch.nn.functional import linear
from torch.nn.utils.rnn import PackedSequence

Tensor = torch.Tensor
Array = np.ndarray[Any, np.dtype[Any]]

FEWEST = 8
"""Rows; with fewer, float32 products are rounded another way than in a larger batch."""


class Layout:
    """Where each word of a batch stands.

    Args:
        sizes: Words of each sentence, longest first.
        copies: How often to repeat the longest sentence in front, so that no step of a recurrent
            layer has too few rows; what is computed for the copies is left out again.
    """

    def __init__(self, sizes: Sequence[int], copies: int) -> None:
        self.sizes = sizes
        lengths = np.array([*([sizes[0]] * copies), *sizes])
        steps = np.arange(lengths[0])[:, None] < lengths[None, :]
        self.step, row = np.nonzero(steps)
        self.row = np.maximum(row - copies, 0)
        self.counts = torch.from_numpy(steps.sum(1))
        self.all = len(lengths)
        self.kept = torch.from_numpy(np.nonzero(row >= copies)[0])
        """Places of the rows that are no copies."""
        self.kept_row, self.kept_step = self.row[self.kept.numpy()], self.step[self.kept.numpy()]
        place = np.zeros((len(sizes), int(lengths[0])), dtype=np.int64)
        place[self.kept_row, self.kept_step] = np.arange(len(self.kept_row))
        self.place = place
        """[sentences, steps]: the place of each word among the kept rows."""


class Recurrent:
    """A bidirectional LSTM of Stanza's, with or without its highway, in the chosen format.

    Args:
        lstm: A `torch.nn.LSTM` of one layer.
        states: Its first hidden and cell state, each [2, 1, size].
        dtype: What to compute in.
        highway: The linear layers of highway and gate.
    """

    def __init__(
        self,
        lstm: Any,
        states: tuple[Tensor, Tensor],
        dtype: torch.dtype,
        highway: tuple[Any, Any] | None = None,
    ) -> None:
        self._lstm = deepcopy(lstm).to(dtype).eval()
        self._states = tuple(state.detach().to(dtype) for state in states)
        self._dtype = dtype
        self._highway = None
        if highway is not None:
            self._highway = (
                torch.cat([part.weight for part in highway]).to(dtype),
                torch.cat([part.bias for part in highway]).to(dtype),
            )

    def __call__(self, rows: Tensor, layout: Layout) -> Tensor:
        """Return [kept rows, features] for [rows, features]."""
        rows = rows.to(self._dtype)
        first = tuple(state.expand(-1, layout.all, -1).contiguous() for state in self._states)
        output, _ = self._lstm(PackedSequence(rows, layout.counts), first)
        found: Tensor = output.data
        if self._highway is not None:
            way, gate = linear(rows, *self._highway).chunk(2, 1)
            found = found + torch.sigmoid(gate) * torch.tanh(way)
        return found[layout.kept]


class Dense:
    """A linear layer, or several of one input side by side, in the chosen format."""

    def __init__(self, parts: Sequence[tuple[Tensor, Tensor]], dtype: torch.dtype) -> None:
        self._weight = torch.cat([weight for weight, _ in parts]).to(dtype)
        self._bias = torch.cat([bias for _, bias in parts]).to(dtype)

    def __call__(self, rows: Tensor) -> Tensor:
        """Return [rows, outputs] in float32 for [rows, inputs]."""
        return product(rows.to(self._weight.dtype), self._weight, self._bias).float()


def product(rows: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Return a linear layer's output, rounded alike however few rows there are."""
    count = rows.size(0)
    if count < FEWEST:
        rows = torch.cat([rows, rows.new_zeros(FEWEST - count, rows.size(1))])
    return linear(rows, weight, bias)[:count]
