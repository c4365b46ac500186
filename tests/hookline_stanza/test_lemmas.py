"""Lemmas of words that are in no dictionary."""

import torch
from stanza.models.common.doc import Document
from stanza.models.lemma.data import DataLoader

from hookline_stanza.inference.lemmas import Lemmatizer
from hookline_stanza.loading.checkpoint import load_trainers
from hookline_stanza.loading.model_folder import embedded_folder

PAIRS = [
    ("Kilavuka", "PROPN"),  # the word itself
    ("Nsengiyumva", "PROPN"),
    ("7,431", "NUM"),
    ("Deforestation", "NOUN"),  # in small letters
    ("Overhauled", "VERB"),
    ("flabbergasted", "VERB"),  # spelled
    ("hatchbacks", "NOUN"),
    ("ãntennae", "NOUN"),  # with a letter that the model does not know
    ("=" * 60, "SYM"),
]


def spelled_by_stanza(trainer, pair):
    """Return what Stanza's lemmatizer predicts for a word."""
    document = Document([[{"id": (1,), "text": pair[0], "upos": pair[1]}]])
    data = DataLoader(
        document, 1, trainer.args, vocab=trainer.vocab, evaluation=True, expand_unk_vocab=True
    )
    (batch,) = data
    predicted, edits = trainer.predict(batch, trainer.args["beam_size"], data.vocab)
    (lemma,) = trainer.postprocess([pair[0]], predicted, edits=edits)
    return lemma


def test_unlisted_words_have_the_lemmas_of_stanza(one_thread):
    """A word in no dictionary has the lemma that Stanza's lemmatizer predicts for it alone."""
    trainer = load_trainers(embedded_folder(), ["lemma"])["lemma"]
    assert not any(trainer.skip_seq2seq(PAIRS))
    with torch.inference_mode():
        lemmas = Lemmatizer(trainer, fixed_shapes=False).look_up(PAIRS)
        assert lemmas == [spelled_by_stanza(trainer, pair) for pair in PAIRS]
    assert lemmas[:2] == ["Kilavuka", "Nsengiyumva"]
    assert lemmas[3] == "deforestation"
    assert lemmas[6] == "hatchback"


def test_lemmas_do_not_depend_on_the_other_words(one_thread):
    """Words of other lengths, and with other unknown letters, change no lemma."""
    trainer = load_trainers(embedded_folder(), ["lemma"])["lemma"]
    odd = [("þrunges", "NOUN"), ("đuckfed", "VERB"), ("overßtaffed" * 3, "VERB"), ("ñs", "NOUN")]
    pairs = [*PAIRS, *odd]
    with torch.inference_mode():
        for fixed_shapes in (False, True):
            together = Lemmatizer(trainer, fixed_shapes=fixed_shapes).look_up(pairs)
            alone = Lemmatizer(trainer, fixed_shapes=fixed_shapes)
            assert [alone.look_up([pair])[0] for pair in pairs] == together
        assert together == [spelled_by_stanza(trainer, pair) for pair in pairs]
