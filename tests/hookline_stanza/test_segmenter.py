"""Windows of the tokenizer's network over long blocks."""

import pytest

from hookline_stanza.loading.checkpoint import load_trainers
from hookline_stanza.loading.model_folder import embedded_folder
from hookline_stanza.numerics.precision import compute_format
from hookline_stanza.tokenization.segmenter import Segmenter

SENTENCE = "The ministers of Kenya and of Canada met in Nairobi on Tuesday. "


@pytest.fixture(scope="module")
def segmenter():
    trainer = load_trainers(embedded_folder(), ["tokenize"])["tokenize"]
    return Segmenter(trainer, compute_format("fp32"))


@pytest.fixture
def count_cells(segmenter, monkeypatch):
    """Return a function that tells how many characters the network reads, and what it finds."""
    network, sizes = segmenter._network, []

    def counted(ids, features, grid):
        sizes.append(len(ids))
        return network(ids, features, grid)

    monkeypatch.setattr(segmenter, "_network", counted)

    def split(text):
        sizes.clear()
        (sentences,) = segmenter.split([text])
        return sum(sizes), sentences

    return split


@pytest.mark.parametrize(
    "text",
    ["word—" * 1500, "word,—" * 1200, "x" * 7500, "A. " + "n" * 7500, "no end " * 1000, SENTENCE * 120],
    ids=["dashes", "marks", "one word", "early end", "no stop", "sentences"],
)  # fmt: skip
def test_a_character_is_read_twice_at_most(count_cells, text):
    """Windows overlap by half of their size at most, wherever tokens and sentences end."""
    cells, sentences = count_cells(text)
    assert cells <= 2 * len(text) + 1000
    spans = [span for sentence in sentences for span in sentence]
    assert "".join(text[start:end] for start, end in spans) == text.replace(" ", "")


def test_sentences_do_not_depend_on_the_place_of_windows(count_cells):
    """Sentences of a block of many windows are those of the text, and so are their tokens."""
    _, sentences = count_cells(SENTENCE * 60)
    (alone,) = count_cells(SENTENCE)[1]
    assert sentences == [
        [(start + number * len(SENTENCE), end + number * len(SENTENCE)) for start, end in alone]
        for number in range(60)
    ]
