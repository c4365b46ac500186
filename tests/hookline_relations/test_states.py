"""What the encoder holds of the words, as the scorer takes it up."""

import numpy as np
import pytest

from hookline import Vectors
from hookline_relations.mentions.candidates import candidates
from hookline_relations.scorer.encoder_states import of_pairs, states_of
from hookline_relations.scorer.features import pairs
from hookline_relations.scorer.pair_scorer import Scorer
from hookline_relations.syntax.tree import trees

TWO = "It/PRON/2/nsubj rained=rain/VERB/0/root\nAnn/PROPN/3/nsubj Lee/PROPN/1/flat left=leave/VERB/0/root Lyon/PROPN/3/obj"


@pytest.fixture
def doc(document):
    found = document(TWO, PERSON="Ann Lee", LOC="Lyon")
    rows = np.arange(12, dtype=np.int8).reshape(6, 2)
    return found.with_layers(tokens=found.tokens, vectors=Vectors("mine", 2, rows.tobytes()))


def test_rows_are_means_over_both_ends_and_what_is_between(doc):
    """The words of the second sentence are the third to sixth token."""
    _, tree = trees(doc)
    found = candidates(tree)
    rows = of_pairs(states_of(doc, "mine"), tree, found, list(pairs(tree, found)))
    assert rows.tolist() == [[5, 6, 10, 11, 8, 9]]


def test_states_of_another_encoder_are_none(doc, document):
    """Numbers that mean something else are not taken up, and a document may have none."""
    assert states_of(doc, "another") is None
    assert states_of(document(TWO), "mine") is None


def test_scorer_judges_with_states_and_without(doc):
    """Both ways give scores, and the states make a difference."""
    _, tree = trees(doc)
    listed = list(pairs(tree, candidates(tree)))
    scorer = Scorer()
    without = scorer.probabilities(listed)
    read = np.full((len(listed), 3 * 384), 9, np.float32)
    assert without.shape == scorer.probabilities(listed, read).shape
    assert not np.allclose(without, scorer.probabilities(listed, read))


def test_sentences_without_pairs_have_no_rows(doc):
    """A sentence with one candidate has nothing to judge."""
    tree, _ = trees(doc)
    assert of_pairs(states_of(doc, "mine"), tree, candidates(tree), []).shape == (0, 6)
