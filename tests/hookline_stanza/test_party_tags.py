"""The tags of politicians: the state is a place, the party is no part of it."""

from hookline import Entity, Token
from hookline_stanza.conversion.party_tags import with_states


def corrected(text, spans, entities):
    """Return text and label of the entities after the correction."""
    tokens = [Token(start, end, text[start:end], 0) for start, end in spans]
    return [(text[e.start : e.end], e.label) for e in with_states(tokens, entities)]


def test_the_state_of_a_party_tag_is_a_place():
    """An entity over "D-Ohio" becomes the place; other hyphens stay as they are."""
    text = "Lee (D-Ohio) met R-Type"
    spans = [(0, 3), (4, 5), (5, 6), (6, 7), (7, 11), (11, 12), (13, 16), (17, 23)]
    entities = [Entity(0, 3, "PERSON"), Entity(5, 11, "ORG"), Entity(17, 23, "PRODUCT")]
    assert corrected(text, spans, entities) == [
        ("Lee", "PERSON"),
        ("Ohio", "LOC"),
        ("R-Type", "PRODUCT"),
    ]


def test_a_spaced_hyphen_is_no_tag():
    """Where spaces are around the hyphen, nothing is a tag."""
    text = "D - Ohio"
    spans = [(0, 1), (2, 3), (4, 8)]
    assert corrected(text, spans, [Entity(0, 8, "ORG")]) == [("D - Ohio", "ORG")]


def test_the_state_of_a_tag_behind_a_person_is_added():
    """Without an entity over it, too, in brackets and between commas."""
    text = "Lee (R–New York) and Kim, D-Ohio, met"
    spans = [(0, 3), (4, 5), (5, 6), (6, 7), (7, 10), (11, 15), (15, 16), (17, 20), (21, 24)]
    spans += [(24, 25), (26, 27), (27, 28), (28, 32), (32, 33), (34, 37)]
    entities = [Entity(0, 3, "PERSON"), Entity(21, 24, "PERSON")]
    assert corrected(text, spans, entities) == [
        ("Lee", "PERSON"),
        ("New York", "LOC"),
        ("Kim", "PERSON"),
        ("Ohio", "LOC"),
    ]


def test_a_state_ends_before_the_next_entity():
    """Entities do not overlap."""
    text = "Lee (R-Iowa Today)"
    spans = [(0, 3), (4, 5), (5, 6), (6, 7), (7, 11), (12, 17), (17, 18)]
    entities = [Entity(0, 3, "PERSON"), Entity(12, 17, "ORG")]
    assert [name for name, _ in corrected(text, spans, entities)] == ["Lee", "Iowa", "Today"]
