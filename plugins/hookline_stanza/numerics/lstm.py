"""
Run bidirectional LSTMs over a batch of sequences without letting them read padding.

Inputs are rows of padded blocks, each [steps, sequences] flattened: the first item of every sequence of
the block, then the second items, and so on. Shorter sequences are padded at the end; the backward
direction gets each sequence reversed in place, so that neither direction reads padding before items.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import pad

from .linear import FusedLinear, weight_and_bias
from .precision import ComputeFormat
from .products import stable_sigmoid

BLOCK_STEPS, BLOCK_SEQUENCES = 16, 8
"""Steps and sequences of a call of an LSTM of fixed shape."""

_LSTM_MODE = 2  # torch's number of the kind of a recurrent layer

_CELLS_OF_A_CALL = 100
"""Cells that take about as long as what every call of an LSTM does in addition."""


class GridBlock(NamedTuple):
    """Sequences of a grid that are padded to the longest of them."""

    start: int
    """The first cell."""
    steps: int
    sequences: int


class StepGrid:
    """
    Index the items of a batch of sequences in padded blocks of [steps, sequences].

    Sequences of similar length share a block, so that little padding is computed.

    Args:
        sizes: Number of items of each sequence.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = sizes
        lengths = np.asarray(sizes)
        self.blocks: list[GridBlock] = []
        parts: list[tuple[NDArray[np.int64], ...]] = []
        cells = 0
        for members in _similar_lengths(lengths):
            block_lengths = lengths[members]
            steps, count = int(block_lengths.max()), len(members)
            self.blocks.append(GridBlock(cells, steps, count))
            step, column = np.arange(steps)[:, None], np.arange(count)
            is_item = step < block_lengths
            reversed_step = np.where(is_item, block_lengths - 1 - step, step)
            parts.append(
                (
                    np.broadcast_to(members, (steps, count)).ravel(),
                    np.minimum(step, block_lengths - 1).ravel(),
                    (reversed_step * count + column + cells).ravel(),
                    np.nonzero(is_item.ravel())[0] + cells,
                )
            )
            cells += steps * count
        row, step, reversed_cells, items = map(np.concatenate, zip(*parts, strict=True))
        self.row = row
        """[cells] the sequence of each cell."""
        self.step = step
        """[cells] the item to read in each cell; padding repeats the last item."""
        self.reversed = torch.from_numpy(reversed_cells)
        """[cells] the cell to read so that each sequence runs backwards."""
        self.items = torch.from_numpy(items)
        """[items] the cells that are not padding; this order numbers the items."""
        self.item_row, self.item_step = row[items], step[items]
        self.item_numbers = np.zeros((len(sizes), int(lengths.max())), dtype=np.int64)
        """[sequences, steps] the number of each item; 0 for padding."""
        self.item_numbers[self.item_row, self.item_step] = np.arange(len(items))

    def cell_sources(self) -> NDArray[np.int64]:
        """Return [cells], the index of each cell's item in the concatenated sequences."""
        starts = np.cumsum([0, *self.sizes[:-1]])
        sources: NDArray[np.int64] = starts[self.row] + self.step
        return sources


