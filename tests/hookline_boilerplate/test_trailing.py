"""Boilerplate at the end of a line of an article is removed; the sentences before it stay."""

import pytest

from hookline import Document
from hookline_boilerplate import Boilerplate

SENTENCE = "The mayor said on Tuesday that the ferry would be replaced by a bus before the winter."
BEFORE = "The council of Lundby voted to close the ferry to the island of Moen, he told reporters."


@pytest.fixture(scope="module")
def stage():
    return Boilerplate(Boilerplate.read_options({}))


def removals(stage, text):
    [doc] = stage.process([Document.from_text(text)])
    assert doc.raw == text
    return doc, [(doc.raw[start:end], reason) for start, end, _, reason, _ in doc.removed]


TRAILING = {
    "Read more: How the bridge was built": "related",
    "Related: Ten islands to see before they sink": "related",
    "READ ALSO: Mayor opens new bus line": "related",
    "(Read also: Mayor opens new bus line)": "related",
    "Sign up for our newsletter to get more stories.": "newsletter",
    "Click here to subscribe to our newsletter.": "newsletter",
    "Follow us on Twitter and Facebook.": "share",
    "All rights reserved.": "legal",
    "Lesen Sie auch: Wie die Brücke gebaut wurde": "related",
    "Lire aussi : Comment le pont a été construit": "related",
    "Lea también: Cómo se construyó el puente": "related",
    "Leggi anche: Come fu costruito il ponte": "related",
    "Leia também: Como a ponte foi construída": "related",
    "Lees ook: Hoe de brug werd gebouwd": "related",
}


@pytest.mark.parametrize(("end", "family"), TRAILING.items(), ids=TRAILING)
def test_trailing_boilerplate_is_removed_from_a_paragraph(stage, end, family):
    """The paragraph stays up to its full stop, and the rest is recorded with its offsets and reason."""
    doc, removed = removals(stage, f"{BEFORE}\n{BEFORE} {SENTENCE} {end}\n{BEFORE}")
    assert removed == [(end, family)]
    assert doc.text == f"{BEFORE}\n{BEFORE} {SENTENCE}\n{BEFORE}"


def test_several_trailing_spans_are_removed(stage):
    """Several spans in a row are removed, each with its own reason."""
    text = f"{BEFORE} {SENTENCE} Follow us on Twitter. Read more: The last ferry"
    doc, removed = removals(stage, text)
    assert removed == [("Follow us on Twitter.", "share"), ("Read more: The last ferry", "related")]
    assert doc.text == f"{BEFORE} {SENTENCE}"


@pytest.mark.parametrize(
    "end",
    [
        "Read it again, she said.",
        "He asked readers to share it.",
        "“Follow us,” the captain shouted to the passengers.",
        "More in the town are out of work than ever.",
        "The newsletter of the council had four hundred readers.",
        "Sign language is taught there (see also the school's own report).",
        "Comments by the bishop were read aloud.",
        "Related costs were put at nine million euros.",
        "Subscribers of the local paper had warned of it.",
    ],
)
def test_last_sentences_of_a_paragraph_stay(stage, end):
    """A last sentence that only resembles boilerplate is content."""
    _, removed = removals(stage, f"{BEFORE}\n{BEFORE} {SENTENCE} {end}\n{BEFORE}")
    assert removed == []


def test_trailing_boilerplate_can_be_kept():
    """`keep` and `remove` apply to the ends of lines, and `glued: false` leaves all of them."""
    text = f"{BEFORE} {SENTENCE} Read more: The last ferry"
    for options in ({"keep": ["related"]}, {"remove": ["share"]}, {"glued": False}):
        stage = Boilerplate(Boilerplate.read_options(options))
        [doc] = stage.process([Document.from_text(text)])
        assert doc.text == text


@pytest.mark.parametrize(
    "before", ["", "Ministers met in Lisbon on Monday to talk about rain.\n\n"]
)
@pytest.mark.parametrize(
    ("sentence", "notice", "family"),
    [
        ("The minister resigned on Friday.", "Subscribe to our newsletter.", "newsletter"),
        ("Rain is expected in Lisbon.", "Follow us on Twitter.", "share"),
        (
            "Der Minister trat am Freitag zurück.",
            "Abonnieren Sie unseren Newsletter.",
            "newsletter",
        ),
    ],
)
def test_a_short_sentence_stays_without_the_notice_behind_it(
    stage, before, sentence, notice, family
):
    """A line of one sentence and a notice loses the notice alone."""
    [doc] = stage.process([Document.from_text(f"{before}{sentence} {notice}")])
    assert doc.text == before + sentence
    assert [removal.reason for removal in doc.removed] == [family]
