"""Pipelines of Stanza's own packages: the same layers, over their tokens or over given ones."""

import pytest

from hookline_stanza import load_pipeline
from hookline_stanza.backends.stanza_model import StanzaModel
from hookline_stanza.loading.model_folder import embedded_folder

PACKAGES = dict.fromkeys(("tokenize", "pos", "lemma", "depparse", "ner"), "hookline")
TEXT = "Angela Merkel visited Kenya.\nHeadline without a stop\n\nShe did not stay."


@pytest.fixture(scope="module")
def open_model():
    folder = embedded_folder()
    settings = {
        "foundation_cache": load_pipeline(folder, device="cpu").foundation_cache,
        "download_method": None,
    }

    def opened(**options):
        return StanzaModel("en", PACKAGES, folder, "cpu", **options, **settings)

    return opened


def test_offsets_count_in_the_whole_text(open_model):
    """Spans of tokens and entities in every block are those in the whole text."""
    (sentences,) = open_model().analyse([TEXT])
    words = [[TEXT[start:end] for start, end in sentence.spans] for sentence in sentences]
    assert words[1] == ["Headline", "without", "a", "stop"]
    assert words[2] == ["She", "did", "not", "stay", "."]
    entities = [TEXT[e.start : e.end] for sentence in sentences for e in sentence.entities]
    assert entities == ["Angela Merkel", "Kenya"]


def test_given_tokens_are_kept(open_model):
    """Each given token has one prediction, including one of white space alone."""
    texts = [[["Angela", "Merkel", "can", "not", "stay"], ["Kenya", " "]], [], [["Rain"]]]
    annotated = list(open_model(tokens_given=True).annotate(texts))
    assert [[len(columns.ner) for columns in text] for text in annotated] == [[5, 2], [], [1]]
    assert annotated[0][0].ner[:3] == ["B-PERSON", "E-PERSON", "O"]
    assert annotated[0][0].head.count(0) == 1