def _similar_lengths(lengths: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the sequences of each block, in order, so that cells and calls take the least time."""
    order = np.argsort(-lengths, kind="stable")
    ordered = lengths[order]
    starts = np.concatenate([[0], np.nonzero(np.diff(ordered))[0] + 1])  # of each length
    longest, ends = ordered[starts], [*starts[1:].tolist(), len(order)]
    least = np.zeros(len(starts))  # the cost of the sequences before each start
    first = [0] * len(starts)  # where the last block begins, if the sequences end behind each start
    for number, end in enumerate(ends):
        costs = least[: number + 1] + longest[: number + 1] * (end - starts[: number + 1])
        first[number] = int(costs.argmin())
        if end < len(order):
            least[number + 1] = costs[first[number]] + _CELLS_OF_A_CALL
    blocks = []
    number = len(starts) - 1
    while number >= 0:
        blocks.append(np.sort(order[starts[first[number]] : ends[number]]))
        number = first[number] - 1
    return blocks[::-1]


class BiLSTM:
    """
    Run a bidirectional LSTM of one layer as two LSTMs of one direction.

    Args:
        lstm: A `torch.nn.LSTM`.
        dtype: Format to compute in.
        states: Initial hidden and cell state, each [2, 1, hidden]; zeros by default.
        fixed_shapes: Whether to run `BLOCK_STEPS` of `BLOCK_SEQUENCES` at a time, so that the rounding
            depends neither on the number of sequences nor on the longest one.
    """

    def __init__(
        self,
        lstm: Any,
        dtype: torch.dtype,
        states: tuple[Tensor, Tensor] | None = None,
        *,
        fixed_shapes: bool = False,
    ) -> None:
        zeros = lstm.weight_hh_l0.new_zeros(2, 1, lstm.hidden_size)
        hidden, cell = (zeros, zeros) if states is None else states
        self._directions = [
            (
                _Direction(lstm, suffix, dtype),
                hidden[number : number + 1],
                cell[number : number + 1],
            )
            for number, suffix in enumerate(("", "_reverse"))
        ]
        self._dtype = dtype
        self._run_block = _run_in_blocks if fixed_shapes else _run_at_once

    def __call__(self, rows: Tensor, grid: StepGrid) -> Tensor:
        """Return [cells, 2 x hidden] for [cells, inputs]."""
        forward, backward = self._directions
        ahead = self._run(*forward, rows, grid)
        reversed_rows = rows.index_select(0, grid.reversed)
        back = self._run(*backward, reversed_rows, grid).index_select(0, grid.reversed)
        return torch.cat([ahead, back], 1)

    def _run(self, lstm: Any, hidden: Tensor, cell: Tensor, rows: Tensor, grid: StepGrid) -> Tensor:
        states = hidden.to(self._dtype), cell.to(self._dtype)
        outputs = [
            self._run_block(
                lstm, states, rows[start : start + steps * count].view(steps, count, -1)
            ).flatten(0, 1)
            for start, steps, count in grid.blocks
        ]
        return outputs[0] if len(outputs) == 1 else torch.cat(outputs)


def _run_at_once(lstm: Any, states: tuple[Tensor, Tensor], inputs: Tensor) -> Tensor:
    """Return [steps, sequences, hidden] for [steps, sequences, inputs]."""
    output: Tensor
    output, _ = lstm(inputs, _for_each(states, inputs.size(1)))
    return output


def _run_in_blocks(lstm: Any, states: tuple[Tensor, Tensor], inputs: Tensor) -> Tensor:
    """Return what `_run_at_once` does, up to rounding, in calls of one shape."""
    steps, count, _ = inputs.shape
    padded = pad(inputs, (0, 0, 0, -count % BLOCK_SEQUENCES, 0, -steps % BLOCK_STEPS))
    columns = []
    for sequences in torch.split(padded, BLOCK_SEQUENCES, 1):
        state, outputs = _for_each(states, BLOCK_SEQUENCES), []
        for block in torch.split(sequences, BLOCK_STEPS):
            output, state = lstm(block.contiguous(), state)
            outputs.append(output)
        columns.append(torch.cat(outputs))
    return torch.cat(columns, 1)[:steps, :count]


def _for_each(states: tuple[Tensor, Tensor], count: int) -> tuple[Tensor, Tensor]:
    """Return the states, each [1, 1, hidden], repeated for every sequence."""
    hidden, cell = (state.expand(1, count, -1).contiguous() for state in states)
    return hidden, cell


class _Direction:
    """One direction of an LSTM; where oneDNN runs it, its weights are laid out only once."""

    def __init__(self, lstm: Any, suffix: str, dtype: torch.dtype) -> None:
        names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
        self._units = lstm.hidden_size
        self._plain = torch.nn.LSTM(lstm.input_size, lstm.hidden_size)
        self._plain.load_state_dict({name: getattr(lstm, name + suffix) for name in names})
        self._plain = self._plain.to(dtype).eval()
        self._packed: list[Tensor] = []
        if _runs_on_onednn(dtype):
            parameters = dict(self._plain.named_parameters())
            weights, biases = names[:2], names[2:]
            shape = [BLOCK_STEPS, BLOCK_SEQUENCES, lstm.input_size]
            self._packed = [
                *torch.ops.mkldnn._reorder_mkldnn_rnn_layer_weight(
                    *(parameters[name] for name in weights),
                    self._units, False, True, False, shape,
                ),
                *(parameters[name] for name in biases),
            ]  # fmt: skip

    def __call__(
        self, inputs: Tensor, states: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Return what `torch.nn.LSTM` does: [steps, sequences, hidden], and the last states."""
        if not self._packed:
            output, last = self._plain(inputs, states)
            return output, last
        output, hidden, cell, _ = torch.ops.aten.mkldnn_rnn_layer(
            inputs, *self._packed, *states,
            False, [], _LSTM_MODE, self._units, 1, True, False, False, False,
        )  # fmt: skip
        return output, (hidden, cell)


def _runs_on_onednn(dtype: torch.dtype) -> bool:
    """Return whether torch gives LSTMs in this format to oneDNN, on a processor of this kind."""
    if not torch.backends.cpu.get_cpu_capability().startswith("AVX"):
        return False
    return dtype is torch.float32 or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


class HighwayBiLSTM:
    """
    Run one of Stanza's bidirectional LSTMs, with its highway connection where it has one.

    Args:
        lstm: A `torch.nn.LSTM` of one layer.
        states: Initial hidden and cell state, each [2, 1, hidden].
        format: Number format to compute in.
        highway: Stanza's `HighwayLSTM` around `lstm`, if there is one.
    """

    def __init__(
        self, lstm: Any, states: tuple[Tensor, Tensor], format: ComputeFormat, highway: Any = None
    ) -> None:
        self._lstm = BiLSTM(lstm, format.dtype, states, fixed_shapes=format.fixed_shapes)
        self._dtype = format.dtype
        self._highway = None
        if highway is not None:
            layers = highway.highway[0], highway.gate[0]
            self._highway = FusedLinear([weight_and_bias(layer) for layer in layers], format)

    def __call__(self, rows: Tensor, grid: StepGrid) -> Tensor:
        """Return [items, 2 x hidden] in float32 for the [cells, inputs] of a grid."""
        output = self._lstm(rows.to(self._dtype), grid).index_select(0, grid.items).float()
        if self._highway is not None:
            transformed, gate = self._highway(rows.index_select(0, grid.items)).chunk(2, 1)
            output.addcmul_(stable_sigmoid(gate), torch.tanh(transformed))
        return output
