"""Spans of entities and of the words of fused tokens."""

from hookline import Entity
from hookline_stanza.conversion.spans import entity_spans, word_spans


def test_words_that_spell_the_token_have_their_own_characters():
    """A fused token is divided between its words."""
    assert word_spans((5, 10), ["do", "n't"], "They don't") == [(5, 7), (7, 10)]


def test_typographic_apostrophe_counts_as_straight():
    """Words match a token that differs only in the kind of apostrophe."""
    assert word_spans((5, 10), ["do", "n't"], "They don’t") == [(5, 7), (7, 10)]


def test_words_that_do_not_spell_the_token_share_its_span():
    """Words that do not appear in the text all get the span of the token."""
    assert word_spans((0, 2), ["de", "el"], "el") == [(0, 2), (0, 2)]


def test_entities_of_complete_runs():
    """Runs of one or more words of one label are entities."""
    spans = [(0, 2), (3, 5), (6, 8), (9, 11)]
    tags = ["S-LOC", "B-PERSON", "I-PERSON", "E-PERSON"]
    assert list(entity_spans(tags, spans)) == [Entity(0, 2, "LOC"), Entity(3, 11, "PERSON")]


def test_entity_of_a_run_without_a_beginning():
    """A run whose beginning is missing is an entity, from its first tag."""
    spans = [(0, 2), (3, 5), (6, 8)]
    assert list(entity_spans(["O", "I-ORG", "E-ORG"], spans)) == [Entity(3, 8, "ORG")]
