"""The choice of the number format by option, CPU, device and model."""

import pytest
import torch

from hookline import ModelError
from hookline_stanza.numerics import precision
from hookline_stanza.numerics.precision import choose_precision, compute_format


@pytest.fixture
def cpu(monkeypatch):
    def pretend(*, int8, bf16):
        monkeypatch.setattr(precision, "has_int8_kernels", lambda: int8)
        monkeypatch.setattr(precision, "has_native_bf16", lambda: bf16)
        monkeypatch.setattr(precision, "has_matrix_tiles", lambda: False)

    return pretend


def test_auto_chooses_the_fastest_native_format(cpu):
    """`auto` is int8, else bf16, on a CPU that computes in it, else fp32; fp32 on a GPU."""
    cpu(int8=True, bf16=True)
    assert choose_precision("auto", "cpu", has_calibration=True) == "int8"
    assert choose_precision("auto", "cpu", has_calibration=False) == "bf16"
    assert choose_precision("auto", "cuda", has_calibration=True) == "fp32"
    assert choose_precision("fp32", "cpu", has_calibration=True) == "fp32"
    cpu(int8=True, bf16=False)
    assert choose_precision("auto", "cpu", has_calibration=True) == "int8"
    cpu(int8=False, bf16=False)
    assert choose_precision("auto", "cpu", has_calibration=True) == "fp32"


def test_floats_beside_int8_are_bf16_where_that_is_native(cpu):
    """The format of the layers follows the precision; beside int8 it follows the CPU."""
    cpu(int8=True, bf16=True)
    assert compute_format("int8") == (torch.bfloat16, True, False)
    assert compute_format("bf16") == (torch.bfloat16, False, False)
    assert compute_format("fp32") == (torch.float32, False, False)
    cpu(int8=True, bf16=False)
    assert compute_format("int8") == (torch.float32, True, False)
    assert compute_format("bf16") == (torch.bfloat16, False, False)


@pytest.mark.parametrize(
    ("int8", "has_calibration", "device"),
    [(False, True, "cpu"), (True, False, "cpu"), (True, True, "cuda")],
)
def test_int8_that_is_not_available_is_refused(cpu, int8, has_calibration, device):
    """Requesting int8 without the CPU, the model or the device for it is an error with advice."""
    cpu(int8=int8, bf16=True)
    with pytest.raises(ModelError, match="`precision: auto`"):
        choose_precision("int8", device, has_calibration=has_calibration)


def test_bf16_that_is_not_available_is_refused(monkeypatch):
    """Requesting bf16 where torch cannot compute it is an error with advice."""
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
    with pytest.raises(ModelError, match="`precision: auto`"):
        choose_precision("bf16", "cpu", has_calibration=True)
