"""Equal results: whatever the company, the threads and the order, in either format."""

import random

import numpy as np
import pytest
import torch
from torch.nn.functional import gelu, linear

from hookline import Document, ModelError
from hookline_stanza.encoder.bert import Transformer
from hookline_stanza.encoder.casing import CASES, SHIFT
from hookline_stanza.encoder.ragged_batch import Rows
from hookline_stanza.inference.ner import _follows, best_sequences
from hookline_stanza.inference.trees import best_tree, best_trees, log_softmax
from hookline_stanza.loading.model_folder import embedded_folder, load_encoder
from hookline_stanza.numerics import precision as precision_module
from hookline_stanza.numerics import quantized
from hookline_stanza.numerics.calibration import read_ranges
from hookline_stanza.numerics.lstm import FEWEST, BothWays, Grid, product
from hookline_stanza.numerics.precision import choose_precision, rest_of
from hookline_stanza.numerics.quantized import (
    FeedForward,
    Quantized,
    Range,
    RowQuantized,
    is_available,
)
from hookline_stanza.stage import StanzaStage

FORMATS = [
    "fp32",
    "bf16",
    pytest.param(
        "int8", marks=pytest.mark.skipif(not is_available(), reason="needs a CPU with VNNI")
    ),
]
DTYPES = [torch.float32, torch.bfloat16]
PHRASES = [
    "The foreign ministers of Canada and Kenya",
    "met in Nairobi on Tuesday",
    "Mélanie Joly, who leads the delegation,",
    "Allan Kilavuka told Reuters",
    "that the company had lost $12 million",
    "and Angela Merkel visited the Louvre",
    "because rain is expected in Lisbon",
    "What?!",
    "doesn’t expect flights to resume",
    "World Health Organization",
]


def documents(count):
    """Return documents of one to forty random sentences."""
    rng = random.Random(7)
    docs = []
    for number in range(count):
        sentences = []
        for _ in range(rng.choice((1, 2, 6))):
            phrases = rng.choices(PHRASES, k=rng.choice((1, 2, 3, 5, 9)))
            sentences.append(" ".join(phrases) + rng.choice((".", "!", "", "?!?")))
        docs.append(Document.from_text(rng.choice((" ", "\n")).join(sentences), id=str(number)))
    return docs


def opened(**options):
    return StanzaStage(StanzaStage.read_options({"device": "cpu", **options}))


@pytest.fixture
def two_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("precision", FORMATS)
def test_company_order_and_threads_change_nothing(precision, two_threads):
    """Documents come out the same in one call, shuffled in small calls, and with one thread."""
    docs = documents(10)
    stage = opened(precision=precision)
    expected = {doc.id: doc for doc in stage.process(docs)}
    stage.close()
    torch.set_num_threads(1)
    stage = opened(precision=precision)
    shuffled = random.Random(1).sample(docs, len(docs))
    for start in range(0, len(docs), 4):
        for doc in stage.process(shuffled[start : start + 4]):
            assert doc == expected[doc.id]
    for doc in docs[:3]:
        assert list(stage.process([doc])) == [expected[doc.id]]
    stage.close()


def test_threads_of_the_caller_stay(two_threads):
    """What a stage does leaves the caller's own threads alone, also for the next stage."""
    stage = opened()
    list(stage.process(documents(1)))
    assert torch.get_num_threads() == 2
    stage.close()
    assert torch.get_num_threads() == 2


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(embedded_folder())[0]


@pytest.fixture
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("precision", FORMATS)
@pytest.mark.parametrize("size", [3, 16, 38, 131])
def test_encoder_gives_the_same_bits_in_any_batch(encoder, precision, size, one_thread):
    """A sentence's states are the same to the bit wherever in whichever batch it stands."""
    dtype = torch.float32 if precision == "fp32" else torch.bfloat16
    ranges = read_ranges(embedded_folder()) if precision == "int8" else None
    run = Transformer(encoder.model, dtype, 4, ranges)
    rng = random.Random(size)

    def states(row, *others):
        rows = sorted([row, *others], key=len)
        laid = Rows([len(row) for row in rows])
        ids = torch.zeros(laid.places, dtype=torch.int64)
        flat = torch.tensor([piece for row in rows for piece in row])
        ids[: len(flat)] = flat
        start = laid.starts[rows.index(row)]
        return [state[start : start + len(row)] for state in run(ids, laid)]

    def row(size):
        return [rng.randrange(1000, 20000) | rng.randrange(CASES) << SHIFT for _ in range(size)]

    with torch.inference_mode():
        one = row(size)
        alone = states(one)
        for sizes in ([size], [size, size + 1, 5, 60], [max(1, size - 1)] * 20, [7] * 40, [130, 2]):
            for state, expected in zip(states(one, *map(row, sizes)), alone, strict=True):
                assert torch.equal(state, expected)


