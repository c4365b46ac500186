"""One name, one label in a document; mentions that the model missed."""

import numpy as np

from hookline import Document, Entity, Token
from hookline_stanza.conversion.consistency import REACH, consistent
from hookline_stanza.conversion.labels import SENSES
from hookline_stanza.stage import StanzaStage


def sense(**chances):
    """Return log probabilities; what is not named shares the rest."""
    rest = (1 - sum(chances.values())) / (len(SENSES) - len(chances))
    return np.log([chances.get(label, rest) for label in SENSES])


def tokens_of(*sentences):
    """Return the tokens of sentences of words parted by one space each."""
    tokens, at = [], 0
    for number, sentence in enumerate(sentences):
        for word in sentence.split():
            tokens.append(Token(at, at + len(word), word, number))
            at += len(word) + 1
    return tokens


def named(tokens, *found):
    """Return the result for entities given as first word, last word, label, sense."""
    entities = [Entity(tokens[a].start, tokens[b].end, label) for a, b, label, _ in found]
    senses = [each for *_, each in found]
    done = consistent(tokens, entities, senses)
    words = {token.start: token.text for token in tokens}
    return [(words[entity.start], entity.label) for entity in done], done


def test_sure_mentions_decide_for_unsure_ones():
    """The labels are multiplied: two sure judgements outweigh a weak one, whatever the order."""
    tokens = tokens_of("Zamfara fell", "in Zamfara", "Zamfara said")
    found, _ = named(
        tokens,
        (0, 0, "LOC", sense(LOC=0.95)),
        (3, 3, "LOC", sense(LOC=0.9)),
        (4, 4, "ORG", sense(ORG=0.5, LOC=0.4)),
    )
    assert found == [("Zamfara", "LOC")] * 3


def test_one_sure_mention_outweighs_two_unsure_ones():
    """It is not the count that decides."""
    tokens = tokens_of("Zamfara fell", "in Zamfara", "Zamfara said")
    unsure = sense(ORG=0.45, LOC=0.4)
    found, _ = named(
        tokens, (0, 0, "ORG", unsure), (3, 3, "ORG", unsure), (4, 4, "LOC", sense(LOC=0.99))
    )
    assert found == [("Zamfara", "LOC")] * 3


def test_single_mentions_and_dates_stay():
    """A name that is there once keeps its label, and so does what is no name."""
    tokens = tokens_of("May ruled Britain in May", "and May")
    nothing = np.zeros(0)
    found, _ = named(
        tokens,
        (0, 0, "PERSON", sense(PERSON=0.6)),
        (2, 2, "ORG", sense(LOC=0.9)),
        (4, 4, "DATE", nothing),
        (6, 6, "DATE", nothing),
    )
    assert found == [("May", "PERSON"), ("Britain", "ORG"), ("May", "DATE"), ("May", "DATE")]


def test_last_word_of_a_person_is_that_person():
    """Full names decide for the family name alone."""
    tokens = tokens_of("Ann Cole Park spoke", "Ann Cole Park left", "Park smiled")
    person = sense(PERSON=0.98)
    found, _ = named(
        tokens,
        (0, 2, "PERSON", person),
        (4, 6, "PERSON", person),
        (8, 8, "LOC", sense(LOC=0.6, PERSON=0.3)),
    )
    assert found[-1] == ("Park", "PERSON")


def test_missed_mentions_are_found_whole_and_within_a_sentence():
    """A name found twice is found again, the longest that fits; not over the end of a sentence."""
    tokens = tokens_of("Blue Nile and Blue Nile", "Blue Nile rose", "a Blue", "Nile and blue Nile")
    place = sense(LOC=0.9)
    found, done = named(tokens, (0, 1, "LOC", place), (3, 4, "LOC", place))
    assert found == [("Blue", "LOC")] * 3
    assert (done[-1].start, done[-1].end) == (tokens[5].start, tokens[6].end)


def test_names_without_a_capital_are_not_looked_for():
    """In a text in small letters nothing is added."""
    tokens = tokens_of("turkey and turkey", "eat turkey")
    place = sense(LOC=0.9)
    found, _ = named(tokens, (0, 0, "LOC", place), (2, 2, "LOC", place))
    assert len(found) == 2


def test_mentions_out_of_reach_decide_nothing():
    """What stands far away may mean another thing."""
    gap = " ".join(["word"] * REACH)
    tokens = tokens_of(f"Jordan and Jordan {gap} Jordan")
    place = sense(LOC=0.95)
    last = len(tokens) - 1
    found, _ = named(
        tokens,
        (0, 0, "LOC", place),
        (2, 2, "LOC", place),
        (last, last, "PERSON", sense(PERSON=0.5, LOC=0.4)),
    )
    assert found == [("Jordan", "LOC"), ("Jordan", "LOC"), ("Jordan", "PERSON")]


def test_the_stage_can_leave_every_mention_to_itself():
    """`consistent: false` gives what the model says of each sentence."""
    text = "Okafor met Reuters.\n" * 3 + "Okafor.\nIn Okafor nothing grew.\n"
    found = {}
    for wanted in (True, False):
        options = {"device": "cpu", "consistent": wanted, "tokens": "make"}
        stage = StanzaStage(StanzaStage.read_options(options))
        (doc,) = stage.process([Document.from_text(text)])
        stage.close()
        found[wanted] = {e.label for e in doc.entities if text[e.start : e.end] == "Okafor"}
    assert len(found[True]) == 1
    assert found[True] <= found[False]
