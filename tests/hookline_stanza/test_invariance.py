"""The check that a format gives the same bits in any batch, and what replaces one that does not."""

import logging

import pytest
import torch

from hookline_stanza.numerics import invariance, lstm, precision, products
from hookline_stanza.numerics.invariance import (
    LayerShapes,
    choose_invariant_format,
    find_batch_dependence,
)
from hookline_stanza.numerics.precision import ComputeFormat, compute_format, has_int8_kernels

SHAPES = LayerShapes(frozenset({(48, 96)}), frozenset({(48, 32)}), heads=2, head_size=16)
PRECISIONS = [
    "fp32",
    "bf16",
    pytest.param(
        "int8", marks=pytest.mark.skipif(not has_int8_kernels(), reason="needs a CPU with AVX2")
    ),
]


@pytest.fixture(autouse=True)
def _one_thread(one_thread):
    pass


@pytest.mark.parametrize("precision", PRECISIONS)
def test_precisions_of_this_cpu_pass(precision):
    """No layer depends on the batch, and no precision has to be replaced."""
    checked = choose_invariant_format(precision, SHAPES)
    assert checked.precision == precision
    assert find_batch_dependence(checked.format, SHAPES) == ""
    assert find_batch_dependence(checked.format._replace(fixed_shapes=True), SHAPES) == ""


def test_kernel_that_rounds_by_the_number_of_rows_gets_fixed_shapes(monkeypatch):
    """Where only the shape decides, the precision stays and the shapes are fixed."""
    linear = products.linear

    def uneven(rows, *others):
        outputs = linear(rows, *others)
        is_block = len(rows) == products.BLOCK_ROWS
        return outputs if is_block else torch.nextafter(outputs, outputs.new_tensor(99.0))

    monkeypatch.setattr(products, "linear", uneven)
    assert find_batch_dependence(ComputeFormat(), SHAPES) == "a product of 48 by 96"
    checked = choose_invariant_format("fp32", SHAPES)
    assert checked == ("fp32", ComputeFormat(fixed_shapes=True))


def test_lstm_that_rounds_by_the_number_of_steps_gets_fixed_shapes(monkeypatch):
    """An LSTM that rounds by its shape is noticed as well, and runs in blocks of one shape."""

    class Uneven(torch.nn.LSTM):
        def forward(self, inputs, states):
            outputs, states = super().forward(inputs, states)
            shape = (lstm.BLOCK_STEPS, lstm.BLOCK_SEQUENCES)
            return (outputs if inputs.shape[:2] == shape else outputs + len(inputs) / 64), states

    monkeypatch.setattr(lstm, "_Direction", lambda layer, suffix, dtype: Uneven(48, 32))
    assert find_batch_dependence(ComputeFormat(), SHAPES) == "an LSTM of 48 inputs and 32 units"
    assert find_batch_dependence(ComputeFormat(fixed_shapes=True), SHAPES) == ""


def test_attention_that_rounds_by_the_number_of_sequences_is_noticed(monkeypatch):
    """A product of batches of matrices is checked too."""
    at_once = products.stable_matmul

    def uneven(left, right, *, one_by_one):
        outputs = at_once(left, right, one_by_one=one_by_one)
        return outputs if one_by_one else outputs + len(left)

    monkeypatch.setattr(invariance, "stable_matmul", uneven)
    assert find_batch_dependence(ComputeFormat(), SHAPES) == "attention over 16 pieces"
    assert find_batch_dependence(ComputeFormat(fixed_shapes=True), SHAPES) == ""


def test_format_that_depends_on_the_place_in_the_batch_is_replaced(monkeypatch, caplog):
    """Where fixed shapes do not help, the format is fp32, and a warning names format and CPU."""
    linear = products.linear

    def uneven(rows, *others):
        outputs = linear(rows, *others)
        is_bf16 = rows.dtype == torch.bfloat16
        return outputs + torch.arange(len(rows))[:, None] if is_bf16 else outputs

    monkeypatch.setattr(products, "linear", uneven)
    monkeypatch.setattr(invariance, "instruction_set", lambda: "AVX512_CORE_AMX")
    with caplog.at_level(logging.WARNING):
        checked = choose_invariant_format("bf16", SHAPES)
    assert checked == ("fp32", ComputeFormat())
    (message,) = caplog.messages
    assert message.startswith("computing in fp32 instead of bf16: on AVX512_CORE_AMX, a product")


def test_no_format_that_passes_is_a_warning(monkeypatch, caplog):
    """Where even fp32 fails, results are computed all the same, and a warning says so."""
    linear = products.linear
    monkeypatch.setattr(
        products,
        "linear",
        lambda rows, *others: linear(rows, *others) + rows.new_tensor(range(len(rows)))[:, None],
    )
    with caplog.at_level(logging.WARNING):
        checked = choose_invariant_format("fp32", SHAPES)
    assert checked == ("fp32", ComputeFormat(fixed_shapes=True))
    assert "may depend on the batch" in caplog.text


def test_bf16_on_amx_has_fixed_shapes(monkeypatch):
    """With AMX, shapes are fixed wherever bf16 is computed, without asking the check."""
    monkeypatch.setattr(precision, "has_matrix_tiles", lambda: True)
    monkeypatch.setattr(precision, "has_native_bf16", lambda: True)
    assert compute_format("bf16") == (torch.bfloat16, False, True)
    assert compute_format("int8") == (torch.bfloat16, True, True)
    assert compute_format("fp32") == (torch.float32, False, False)
