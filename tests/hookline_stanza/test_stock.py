"""Stanza's own pipelines: the same layers from them, over their tokens or over given ones."""

import pytest

from hookline_stanza import load_pipeline
from hookline_stanza.backends.stanza_model import StockModel
from hookline_stanza.loading.model_folder import embedded_folder

PACKAGES = dict.fromkeys(("tokenize", "pos", "lemma", "depparse", "ner"), "hookline")
TEXT = "Angela Merkel visited Kenya.\nHeadline without a stop\n\nShe did not stay."


@pytest.fixture(scope="module")
def stock():
    folder = embedded_folder()
    settings = {
        "foundation_cache": load_pipeline(folder, device="cpu").foundation_cache,
        "download_method": None,
    }

    def opened(**options):
        return StockModel("en", PACKAGES, folder, "cpu", **options, **settings)

    return opened


def test_offsets_count_in_the_whole_text(stock):
    """Tokens and entities of every block stand where they are in the text."""
    (found,) = stock().analyse([TEXT])
    words = [[TEXT[start:end] for start, end in sentence.spans] for sentence in found]
    assert words[1] == ["Headline", "without", "a", "stop"]
    assert words[2] == ["She", "did", "not", "stay", "."]
    entities = [TEXT[e.start : e.end] for sentence in found for e in sentence.entities]
    assert entities == ["Angela Merkel", "Kenya"]


def test_given_tokens_are_kept(stock):
    """Each given token has one answer, white space alone included."""
    texts = [[["Angela", "Merkel", "can", "not", "stay"], ["Kenya", " "]], [], [["Rain"]]]
    found = list(stock(tokens_given=True).annotate(texts))
    assert [[len(columns.ner) for columns in text] for text in found] == [[5, 2], [], [1]]
    assert found[0][0].ner[:3] == ["B-PERSON", "E-PERSON", "O"]
    assert found[0][0].head.count(0) == 1
