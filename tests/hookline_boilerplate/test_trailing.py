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
    "(Reporting by Ann Lee in Oslo; Editing by Bob Ray)": "byline",
    "(Additional reporting by Tom Day)": "byline",
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
        "He had two prizes (Reporting by Post was his first book).",
        "(The book was edited by Ann Lee.)",
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


GLUED = {
    "The council will vote again in May.": ("Sign up for our free newsletter here", "newsletter"),
    "The players want a new contract.": ("Get the latest posts in your inbox.", "newsletter"),
    "The museum opens at nine.": ("Share this article", "share"),
    "Doctors blame the heat.": ("Follow us on Facebook", "share"),
    "“We waited until 2013.”": ("Read more: How the bridge was built", "related"),
    "Der Rat stimmt im Mai wieder ab.": ("Jetzt Newsletter abonnieren", "newsletter"),
}


@pytest.mark.parametrize(("sentence", "notice"), GLUED.items(), ids=GLUED)
@pytest.mark.parametrize("feed", ["\n", "\n\n"])
def test_a_short_sentence_does_not_go_with_what_is_glued_to_it(stage, sentence, notice, feed):
    """A notice without a space before it is a line of its own, whatever its share of the line."""
    end, family = notice
    text = f"{BEFORE}{feed}  {sentence}{end} {feed}{BEFORE}"
    doc, removed = removals(stage, text)
    assert removed == [(end, family)]
    assert doc.text == f"{BEFORE}{feed}  {sentence}{feed}{BEFORE}"
    doc, removed = removals(stage, f"{BEFORE}\n{BEFORE}\n{sentence}{end}\nSubscribe now\n")
    assert doc.text == f"{BEFORE}\n{BEFORE}\n{sentence}\n"


def test_a_teaser_goes_with_the_label_that_is_glued_to_it(stage):
    """Where both are removed, their line feed goes as well."""
    text = f"{BEFORE}\nSign up for our newsletters today.Subscribe to our newsletter\n{BEFORE}"
    doc, _ = removals(stage, text)
    assert doc.text == f"{BEFORE}\n{BEFORE}"


def test_lists_of_lines_apply_to_a_line_with_what_is_glued_to_it():
    """`lines` and `patterns` remove whole lines, also where they have a notice at the end."""
    line = "The council will vote again in May.Sign up for our newsletter here"
    for options in ({"lines": [line]}, {"patterns": {"vote.*Sign": "mine"}}):
        stage = Boilerplate(Boilerplate.read_options(options))
        doc, removed = removals(stage, f"{BEFORE}\n{line}\n{BEFORE}")
        assert [words for words, _ in removed] == [line]
        assert doc.text == f"{BEFORE}\n{BEFORE}"
