"""The stage `boilerplate`: what it removes, what it keeps, and which reasons it records."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from hookline import Document, Registrar
from hookline_boilerplate import Boilerplate, hookline_register

ARTICLE = [
    "The council of Oberfeld voted on Tuesday to rebuild the old bridge over the river Alte, which "
    "has been closed to lorries since the floods of last spring.",
    "“We have waited for long enough,” said the mayor, Ines Brandt, after the vote. She promised "
    "that the work would begin before the end of the year.",
    "Opponents of the plan had asked for a ferry instead. They said that the money would be better "
    "spent on the school, whose roof has leaked for two winters.",
    "The bridge was built in 1911 and widened twice. Engineers found last month that two of its "
    "five pillars no longer stand on firm ground.",
    "The cost is put at nine million euros, of which the state will pay two thirds. The rest will "
    "come from the sale of the former customs house.",
]


def clean(text, **options):
    stage = Boilerplate(Boilerplate.read_options(options))
    [doc] = stage.process([Document.from_text(text)])
    return doc


def removals(doc):
    return [(doc.raw[start:end], reason) for start, end, _, reason, _ in doc.removed]


def test_only_lines_after_the_article_are_removed():
    """Two isolated lines after the last sentence are removed whole, with their reasons."""
    tail = ["Discover more from The Alte Valley Post", "Subscribe to get new posts by email."]
    doc = clean("\n".join(ARTICLE + tail) + "\n")
    assert doc.text == "\n".join(ARTICLE) + "\n"
    assert [text for text, _ in removals(doc)] == tail
    assert {reason for _, reason in removals(doc)} <= {"newsletter", "subscription"}


def test_an_article_without_boilerplate_is_returned_unchanged():
    """A text without boilerplate creates no new document."""
    doc = Document.from_text("\n\n".join(ARTICLE))
    [outcome] = Boilerplate(Boilerplate.read_options({})).process([doc])
    assert outcome is doc


@pytest.mark.parametrize(
    "sentence",
    [
        "He told reporters that anyone could subscribe to the newsletter of the council, which is "
        "sent to about four hundred people every Friday.",
        "The company said it would share this week how many readers had clicked on the "
        "advertisement before it was withdrawn from the site.",
        "“Read more and comment less,” the teacher wrote to her former pupil, who printed the "
        "sentence on the first page of his book.",
    ],
)
def test_prose_that_contains_boilerplate_words_stays(sentence):
    """A sentence in the middle of an article is content, whatever it is about."""
    text = "\n".join([*ARTICLE[:3], sentence, *ARTICLE[3:]])
    assert clean(text).text == text


TAILS = {
    "Share this:": "share",
    "Share on Facebook": "share",
    "Related articles": "related",
    "Read more: How the bridge was built": "related",
    "Advertisement": "advertisement",
    "Leave a comment": "comments",
    "We use cookies to improve your experience.": "cookies",
    "© 2024 The Alte Valley Post. All rights reserved.": "legal",
    "Tags: bridge, Oberfeld, Alte": "tags",
    "Sign up for our newsletter": "newsletter",
    "Jetzt Newsletter abonnieren": "newsletter",
    "Das könnte Sie auch interessieren": "related",
    "Alle Rechte vorbehalten": "legal",
    "Lire aussi": "related",
    "Partager cet article": "share",
    "Te puede interesar": "related",
    "Todos los derechos reservados": "legal",
    "Leggi anche": "related",
    "Lascia un commento": "comments",
    "Leia também": "related",
    "Deixe um comentário": "comments",
    "Lees ook": "related",
    "Geef een reactie": "comments",
}


@pytest.mark.parametrize(("line", "family"), TAILS.items(), ids=TAILS)
def test_families_are_recognized_by_their_phrases(line, family):
    """A line of a family after the article is removed and named, in every language."""
    for learned in (True, False):
        doc = clean("\n".join([*ARTICLE, line]), learned=learned)
        assert removals(doc) == [(line, family)]
        assert doc.text == "\n".join(ARTICLE)


PAGE = "\n".join(
    [*ARTICLE[:2], "Advertisement", *ARTICLE[2:], "Photo: Jo Lind / Reuters", "Share this"]
)


def test_families_can_be_kept():
    """The option `keep` leaves the lines of a family in the text."""
    assert removals(clean(PAGE)) == [
        ("Advertisement", "advertisement"),
        ("Photo: Jo Lind / Reuters", "caption"),
        ("Share this", "share"),
    ]
    doc = clean(PAGE, keep=["caption", "share"])
    assert removals(doc) == [("Advertisement", "advertisement")]


def test_families_to_remove_can_be_chosen():
    """The option `remove` names the only families that are removed."""
    assert removals(clean(PAGE, remove=["share"])) == [("Share this", "share")]
    assert clean(PAGE, remove=[]).text == PAGE


def test_users_can_add_lines_and_patterns():
    """Listed and matching lines are removed for the reasons that the user gives."""
    text = "\n".join([ARTICLE[0], "Alte Valley Desk", *ARTICLE[1:], ARTICLE[0] + " (AVP-17)"])
    doc = clean(text, lines=["Alte Valley Desk"], patterns={r"\(AVP-\d+\)$": "agency"})
    assert removals(doc) == [
        ("Alte Valley Desk", "listed"),
        (ARTICLE[0] + " (AVP-17)", "agency"),
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"keep": ["captions"]}, "caption"),
        ({"patterns": {"(": "x"}}, "not a regular expression"),
        ({"patterns": {"x": ""}}, "needs a reason"),
        ({"patterns": {"": "x"}}, "found in every line"),
        ({"patterns": {"a*": "x"}}, "found in every line"),
        ({"threshold": 2.0}, "less than or equal to 1"),
    ],
)
def test_options_are_checked(options, message):
    """Invalid options are refused with a message that names the mistake."""
    with pytest.raises(ValidationError, match=message):
        Boilerplate.read_options(options)


def test_removed_lines_leave_no_empty_lines():
    """The space around a removed line is removed with it, also at both ends of the text."""
    text = "\n\n".join(["Share this", *ARTICLE[:2], "Advertisement", *ARTICLE[2:], "Share this"])
    assert clean(text).text == "\n\n".join(ARTICLE)


def test_a_page_of_boilerplate_becomes_empty():
    """A text that is all boilerplate becomes the empty text, and all of it is recorded."""
    lines = ["Share this", "Leave a comment", "All rights reserved"]
    for learned in (True, False):
        doc = clean("\n" + "\n\n".join(lines) + "\n", learned=learned)
        assert doc.text == ""
        assert [text for text, _ in removals(doc)] == lines


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_a_blank_text_is_unchanged(text):
    """A text without lines has nothing to remove."""
    assert clean(text).text == text


def test_scripts_that_the_model_does_not_support_stay():
    """Lines in unsupported scripts and languages are only removed by phrases and shapes."""
    lines = [
        "桥梁将于明年重建",
        "市议会星期二投票决定",
        "Мост построят заново",
        "Город ждёт",
        "Share",
    ]
    doc = clean("\n".join(lines))
    assert removals(doc) == [("Share", "share")]


def test_offsets_account_for_earlier_edits():
    """Offsets of removals point into the raw text where an earlier edit has moved the lines."""
    raw = "  " + "\n".join([*ARTICLE, "Share this:"])
    doc = Document.from_text(raw).with_text(raw.strip())
    [doc] = Boilerplate(Boilerplate.read_options({})).process([doc])
    assert removals(doc) == [("Share this:", "share")]


def test_the_plugin_registers_the_stage():
    """The package registers the stage `boilerplate`."""
    registrar = Registrar()
    hookline_register(registrar)
    assert registrar.components == [("stage", Boilerplate)]


def test_importing_is_cheap():
    """Importing the plugin loads neither numpy nor torch nor the phrases."""
    code = (
        "import sys, hookline_boilerplate; hookline_boilerplate.Boilerplate;"
        "sys.exit(bool({'numpy', 'torch', 'yaml'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
