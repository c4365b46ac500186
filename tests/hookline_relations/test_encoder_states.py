"""The states of the encoder as inputs of the scorer."""

import numpy as np
import pytest

from hookline import TokenVectors
from hookline_relations.encoder_states import document_states
from hookline_relations.mentions.candidates import find_candidates
from hookline_relations.scorer.features import candidate_pairs
from hookline_relations.scorer.pair_scorer import PairScorer
from hookline_relations.scorer.pair_states import pair_states
from hookline_relations.syntax.sentences import sentence_trees

TWO = "It/PRON/2/nsubj rained=rain/VERB/0/root\nAnn/PROPN/3/nsubj Lee/PROPN/1/flat left=leave/VERB/0/root Lyon/PROPN/3/obj"


@pytest.fixture
def doc(document):
    plain = document(TWO, PERSON="Ann Lee", LOC="Lyon")
    rows = np.arange(12, dtype=np.int8).reshape(6, 2)
    return plain.with_layers(tokens=plain.tokens, vectors=TokenVectors("mine", 2, rows.tobytes()))


def test_rows_are_means_over_both_candidates_and_the_words_between(doc):
    """The words of the second sentence are the third to sixth tokens."""
    _, tree = sentence_trees(doc)
    candidates = find_candidates(tree)
    pairs = list(candidate_pairs(tree, candidates))
    rows = pair_states(document_states(doc, "mine"), tree, candidates, pairs)
    assert rows.tolist() == [[5, 6, 10, 11, 8, 9]]


def test_states_of_another_encoder_are_none(doc, document):
    """States of another encoder are not used, and a document may have none."""
    assert document_states(doc, "another") is None
    assert document_states(document(TWO), "mine") is None


def test_scorer_works_with_states_and_without(doc):
    """Pairs have scores with and without states, and these differ."""
    _, tree = sentence_trees(doc)
    pairs = list(candidate_pairs(tree, find_candidates(tree)))
    scorer = PairScorer()
    without = scorer.probabilities(pairs)
    with_states = scorer.probabilities(pairs, np.full((len(pairs), 3 * 384), 9, np.float32))
    assert without.shape == with_states.shape
    assert not np.allclose(without, with_states)


def test_sentences_without_pairs_have_no_rows(doc):
    """A sentence with one candidate has no pairs to score."""
    tree, _ = sentence_trees(doc)
    assert pair_states(document_states(doc, "mine"), tree, find_candidates(tree), []).shape == (
        0,
        6,
    )
