"""Results do not depend on the batch, the order or the number of threads, in any precision."""

import random

import pytest
import torch

from hookline import Document
from hookline_stanza.encoder.bert import BertEncoder
from hookline_stanza.encoder.calibration import read_ranges
from hookline_stanza.encoder.casing import CASE_COUNT, CASE_SHIFT
from hookline_stanza.encoder.ragged_batch import RaggedBatch
from hookline_stanza.encoder.stanza_encoder import load_stanza_encoder
from hookline_stanza.loading.model_folder import embedded_folder
from hookline_stanza.numerics.precision import compute_format, has_int8_kernels
from hookline_stanza.stage import StanzaStage

PRECISIONS = [
    "fp32",
    pytest.param(
        "bf16",
        marks=pytest.mark.skipif(
            not torch.ops.mkldnn._is_mkldnn_bf16_supported(), reason="needs a CPU with AVX-512"
        ),
    ),
    pytest.param(
        "int8", marks=pytest.mark.skipif(not has_int8_kernels(), reason="needs a CPU with AVX2")
    ),
]
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
    """Return documents of one to six random sentences."""
    rng = random.Random(7)
    docs = []
    for number in range(count):
        sentences = []
        for _ in range(rng.choice((1, 2, 6))):
            phrases = rng.choices(PHRASES, k=rng.choice((1, 2, 3, 5, 9)))
            sentences.append(" ".join(phrases) + rng.choice((".", "!", "", "?!?")))
        docs.append(Document.from_text(rng.choice((" ", "\n")).join(sentences), id=str(number)))
    return docs


def open_stage(**options):
    return StanzaStage(StanzaStage.read_options({"device": "cpu", **options}))


@pytest.fixture
def two_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_batches_order_and_threads_change_nothing(precision, two_threads):
    """Documents come out the same in one call, shuffled in small calls, and with one thread."""
    docs = documents(10)
    stage = open_stage(precision=precision)
    expected = {doc.id: doc for doc in stage.process(docs)}
    stage.close()
    torch.set_num_threads(1)
    stage = open_stage(precision=precision)
    shuffled = random.Random(1).sample(docs, len(docs))
    for start in range(0, len(docs), 4):
        for doc in stage.process(shuffled[start : start + 4]):
            assert doc == expected[doc.id]
    for doc in docs[:3]:
        assert list(stage.process([doc])) == [expected[doc.id]]
    stage.close()


def test_threads_of_the_caller_are_kept(two_threads):
    """A stage leaves the caller's number of threads unchanged, also for the next stage."""
    stage = open_stage()
    list(stage.process(documents(1)))
    assert torch.get_num_threads() == 2
    stage.close()
    assert torch.get_num_threads() == 2


@pytest.fixture(scope="module")
def encoder():
    return load_stanza_encoder(embedded_folder())[0]


@pytest.mark.parametrize("fixed_shapes", [False, True])
@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("size", [3, 16, 38, 131])
def test_encoder_gives_the_same_bits_in_any_batch(
    encoder, precision, size, fixed_shapes, one_thread
):
    """The states of a sentence are the same to the bit at any position of any batch."""
    ranges = read_ranges(embedded_folder()) if precision == "int8" else None
    format = compute_format(precision)
    fixed_shapes |= format.fixed_shapes
    bert = BertEncoder(encoder.model, format.dtype, 4, ranges, fixed_shapes=fixed_shapes)
    rng = random.Random(size)

    def states_of(sentence, *others):
        sentences = sorted([sentence, *others], key=len)
        batch = RaggedBatch([len(pieces) for pieces in sentences])
        ids = torch.zeros(batch.packed_size, dtype=torch.int64)
        flat = torch.tensor([piece for pieces in sentences for piece in pieces])
        ids[: len(flat)] = flat
        start = batch.starts[sentences.index(sentence)]
        return [state[start : start + len(sentence)] for state in bert(ids, batch)]

    def random_sentence(size):
        return [
            rng.randrange(1000, 20000) | rng.randrange(CASE_COUNT) << CASE_SHIFT
            for _ in range(size)
        ]

    with torch.inference_mode():
        sentence = random_sentence(size)
        alone = states_of(sentence)
        for sizes in ([size], [size, size + 1, 5, 60], [max(1, size - 1)] * 20, [7] * 40, [130, 2]):
            others = map(random_sentence, sizes)
            for state, expected in zip(states_of(sentence, *others), alone, strict=True):
                assert torch.equal(state, expected)


def test_encoder_computes_what_transformers_does(encoder):
    """The hidden states are those of the library, up to rounding in float32."""
    rng = torch.Generator().manual_seed(1)
    sizes = [5, 5, 12, 40]
    batch = RaggedBatch(sizes)
    ids = torch.randint(1000, 20000, (batch.packed_size,), generator=rng)
    ids |= torch.randint(CASE_COUNT, (batch.packed_size,), generator=rng) << CASE_SHIFT
    with torch.inference_mode():
        states = BertEncoder(encoder.model, torch.float32, 4)(ids, batch)
        for start, size in zip(batch.starts.tolist(), sizes, strict=True):
            sentence = ids[None, start : start + size]
            expected = encoder(sentence, torch.ones_like(sentence)).hidden_states[-4:]
            for state, expected_state in zip(states, expected, strict=True):
                torch.testing.assert_close(
                    state[start : start + size], expected_state[0], atol=1e-4, rtol=1e-4
                )
