"""Labels of a name are consistent within a document, and missed mentions are added."""

import numpy as np

from hookline import Document, Entity, Token
from hookline_stanza.conversion.consistency import MAX_DISTANCE, make_consistent
from hookline_stanza.conversion.entity_labels import NAME_LABELS
from hookline_stanza.stage import StanzaStage


def log_probs(**probabilities):
    """Return log probabilities of all labels; those not given share the rest."""
    rest = (1 - sum(probabilities.values())) / (len(NAME_LABELS) - len(probabilities))
    return np.log([probabilities.get(label, rest) for label in NAME_LABELS])


def tokens_of(*sentences):
    """Return the tokens of sentences whose words are separated by one space."""
    tokens, start = [], 0
    for number, sentence in enumerate(sentences):
        for word in sentence.split():
            tokens.append(Token(start, start + len(word), word, number))
            start += len(word) + 1
    return tokens


def relabel(tokens, *mentions):
    """
    Make mentions consistent; return first word and label of each entity, and the entities.

    A mention is the index of its first and of its last token, its label, and log probabilities.
    """
    entities = [Entity(tokens[a].start, tokens[b].end, label) for a, b, label, _ in mentions]
    scores = [each for *_, each in mentions]
    consistent = make_consistent(tokens, entities, scores)
    words = {token.start: token.text for token in tokens}
    return [(words[entity.start], entity.label) for entity in consistent], consistent


def test_sure_mentions_decide_for_unsure_ones():
    """Probabilities are multiplied: two sure mentions outweigh a weak one, in any order."""
    tokens = tokens_of("Zamfara fell", "in Zamfara", "Zamfara said")
    labels, _ = relabel(
        tokens,
        (0, 0, "LOC", log_probs(LOC=0.95)),
        (3, 3, "LOC", log_probs(LOC=0.9)),
        (4, 4, "ORG", log_probs(ORG=0.5, LOC=0.4)),
    )
    assert labels == [("Zamfara", "LOC")] * 3


def test_one_sure_mention_outweighs_two_unsure_ones():
    """The number of mentions does not decide."""
    tokens = tokens_of("Zamfara fell", "in Zamfara", "Zamfara said")
    unsure = log_probs(ORG=0.45, LOC=0.4)
    labels, _ = relabel(
        tokens, (0, 0, "ORG", unsure), (3, 3, "ORG", unsure), (4, 4, "LOC", log_probs(LOC=0.99))
    )
    assert labels == [("Zamfara", "LOC")] * 3


def test_single_mentions_and_dates_are_unchanged():
    """A name that occurs once keeps its label, and so does an entity that is no name."""
    tokens = tokens_of("May ruled Britain in May", "and May")
    nothing = np.zeros(0)
    labels, _ = relabel(
        tokens,
        (0, 0, "PERSON", log_probs(PERSON=0.6)),
        (2, 2, "ORG", log_probs(LOC=0.9)),
        (4, 4, "DATE", nothing),
        (6, 6, "DATE", nothing),
    )
    assert labels == [("May", "PERSON"), ("Britain", "ORG"), ("May", "DATE"), ("May", "DATE")]


def test_last_word_of_a_person_has_the_same_label():
    """Full names decide for the family name alone."""
    tokens = tokens_of("Ann Cole Park spoke", "Ann Cole Park left", "Park smiled")
    person = log_probs(PERSON=0.98)
    labels, _ = relabel(
        tokens,
        (0, 2, "PERSON", person),
        (4, 6, "PERSON", person),
        (8, 8, "LOC", log_probs(LOC=0.6, PERSON=0.3)),
    )
    assert labels[-1] == ("Park", "PERSON")


def test_missed_mentions_are_added_within_a_sentence():
    """A name that occurs twice is added elsewhere, the longest match first, not across sentences."""
    tokens = tokens_of("Blue Nile and Blue Nile", "Blue Nile rose", "a Blue", "Nile and blue Nile")
    place = log_probs(LOC=0.9)
    labels, entities = relabel(tokens, (0, 1, "LOC", place), (3, 4, "LOC", place))
    assert labels == [("Blue", "LOC")] * 3
    assert (entities[-1].start, entities[-1].end) == (tokens[5].start, tokens[6].end)


def test_names_in_lower_case_are_not_added():
    """Nothing is added in a text in lower case."""
    tokens = tokens_of("turkey and turkey", "eat turkey")
    place = log_probs(LOC=0.9)
    labels, _ = relabel(tokens, (0, 0, "LOC", place), (2, 2, "LOC", place))
    assert len(labels) == 2


def test_distant_mentions_have_no_effect():
    """A distant mention may have another meaning."""
    gap = " ".join(["word"] * MAX_DISTANCE)
    tokens = tokens_of(f"Jordan and Jordan {gap} Jordan")
    place = log_probs(LOC=0.95)
    last = len(tokens) - 1
    labels, _ = relabel(
        tokens,
        (0, 0, "LOC", place),
        (2, 2, "LOC", place),
        (last, last, "PERSON", log_probs(PERSON=0.5, LOC=0.4)),
    )
    assert labels == [("Jordan", "LOC"), ("Jordan", "LOC"), ("Jordan", "PERSON")]


def test_consistency_can_be_switched_off():
    """`consistent: false` keeps the labels that the model predicts for each sentence."""
    text = "Okafor met Reuters.\n" * 3 + "Okafor.\nIn Okafor nothing grew.\n"
    labels = {}
    for consistent in (True, False):
        options = {"device": "cpu", "consistent": consistent, "tokens": "make"}
        stage = StanzaStage(StanzaStage.read_options(options))
        (doc,) = stage.process([Document.from_text(text)])
        stage.close()
        labels[consistent] = {e.label for e in doc.entities if text[e.start : e.end] == "Okafor"}
    assert len(labels[True]) == 1
    assert labels[True] <= labels[False]
