"""Equal results: whatever the company, the threads and the order, in either format."""

import random

import numpy as np
import pytest
import torch

from hookline import Document, ModelError
from hookline_stanza import precision as precision_module
from hookline_stanza.folder import embedded_folder, load_encoder
from hookline_stanza.heads import best_sequences
from hookline_stanza.packing import FEWEST, BothWays, Grid, product
from hookline_stanza.precision import choose_precision
from hookline_stanza.stage import StanzaStage
from hookline_stanza.transformer import Transformer
from hookline_stanza.trees import best_tree, best_trees, log_softmax

FORMATS = ["fp32", "bf16"]
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


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("width", [16, 40, 136])
def test_encoder_gives_the_same_bits_in_any_batch(encoder, dtype, width, one_thread):
    """A sentence's states are the same to the bit wherever in whichever batch it stands."""
    rng = torch.Generator().manual_seed(width)
    with torch.inference_mode():
        run = Transformer(encoder, dtype, 4)
        ids = torch.randint(1000, 20000, (24, width), generator=rng)
        sizes = torch.randint(width - 7, width + 1, (24,), generator=rng)
        whole = run(ids, sizes)
        for rows in ([3], [20, 3], list(range(23, 2, -1)), [5, 3, 9, 3, 1, 0, 2]):
            part = run(ids[rows], sizes[rows])
            for one, other in zip(part, whole, strict=True):
                seen = torch.arange(width) < sizes[3]
                assert torch.equal(one[rows.index(3)][seen], other[3][seen])


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
    """`auto` takes bf16 on a CPU that computes in it, else fp32; a GPU gets fp32."""
    monkeypatch.setattr(precision_module, "_is_native", lambda: True)
    assert choose_precision("auto", "cpu") == "bf16"
    assert choose_precision("auto", "cuda") == "fp32"
    assert choose_precision("fp32", "cpu") == "fp32"
    monkeypatch.setattr(precision_module, "_is_native", lambda: False)
    assert choose_precision("auto", "cpu") == "fp32"


def test_format_that_the_processor_lacks_is_refused(monkeypatch):
    """Asking for bf16 where torch cannot compute it is an error that says what to set."""
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
    with pytest.raises(ModelError, match="`precision: auto`"):
        choose_precision("bf16", "cpu")