def test_encoder_computes_what_transformers_does(encoder):
    """The hidden states are those of the library, in float32 to the last digits."""
    rng = torch.Generator().manual_seed(1)
    sizes = [5, 5, 12, 40]
    laid = Rows(sizes)
    ids = torch.randint(1000, 20000, (laid.places,), generator=rng)
    ids |= torch.randint(CASES, (laid.places,), generator=rng) << SHIFT
    with torch.inference_mode():
        found = Transformer(encoder.model, torch.float32, 4)(ids, laid)
        for start, size in zip(laid.starts.tolist(), sizes, strict=True):
            row = ids[None, start : start + size]
            expected = encoder(row, torch.ones_like(row)).hidden_states[-4:]
            for one, other in zip(found, expected, strict=True):
                torch.testing.assert_close(
                    one[start : start + size], other[0], atol=1e-4, rtol=1e-4
                )


@pytest.mark.skipif(not is_available(), reason="needs a CPU with VNNI")
def test_integers_come_near_the_floats():
    """Quantized products differ from exact ones by what eight bits leave out, and no more."""
    torch.manual_seed(2)
    rows = torch.randn(300, 48) * torch.linspace(0.1, 8, 48)  # channels of very different size
    weight, bias = torch.randn(32, 48) / 48**0.5, torch.randn(32)
    exact = linear(rows, weight, bias)
    layer = Quantized(weight, bias, Range(rows.amin(0), rows.amax(0)))
    found = layer(layer.quantize(rows))
    assert (found - exact).pow(2).mean().sqrt() < 0.015 * exact.std()
    numbers, scale = RowQuantized(weight)(rows)
    assert (numbers * scale + bias - exact).pow(2).mean().sqrt() < 0.015 * exact.std()


@pytest.mark.skipif(not is_available(), reason="needs a CPU with VNNI")
def test_units_that_outgrow_the_others_cost_no_accuracy():
    """Two layers with a GELU between them stay exact where a few units are a hundred times larger."""
    torch.manual_seed(4)
    rows = torch.randn(300, 48)
    wide = torch.randn(96, 48) / 7, torch.randn(96)
    wide[0][[5, 40]] *= 100
    narrow = torch.randn(24, 96) / 10, torch.randn(24)
    units = gelu(linear(rows, *wide))
    exact = linear(units, *narrow)
    inputs = Range(rows.amin(0), rows.amax(0))
    found = FeedForward(wide, narrow, inputs, Range(units.amin(0), units.amax(0)))(rows)
    small = narrow[0].clone()
    small[:, [5, 40]] = 0
    assert (found - exact).pow(2).mean().sqrt() < 0.02 * linear(units, small, narrow[1]).std()


@pytest.mark.parametrize("dtype", DTYPES)
def test_recurrent_layers_give_the_same_bits_in_any_batch(dtype, one_thread):
    """A sentence's outputs are the same to the bit alone, and between longer and shorter ones."""
    torch.manual_seed(3)
    lstm = torch.nn.LSTM(48, 40, bidirectional=True)
    sizes = [9, 1, 30, 17, 17, 2, 25, 9]
    words = [torch.randn(size, 48).to(dtype) for size in sizes]
    run = BothWays(lstm, dtype)

    def outputs(numbers):
        grid = Grid([sizes[n] for n in numbers])
        starts = np.cumsum([0, *grid.sizes[:-1]])
        rows = torch.cat([words[n] for n in numbers])[starts[grid.row] + grid.step]
        kept = run(rows, grid)[grid.kept]
        return [kept[places[:size]] for places, size in zip(grid.place, grid.sizes, strict=True)]

    with torch.inference_mode():
        whole = outputs(range(len(sizes)))
        for numbers in ([3], [0, 3], [3, 2], [7, 6, 5, 4, 3], [1, 3, 1, 3]):
            for number, found in zip(numbers, outputs(numbers), strict=True):
                assert torch.equal(found, whole[number])


def test_layer_reads_both_ways_as_torch_does():
    """Two one-way layers over turned sentences give what torch gives for each sentence alone."""
    torch.manual_seed(5)
    lstm = torch.nn.LSTM(6, 4, bidirectional=True)
    grid = Grid([3, 7, 1])
    rows = torch.randn(*grid.shape, 6)
    with torch.inference_mode():
        found = BothWays(lstm, torch.float32)(rows.flatten(0, 1), grid)[grid.kept]
        for number, size in enumerate(grid.sizes):
            alone, _ = lstm(rows[:size, number])
            torch.testing.assert_close(found[grid.place[number, :size]], alone)


