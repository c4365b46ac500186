"""A place and the larger place behind its comma are two entities."""

import pytest

from hookline import Entity, Token
from hookline_stanza.conversion.places import split_places


def split(text, label="LOC"):
    """Return the texts of the entities that one entity over all words of a text becomes."""
    tokens = []
    for word in text.split():
        start = text.index(word, tokens[-1].end if tokens else 0)
        tokens.append(Token(start, start + len(word), word, 0))
    entities = list(split_places(tokens, [Entity(0, len(text), label)]))
    assert {entity.label for entity in entities} == {label}
    return [text[entity.start : entity.end] for entity in entities]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kano , Nigeria", ["Kano", "Nigeria"]),
        ("Vermillion , South Dakota , U.S.", ["Vermillion", "South Dakota", "U.S."]),
        ("Addis Ababa", ["Addis Ababa"]),
        ("Anbar province , Iraq", ["Anbar province", "Iraq"]),
        ("Washington , D.C. , U.S.", ["Washington , D.C.", "U.S."]),
        ("Jongno District , central Seoul", ["Jongno District", "central Seoul"]),
        ("Kurume , in Fukuoka Prefecture", ["Kurume", "Fukuoka Prefecture"]),
    ],
)
def test_every_part_is_a_place(text, parts):
    """City, state and country are entities of their own; a name without a comma stays."""
    assert split(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Washington , D.C.",
        "Washington , D. C.",
        "Korea , Republic of",
        "3270 M Street , Washington",
        "Mosul , the city",
        "Kano ,",
    ],
)
def test_what_is_one_name_or_no_name_stays_whole(text):
    """The district is part of the name; addresses and descriptions are no lists of places."""
    assert split(text) == [text]


def test_other_labels_stay_whole():
    """A body with a comma in its name is one body."""
    assert split("Acme , Inc.", "ORG") == ["Acme , Inc."]


def test_the_stage_finds_city_and_country(annotate):
    """The stage takes them apart in a dateline, and in a sentence."""
    (doc,) = annotate("KANO, Nigeria (AP) - She was born in Gulu, Uganda, in 1990.")
    places = [doc.text[e.start : e.end] for e in doc.entities if e.label == "LOC"]
    assert places == ["KANO", "Nigeria", "Gulu", "Uganda"]


def test_places_are_split_without_consistent_labels():
    """`consistent: false` is about labels: places, amounts and dates are corrected as well."""
    from hookline import Document
    from hookline_stanza.stage import StanzaStage

    stage = StanzaStage(StanzaStage.read_options({"device": "cpu", "consistent": False}))
    (doc,) = stage.process([Document.from_text("KANO, Nigeria (AP) - Rain fell.", id="1")])
    stage.close()
    assert [doc.text[e.start : e.end] for e in doc.entities if e.label == "LOC"] == [
        "KANO",
        "Nigeria",
    ]
