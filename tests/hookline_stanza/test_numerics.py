"""Layers in all number formats: their accuracy, and the same bits in any batch."""

import numpy as np
import pytest
import torch
from torch.nn.functional import gelu, linear

from hookline_stanza.numerics.lstm import BiLSTM, StepGrid
from hookline_stanza.numerics.precision import has_int8_kernels
from hookline_stanza.numerics.products import BLOCK_ROWS, stable_linear, stable_sigmoid
from hookline_stanza.numerics.quantized import (
    ActivationRange,
    DynamicInt8Linear,
    Int8FeedForward,
    Int8Linear,
)

DTYPES = [torch.float32, torch.bfloat16]


def root_mean_square(values):
    return values.pow(2).mean().sqrt()


@pytest.mark.skipif(not has_int8_kernels(), reason="needs a CPU with AVX2")
def test_int8_is_close_to_float():
    """Quantized products differ from exact ones by the resolution of eight bits."""
    torch.manual_seed(2)
    rows = torch.randn(300, 48) * torch.linspace(0.1, 8, 48)  # channels of very different ranges
    weight, bias = torch.randn(32, 48) / 48**0.5, torch.randn(32)
    exact = linear(rows, weight, bias)
    layer = Int8Linear(weight, bias, ActivationRange(rows.amin(0), rows.amax(0)))
    assert root_mean_square(layer(layer.quantize(rows)) - exact) < 0.015 * exact.std()
    outputs, scales = DynamicInt8Linear(weight)(rows)
    assert root_mean_square(outputs * scales + bias - exact) < 0.015 * exact.std()


@pytest.mark.skipif(not has_int8_kernels(), reason="needs a CPU with AVX2")
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("second", [0.0, 0.3, 1.0])
def test_int8_sums_do_not_saturate(sign, second):
    """The largest inputs by the largest weights give their exact sum, whatever adds them."""
    weight = sign * torch.tensor([1.0, second]).repeat(32, 192)
    ones = torch.ones(weight.size(1))
    layer = Int8Linear(weight, torch.zeros(32), ActivationRange(0 * ones, ones), smooth=False)
    outputs = layer(layer.quantize(torch.ones(BLOCK_ROWS, len(ones))))
    expected = torch.full_like(outputs, sign * 192 * (1 + second))
    torch.testing.assert_close(outputs, expected, rtol=0.01, atol=0)


@pytest.mark.skipif(not has_int8_kernels(), reason="needs a CPU with AVX2")
def test_outlier_units_cost_no_accuracy():
    """Two layers with a GELU stay accurate if a few hidden units are a hundred times larger."""
    torch.manual_seed(4)
    rows = torch.randn(300, 48)
    first = torch.randn(96, 48) / 7, torch.randn(96)
    first[0][[5, 40]] *= 100
    second = torch.randn(24, 96) / 10, torch.randn(24)
    units = gelu(linear(rows, *first))
    exact = linear(units, *second)
    input_range = ActivationRange(rows.amin(0), rows.amax(0))
    hidden_range = ActivationRange(units.amin(0), units.amax(0))
    outputs = Int8FeedForward(first, second, input_range, hidden_range)(rows)
    regular = second[0].clone()
    regular[:, [5, 40]] = 0
    spread = linear(units, regular, second[1]).std()
    assert root_mean_square(outputs - exact) < 0.02 * spread


@pytest.mark.parametrize("dtype", DTYPES)
def test_lstm_gives_the_same_bits_in_any_batch(dtype, one_thread):
    """The outputs of a sequence of fixed shapes are the same alone and beside others of any length."""
    torch.manual_seed(3)
    lstm = torch.nn.LSTM(48, 40, bidirectional=True)
    sizes = [9, 1, 30, 17, 17, 2, 25, 9]
    sequences = [torch.randn(size, 48).to(dtype) for size in sizes]
    bilstm = BiLSTM(lstm, dtype, fixed_shapes=True)

    def outputs(numbers):
        grid = StepGrid([sizes[n] for n in numbers])
        rows = torch.cat([sequences[n] for n in numbers])[grid.cell_sources()]
        items = bilstm(rows, grid)[grid.items]
        return [
            items[indices[:size]]
            for indices, size in zip(grid.item_numbers, grid.sizes, strict=True)
        ]

    with torch.inference_mode():
        expected = outputs(range(len(sizes)))
        for numbers in ([3], [0, 3], [3, 2], [7, 6, 5, 4, 3], [1, 3, 1, 3]):
            for number, output in zip(numbers, outputs(numbers), strict=True):
                assert torch.equal(output, expected[number])


@pytest.mark.parametrize("fixed_shapes", [False, True])
def test_lstm_computes_what_torch_does(fixed_shapes):
    """The two directions over a padded grid give what torch gives for each sequence alone."""
    torch.manual_seed(5)
    lstm = torch.nn.LSTM(6, 4, bidirectional=True)
    sequences = [torch.randn(size, 6) for size in (3, 37, 1, 150, 151, 2)]
    grid = StepGrid([len(sequence) for sequence in sequences])
    rows = torch.cat(sequences)[grid.cell_sources()]
    with torch.inference_mode():
        items = BiLSTM(lstm, torch.float32, fixed_shapes=fixed_shapes)(rows, grid)[grid.items]
        for sequence, numbers in zip(sequences, grid.item_numbers, strict=True):
            expected, _ = lstm(sequence)
            torch.testing.assert_close(items[numbers[: len(sequence)]], expected)


def test_sequences_of_similar_length_are_padded_together():
    """Long sequences do not lengthen short ones, which are still read side by side."""
    grid = StepGrid([5, 60, 6, 60, 5, 59] * 8)
    assert [block[1:] for block in grid.blocks] == [(60, 24), (6, 24)]


def test_cells_read_the_items_of_concatenated_sequences():
    """Cells hold the first item of every sequence, then the second; padding repeats the last."""
    grid = StepGrid([1, 3])
    assert np.array(["a", "b", "c", "d"])[grid.cell_sources()].tolist() == list("abacad")


@pytest.mark.parametrize("dtype", DTYPES)
def test_products_of_few_rows_are_rounded_alike(dtype, one_thread):
    """One row gives the bits that it gives among many."""
    torch.manual_seed(1)
    weight, rows = torch.randn(53, 384).to(dtype), torch.randn(200, 384).to(dtype)
    expected = stable_linear(rows, weight)
    for count in (*range(1, 19), BLOCK_ROWS, BLOCK_ROWS + 1, 3 * BLOCK_ROWS):
        assert torch.equal(stable_linear(rows[:count], weight), expected[:count])


def test_sigmoid_does_not_depend_on_the_place_in_an_array():
    """The last elements of an array are rounded as the others are."""
    values = torch.randn(2000, generator=torch.Generator().manual_seed(1))
    expected = stable_sigmoid(values)
    torch.testing.assert_close(expected, torch.sigmoid(values))
    for start in range(0, 1900, 49):
        assert torch.equal(stable_sigmoid(values[start : start + 49]), expected[start : start + 49])
