"""
Results do not depend on the batch with any instruction set that the CPU has, in any precision.

oneDNN reads `ONEDNN_MAX_CPU_ISA` once, so each instruction set has a process.
"""

import json
import os
import platform
import subprocess
import sys

import pytest

from hookline_stanza.numerics import instruction_set as module
from hookline_stanza.numerics.instruction_set import instruction_set, planned_format

SCRIPT = """
import json
from functools import cache
import torch
torch.set_num_threads(1)
from hookline import ModelError
from hookline_stanza.backends import embedded_model
from hookline_stanza.inference import annotator
from hookline_stanza.loading.checkpoint import load_trainers
from hookline_stanza.loading.model_folder import embedded_folder
from hookline_stanza.numerics.precision import has_int8_kernels
from hookline_stanza.numerics.products import BLOCK_ROWS
from hookline_stanza.numerics.quantized import ActivationRange, Int8Linear

TEXTS = [
    "Rain!",
    "Angela Merkel, who had met the foreign ministers of Kenya and of Canada in Nairobi on Tuesday, "
    "flew to Lisbon, because the World Health Organization had lost $12 million there. No.",
    "The company told Reuters that it doesn't expect flights to resume.\\n\\nIn Berlin it snowed?!",
    "A a b.",
    "Yes",
]

def exact_states(states, starts, inputs):
    # Return the bits of all layers at every word: the states that the model gives are rounded.
    layers = torch.stack([state.float() for state in states]).numpy()
    return [
        [layers[:, start + piece].tobytes() for piece in row.last_pieces]
        for row, start in zip(inputs, starts, strict=True)
    ]

annotator.quantize_states = exact_states

def exact(column):
    return [value.tobytes() if hasattr(value, "tobytes") else value for value in column]

def analyse(precision, *batches):
    # Return the columns of every text, from a new model without cached words.
    model = embedded_model.EmbeddedModel(embedded_folder(), "cpu", precision)
    results = [
        [(s.spans, s.entities, [exact(column) for column in s.columns]) for s in sentences]
        for texts in batches
        for sentences in model.analyse(texts)
    ]
    model.close()
    return model.precision, results

def repeatable(precision):
    computed_in, together = analyse(precision, [*TEXTS, *reversed(TEXTS)])
    _, alone = analyse(precision, *([text] for text in TEXTS))
    return f"{computed_in}, repeatable: {together == [*alone, *reversed(alone)]}"

same_trainers = cache(lambda: load_trainers(embedded_folder(), ["tokenize", "pos", "lemma", "depparse", "ner"]))
embedded_model.load_trainers = lambda *args: same_trainers()
choose = embedded_model.choose_invariant_format
def fixed(precision, shapes):
    checked = choose(precision, shapes)
    return checked._replace(format=checked.format._replace(fixed_shapes=True))

outcomes = {}
for precision in ("fp32", "bf16", "int8"):
    for name, chooser in (("", choose), (", fixed shapes", fixed)):
        embedded_model.choose_invariant_format = chooser
        try:
            outcomes[precision + name] = repeatable(precision)
        except ModelError:
            outcomes[precision + name] = "refused"

if has_int8_kernels():
    weight = torch.tensor([1.0, 0.3]).repeat(32, 192)
    ones = torch.ones(weight.size(1))
    layer = Int8Linear(weight, torch.zeros(32), ActivationRange(0 * ones, ones), smooth=False)
    sums = layer(layer.quantize(torch.ones(BLOCK_ROWS, len(ones))))
    exact = torch.full_like(sums, 192 * 1.3)
    outcomes["int8, sums"] = f"int8, exact: {torch.allclose(sums, exact, rtol=0.01)}"
print(json.dumps(outcomes))
"""


@pytest.mark.skipif(platform.machine() != "x86_64", reason="instruction sets of x86")
@pytest.mark.parametrize(
    "limit", ["AVX2", "AVX512_CORE", "AVX512_CORE_VNNI", "AVX512_CORE_BF16", "DEFAULT"]
)
def test_batches_change_nothing(limit, monkeypatch):
    """
    The bits of documents alone equal those in a batch, and sums of bytes do not saturate.

    bf16 needs AVX-512, int8 AVX2, and no other is refused.
    """
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", limit)
    if limit == "AVX2":
        monkeypatch.setenv("ATEN_CPU_CAPABILITY", "avx2")
    monkeypatch.delenv("DNNL_MAX_CPU_ISA", raising=False)
    levels = list(module._LEVELS)
    available = {"fp32"} | ({"int8"} if module.multiplies_bytes() else set())
    if levels.index(instruction_set()) >= levels.index("AVX512_CORE"):
        available.add("bf16")
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=os.environ, timeout=300
    )
    assert result.returncode == 0, result.stderr
    outcomes = json.loads(result.stdout)
    assert outcomes.pop("int8, sums", "int8, exact: True") == "int8, exact: True"
    for name, outcome in outcomes.items():
        precision = name.split(",")[0]
        expected = f"{precision}, repeatable: True" if precision in available else "refused"
        assert outcome == expected, name