@pytest.mark.parametrize("dtype", DTYPES)
def test_products_of_few_rows_are_rounded_alike(dtype, one_thread):
    """One row gives the bits that it gives among many."""
    torch.manual_seed(1)
    weight, rows = torch.randn(53, 384).to(dtype), torch.randn(200, 384).to(dtype)
    whole = product(rows, weight)
    for count in range(1, FEWEST + 3):
        assert torch.equal(product(rows[:count], weight), whole[:count])


@pytest.mark.parametrize("seed", range(10))
def test_best_tags_are_those_stanza_finds(seed):
    """Sentences decoded together get the tags that Stanza finds one by one."""
    from stanza.models.common.crf import viterbi_decode

    rng = np.random.default_rng(seed)
    grid = Grid(rng.integers(1, 20, 6).tolist())
    scores = rng.normal(size=(sum(grid.sizes), 9)).astype(np.float32)
    transitions = rng.normal(size=(9, 9)).astype(np.float32)
    found = best_sequences(torch.from_numpy(scores), torch.from_numpy(transitions), grid)
    for row, size in enumerate(grid.sizes):
        expected, _ = viterbi_decode(scores[grid.place[row, :size]], transitions)
        assert found[row, :size].tolist() == [int(tag) for tag in expected]


@pytest.mark.parametrize("seed", range(20))
def test_trees_of_a_batch_are_those_of_each_sentence(seed):
    """Filling sentences up, and not normalizing, changes no tree."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 15, 8).tolist()
    scores = rng.normal(size=(8, 24, 24)).astype(np.float32) * 2
    found = best_trees(scores, sizes)
    for row, size in enumerate(sizes):
        arcs = scores[row, : size + 1, : size + 1].copy()
        np.fill_diagonal(arcs, -np.inf)
        assert found[row, : size + 1].tolist() == best_tree(log_softmax(arcs))
        assert not found[row, size + 1 :].any()


def test_format_is_chosen_for_the_processor(monkeypatch):
    """`auto` takes int8, else bf16, on a CPU that computes in it, else fp32; a GPU gets fp32."""

    def processor(*, vnni, bf16):
        monkeypatch.setattr(quantized, "is_available", lambda: vnni)
        monkeypatch.setattr(precision_module, "_is_native", lambda: bf16)

    processor(vnni=True, bf16=True)
    assert choose_precision("auto", "cpu", has_ranges=True) == "int8"
    assert choose_precision("auto", "cpu", has_ranges=False) == "bf16"
    assert choose_precision("auto", "cuda", has_ranges=True) == "fp32"
    assert choose_precision("fp32", "cpu", has_ranges=True) == "fp32"
    assert (rest_of("int8"), rest_of("bf16"), rest_of("fp32")) == ("bf16", "bf16", "fp32")
    processor(vnni=True, bf16=False)
    assert choose_precision("auto", "cpu", has_ranges=True) == "int8"
    assert rest_of("int8") == "fp32"
    processor(vnni=False, bf16=False)
    assert choose_precision("auto", "cpu", has_ranges=True) == "fp32"


@pytest.mark.parametrize(
    ("vnni", "ranges", "device"),
    [(False, True, "cpu"), (True, False, "cpu"), (True, True, "cuda")],
)
def test_integers_that_cannot_be_used_are_refused(monkeypatch, vnni, ranges, device):
    """Asking for int8 without the processor, the model or the device for it says what to set."""
    monkeypatch.setattr(quantized, "is_available", lambda: vnni)
    with pytest.raises(ModelError, match="`precision: auto`"):
        choose_precision("int8", device, has_ranges=ranges)


def test_format_that_the_processor_lacks_is_refused(monkeypatch):
    """Asking for bf16 where torch cannot compute it is an error that says what to set."""
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
    with pytest.raises(ModelError, match="`precision: auto`"):
        choose_precision("bf16", "cpu", has_ranges=True)


def test_tags_that_cannot_follow_each_other_are_found():
    """What follows what in BIOES: runs of one label, from B to E."""
    assert all(
        _follows(*pair) for pair in (("O", "B-A"), ("B-A", "E-A"), ("E-A", "S-B"), ("S-A", "O"))
    )
    assert not any(
        _follows(*pair) for pair in (("O", "I-A"), ("B-A", "E-B"), ("B-A", "O"), ("E-A", "I-A"))
    )
