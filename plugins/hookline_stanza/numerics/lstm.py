"""Lay out the words of a batch of sentences for recurrent layers, and run these.

Rows stand in a grid, [steps, sentences] flattened: the first word of every sentence, then the second
words, and so on. Shorter sentences are filled up at their ends; the layer that reads backwards
is given each sentence turned round, so that neither direction reads filling before words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn.functional import linear

from .quantized import RowQuantized

Tensor = torch.Tensor
Array = np.ndarray[Any, np.dtype[Any]]

FEWEST = 16
"""Rows; with fewer, float32 products are rounded another way than in a larger batch."""


class Format(NamedTuple):
    """What the layers compute in: a floating-point format, and eight-bit integers where they can."""

    dtype: torch.dtype = torch.float32
    integers: bool = False


class Grid:
    """Where each word of a batch stands.

    Args:
        sizes: Words of each sentence.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = sizes
        lengths = np.asarray(sizes)
        steps, count = int(lengths.max()), len(sizes)
        step = np.arange(steps)[:, None]
        row = np.broadcast_to(np.arange(count), (steps, count))
        inside = step < lengths
        self.shape = steps, count
        self.row = row.ravel()
        self.step = np.minimum(step, lengths - 1).ravel()
        """For each place of the grid, which word to read: filling repeats the last."""
        turned = np.where(inside, lengths - 1 - step, step)
        self.turned = torch.from_numpy((turned * count + row).ravel())
        kept = np.nonzero(inside.ravel())[0]
        self.kept = torch.from_numpy(kept)
        """The places of the grid that are words; what follows counts among these."""
        self.kept_row, self.kept_step = self.row[kept], self.step[kept]
        self.place = np.zeros((count, steps), dtype=np.int64)
        """[sentences, steps]: the place of each word."""
        self.place[self.kept_row, self.kept_step] = np.arange(len(kept))


class BothWays:
    """A bidirectional LSTM of one layer, as two that read in one direction.

    Args:
        lstm: A `torch.nn.LSTM`.
        dtype: What to compute in.
        states: Its first hidden and cell state, each [2, 1, size]; zeros where there are none.
    """

    def __init__(
        self, lstm: Any, dtype: torch.dtype, states: tuple[Tensor, Tensor] | None = None
    ) -> None:
        zeros = lstm.weight_hh_l0.new_zeros(2, 1, lstm.hidden_size)
        hidden, cell = (zeros, zeros) if states is None else states
        self._ways = [
            (_one_way(lstm, suffix).to(dtype), hidden[way : way + 1], cell[way : way + 1])
            for way, suffix in enumerate(("", "_reverse"))
        ]
        self._dtype = dtype

    def __call__(self, rows: Tensor, grid: Grid) -> Tensor:
        """Return [places, features] for [places, inputs]."""
        turned = grid.turned
        forward, backward = self._ways
        ahead = self._run(*forward, rows, grid)
        back = self._run(*backward, rows.index_select(0, turned), grid).index_select(0, turned)
        return torch.cat([ahead, back], 1)

    def _run(self, lstm: Any, hidden: Tensor, cell: Tensor, rows: Tensor, grid: Grid) -> Tensor:
        first = [
            s.to(self._dtype).expand(1, grid.shape[1], -1).contiguous() for s in (hidden, cell)
        ]
        output, _ = lstm(rows.view(*grid.shape, -1), tuple(first))
        found: Tensor = output.flatten(0, 1)
        return found


def _one_way(lstm: Any, suffix: str) -> torch.nn.LSTM:
    one = torch.nn.LSTM(lstm.input_size, lstm.hidden_size)
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    one.load_state_dict({name: getattr(lstm, name + suffix) for name in names})
    return one.eval()


class Recurrent:
    """A bidirectional LSTM of Stanza's, with or without its highway, in the chosen format.

    Args:
        lstm: A `torch.nn.LSTM` of one layer.
        states: Its first hidden and cell state, each [2, 1, size].
        format: What to compute in.
        highway: Weight and bias of highway and gate.
    """

    def __init__(
        self,
        lstm: Any,
        states: tuple[Tensor, Tensor],
        format: Format,
        highway: Sequence[tuple[Tensor, Tensor]] = (),
    ) -> None:
        self._lstm = BothWays(lstm, format.dtype, states)
        self._dtype = format.dtype
        self._highway = Dense(highway, format) if highway else None

    def __call__(self, rows: Tensor, grid: Grid) -> Tensor:
        """Return [words, features] in float32 for the [places, inputs] of a grid."""
        kept = grid.kept
        found = self._lstm(rows.to(self._dtype), grid).index_select(0, kept).float()
        if self._highway is not None:
            way, gate = self._highway(rows.index_select(0, kept)).chunk(2, 1)
            found.addcmul_(torch.sigmoid(gate), torch.tanh(way))
        return found


class Dense:
    """A linear layer, or several of one input side by side, in the chosen format."""

    def __init__(self, parts: Sequence[tuple[Tensor, Tensor]], format: Format) -> None:
        weight = torch.cat([weight for weight, _ in parts])
        self._bias = torch.cat([bias for _, bias in parts])
        self._integers = RowQuantized(weight) if format.integers else None
        self._weight = weight.to(format.dtype)

    def __call__(self, rows: Tensor) -> Tensor:
        """Return [rows, outputs] in float32 for [rows, inputs]."""
        if self._integers is not None:
            return torch.addcmul(self._bias, *self._integers(rows))
        return product(rows.to(self._weight.dtype), self._weight).float().add_(self._bias)


def product(rows: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Return a linear layer's output, rounded alike however few rows there are."""
    count = rows.size(0)
    if count < FEWEST:
        rows = torch.cat([rows, rows.new_zeros(FEWEST - count, rows.size(1))])
    return linear(rows, weight, bias)[:count]