@pytest.fixture
def features(monkeypatch):
    def pretend(*names, limit="", old_limit=""):
        monkeypatch.setattr(module, "cpu_features", lambda: frozenset(names))
        monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", limit)
        monkeypatch.setenv("DNNL_MAX_CPU_ISA", old_limit)

    return pretend


def test_instruction_set_is_the_largest_of_the_cpu_below_the_limit(features):
    """The name is that of oneDNN; its environment variable limits it; other CPUs give their name."""
    xeon = ("sse4_1", "avx", "avx2", "avx512bw", "avx512_vnni", "avx512_bf16", "amx_tile")
    features(*xeon)
    assert instruction_set() == "AVX512_CORE_AMX"
    assert module.has_matrix_tiles()
    features(*xeon, limit="AVX512_CORE_FP16")
    assert instruction_set() == "AVX512_CORE_BF16"
    assert not module.has_matrix_tiles()
    features(*xeon, limit="avx2")
    assert instruction_set() == "AVX2"
    assert not module.has_native_bf16()
    assert not module.has_vnni()
    assert module.multiplies_bytes()
    features("asimd", "bf16")
    assert not module.multiplies_bytes()
    assert instruction_set() == platform.machine()
    assert module.has_native_bf16()


@pytest.mark.parametrize(
    ("limit", "old_limit", "expected"),
    [
        ("", "", True),
        ("DEFAULT", "AVX2", True),
        ("", "AVX2", False),
        ("", "dnnl", True),
        ("AVX512_CORE_VNNI", "AVX2", True),
        ("AVX2", "AVX512_CORE_VNNI", False),
        ("AVX2_VNNI", "", True),
        ("avx2_vnni_2", "", True),
        ("AVX512_CORE", "", False),
        ("", "avx512_core", False),
        ("AVX512_CORE_VNNI", "", True),
        ("AVX512_CORE_AMX", "", True),
    ],
)
def test_a_limit_to_avx512_leaves_out_vnni_of_avx2(features, limit, old_limit, expected):
    """Two environment variables set the limit, in this order; AVX512_CORE has no VNNI though AVX2_VNNI is smaller."""
    features("avx2", "avx_vnni", "avx512bw", "avx512_vnni", limit=limit, old_limit=old_limit)
    assert module.has_vnni() is expected
    if limit == "AVX512_CORE":
        assert instruction_set() == "AVX512_CORE"


def test_processors_without_avx512_have_vnni_unless_limited(features):
    """A processor with AVX2_VNNI alone uses it, but not below a limit to a set that does not contain it."""
    features("avx2", "avx_vnni")
    assert module.has_vnni()
    features("avx2", "avx_vnni", limit="AVX512_CORE")
    assert not module.has_vnni()
    assert instruction_set() == "AVX2"


def test_model_digest_tells_formats_apart(features):
    """A run that goes on where another format is chosen sees another model; fp32 is fp32 anywhere."""
    features("avx2", "avx512bw", "avx512_vnni")
    assert planned_format("auto", "cpu", has_calibration=True) == "int8 on AVX512_CORE_VNNI"
    assert planned_format("auto", "cpu", has_calibration=False) == "fp32"
    assert planned_format("auto", "cuda", has_calibration=True) == "fp32"
    features("avx2")
    assert planned_format("auto", "cpu", has_calibration=True) == "int8 on AVX2"
    features("avx")
    assert planned_format("auto", "cpu", has_calibration=True) == "fp32"
    features("avx2")
    assert planned_format("bf16", "cpu", has_calibration=True) == "bf16 on AVX2"


def test_planned_format_is_the_one_that_is_chosen(stage):
    """What the digest says before the model is loaded is what the loaded model computes in."""
    planned = planned_format("auto", "cpu", has_calibration=True).split(" on ")[0]
    assert planned == stage._backend.precision
    assert (
        type(stage)
        .model_digest(stage.options)
        .endswith(planned_format("auto", "cpu", has_calibration=True))
    )
