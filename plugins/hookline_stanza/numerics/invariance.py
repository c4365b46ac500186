"""
Check that products and LSTMs give the same bits in any batch, in a number format on this CPU.

Libraries choose kernels by shape and instruction set, and kernels round differently. A format that
fails is replaced: first by one of fixed shapes, then by float32.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from math import prod
from typing import NamedTuple

import torch
from torch import Tensor

from .instruction_set import instruction_set
from .linear import FusedLinear
from .lstm import BiLSTM, StepGrid
from .precision import ChosenPrecision, ComputeFormat, compute_format
from .products import BLOCK_ROWS, stable_matmul
from .quantized import ActivationRange, Int8Linear

_ROWS = 2 * BLOCK_ROWS
_PARTS = ((0, BLOCK_ROWS), (17, 18), (60, 60 + BLOCK_ROWS))
"""Rows to multiply alone: a block, one row, and a block that begins elsewhere."""
_HEAD_OUTPUTS = 50
_RANDOM_VALUES = 200_003  # drawn once, and repeated for large layers: drawing takes time
_SIZES = (21, 20, *[21] * 7, 13, 13, 5, 5, 2, 1, 1, 1, 1)
_SUBSETS = ((0,), (1,), (9,), (11,), (13,), (14,), (1, 9), (0, 2, 3), (10, 11))
"""Lengths of sequences, and the sequences to run in other blocks: alone, or with longer ones."""
_WIDTHS = (16, 40)
_COUNTS = (1, 2, 5)
"""Widths of attention, and the numbers of sequences."""


class LayerShapes(NamedTuple):
    """Shapes of the layers of a model, of each kind."""

    linear: frozenset[tuple[int, int]]
    """Inputs and outputs."""
    lstm: frozenset[tuple[int, int]]
    """Inputs and units of a direction."""
    heads: int
    """Attention heads."""
    head_size: int
    """Units of an attention head."""


class CheckedFormat(NamedTuple):
    """A number format that passed the check, by the name of its precision."""

    precision: ChosenPrecision
    format: ComputeFormat


def choose_invariant_format(precision: ChosenPrecision, shapes: LayerShapes) -> CheckedFormat:
    """
    Return the format for a precision if it passes the check, else one that does.

    Logs a warning if the precision changes. Call it in the thread, or with the number of threads,
    that will compute.
    """
    wanted = compute_format(precision)
    candidates = [
        CheckedFormat(precision, wanted),
        CheckedFormat(precision, wanted._replace(fixed_shapes=True)),
        CheckedFormat("fp32", compute_format("fp32")),
        CheckedFormat("fp32", compute_format("fp32")._replace(fixed_shapes=True)),
    ]
    log = logging.getLogger(__name__)
    reason = ""
    for candidate in dict.fromkeys(candidates):
        problem = find_batch_dependence(candidate.format, shapes)
        if not problem:
            break
        reason = reason or problem
        log.info("%s: %s depends on the batch on %s", candidate, problem, instruction_set())
    else:
        log.warning(
            "results may depend on the batch in the last bits: on %s even float32 rounds %s "
            "differently in another batch",
            instruction_set(), problem,
        )  # fmt: skip
    if candidate.precision != precision:
        log.warning(
            "computing in %s instead of %s: on %s, %s in %s gives other bits in another batch",
            candidate.precision, precision, instruction_set(), reason, precision,
        )  # fmt: skip
    return candidate


def find_batch_dependence(format: ComputeFormat, shapes: LayerShapes) -> str:
    """Return which layer gives a row or a sequence other bits in another batch; empty if none does."""
    values = torch.randn(_RANDOM_VALUES, generator=torch.Generator().manual_seed(1))
    used = 0

    def random(*shape: int) -> Tensor:
        nonlocal used
        start, count = used % len(values), prod(shape)
        used += count
        return values.repeat(1 + -(-count // len(values)))[start : start + count].view(shape)

    with torch.inference_mode():
        return next(_failures(format, shapes, random), "")


def _failures(
    format: ComputeFormat, shapes: LayerShapes, random: Callable[..., Tensor]
) -> Iterator[str]:
    scores = format._replace(dtype=torch.float32, int8=False)  # those of heads are in float32
    layers = [(*shape, format) for shape in sorted(shapes.linear)]
    layers += [(2 * units, _HEAD_OUTPUTS, scores) for _, units in sorted(shapes.lstm)]
    for inputs, outputs, format_of_layer in layers:
        layer = _linear(random(outputs, inputs) * inputs**-0.5, format_of_layer)
        rows = random(_ROWS, inputs)
        expected = layer(rows)
        if not all(torch.equal(layer(rows[a:b]), expected[a:b]) for a, b in _PARTS):
            yield f"a product of {inputs} by {outputs}"
    for inputs, units in sorted(shapes.lstm):
        if not _lstm_is_invariant(format, inputs, units, random):
            yield f"an LSTM of {inputs} inputs and {units} units"
    for width in _WIDTHS:
        queries = random(max(_COUNTS), shapes.heads, width, shapes.head_size).to(format.dtype)
        keys = queries.transpose(2, 3)
        for left, right in ((queries, keys), (queries @ keys, queries)):
            expected = stable_matmul(left, right, one_by_one=format.fixed_shapes)
            products = (
                stable_matmul(left[:count], right[:count], one_by_one=format.fixed_shapes)
                for count in _COUNTS
            )
            if not all(torch.equal(part, expected[: len(part)]) for part in products):
                yield f"attention over {width} pieces"


def _linear(weight: Tensor, format: ComputeFormat) -> Callable[[Tensor], Tensor]:
    """Return a layer with the kernels of the encoder and the heads, for [rows, inputs]."""
    bias = weight.new_ones(len(weight))
    if not format.int8:
        return FusedLinear([(weight, bias)], format)
    limits = weight.new_full((weight.size(1),), 4.0)
    layer = Int8Linear(
        weight, bias, ActivationRange(-limits, limits), fixed_shapes=format.fixed_shapes
    )

    def multiply(rows: Tensor) -> Tensor:
        codes = layer.quantize(rows)
        codes = torch.cat([codes, codes.new_zeros(-len(rows) % BLOCK_ROWS, codes.size(1))])
        return torch.cat([layer(codes, format.dtype), layer(codes)], 1)[: len(rows)]

    return multiply


def _lstm_is_invariant(
    format: ComputeFormat, inputs: int, units: int, random: Callable[..., Tensor]
) -> bool:
    lstm = torch.nn.LSTM(inputs, units, bidirectional=True)
    for parameter in lstm.parameters():
        parameter.copy_(random(*parameter.shape) * units**-0.5)
    layer = BiLSTM(lstm, format.dtype, fixed_shapes=format.fixed_shapes)
    sequences = [random(size, inputs).to(format.dtype) for size in _SIZES]

    def run(numbers: tuple[int, ...]) -> list[Tensor]:
        grid = StepGrid([_SIZES[number] for number in numbers])
        rows = torch.cat([sequences[number] for number in numbers])
        cells = layer(rows[torch.from_numpy(grid.cell_sources())], grid)
        items = cells[grid.items]
        return [
            items[torch.from_numpy(indices[:size])]
            for indices, size in zip(grid.item_numbers, grid.sizes, strict=True)
        ]

    expected = run(tuple(range(len(_SIZES))))
    return all(
        torch.equal(output, expected[number])
        for numbers in _SUBSETS
        for number, output in zip(numbers, run(numbers), strict=True)
    )
