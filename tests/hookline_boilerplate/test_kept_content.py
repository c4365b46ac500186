"""Content that stays although it is short, alone, or opens with a word that pages use as a label."""

import numpy as np
import pytest

from hookline import Document
from hookline_boilerplate import Boilerplate
from hookline_boilerplate.classifier.line_classifier import LineClassifier
from hookline_boilerplate.lines import split_lines

ARTICLE = [
    "The council of Lundby voted on Tuesday to close the ferry to the island of Moen, which has "
    "run at a loss since the bridge was opened.",
    "Residents of the island said that they had not been asked about the plan, and that many of "
    "them had no car to drive over the bridge.",
    "The mayor promised that a bus would take the place of the ferry before the winter, and that "
    "no one would be left behind.",
]
BUTTONS = ["Share this:", "Related articles"]


def removed(text, **options):
    stage = Boilerplate(Boilerplate.read_options(options))
    [doc] = stage.process([Document.from_text(text)])
    return [doc.raw[start:end] for start, end, *_ in doc.removed]


@pytest.mark.parametrize(
    "text",
    [
        "Wheat prices rose 4% in Lyon.",
        "The minister refused to answer.",
        "Live: Norway beats Chile",
        "Clara Nilsen",
        "She smiled.",
        "Hello.",
        "By Friday, the rain had reached Porto.",
        "Clara Nilsen\nMinister of Fisheries",
        "Wheat is gold\nBarley is brown\nOats are silver\nThe mill burned down\nWe ate the straw",
    ],
)
@pytest.mark.parametrize("learned", [True, False])
def test_short_documents_are_not_emptied(text, learned):
    """A document of few lines, or without prose, keeps every line without a typical phrase or shape."""
    assert removed(text, learned=learned) == []


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to get the latest posts sent to your email.",
        "© 2023 The Lundby Post. All rights reserved.",
        "Follow us on Facebook.",
        "Abonnez-vous à notre newsletter.",
    ],
)
@pytest.mark.parametrize("learned", [True, False])
def test_a_phrase_needs_no_context(text, learned):
    """A line that is a typical phrase is removed even if it is alone."""
    assert removed(text, learned=learned) == [text]


SENTENCES = [
    "Advertisement for tobacco was banned in Chile.",
    "Comments from the bishop upset the village.",
    "Copyright cases were heard by the court in May.",
    "By Clara Nilsen's count, the fleet lost nine boats.",
    "By Easter, most of the boats were gone.",
    "Watch towers were built along the coast, historians said.",
    "Photo albums were found in the attic.",
    "Written by Paul Brown, the song topped the charts.",
    "More in Lundby are out of work than ever.",
    "She now works for Bloomberg.",
    "Werbung für Tabak wird verboten.",
    "Doctor Ida Holm warned: “Share the needle with nobody.”",
    "The bank did not explain. Subscribe to the newsletter was what the director told customers.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("learned", [True, False])
def test_sentences_may_open_with_a_label(sentence, learned):
    """A complete sentence stays, alone and anywhere in an article, whatever word it starts with."""
    for lines in ([], ARTICLE):
        for index in {0, len(lines) // 2, len(lines)}:
            text = "\n".join([*lines[:index], sentence, *lines[index:]])
            assert removed(text, learned=learned) == []


@pytest.mark.parametrize("learned", [True, False])
def test_a_source_inside_an_article_stays(learned):
    """The label `Source:` may name the source that an article quotes."""
    line = "Source: Ministry of Fisheries of Chile"
    assert removed("\n".join([*ARTICLE[:2], line, *ARTICLE[2:]]), learned=learned) == []


OPENINGS = [
    ["Plum cake"],
    ["Storm hits coast"],
    ["From: Clara Nilsen, Treasurer"],
    ["To: All members", "From: Clara Nilsen, Treasurer", "Subject: Boats"],
    ["It was cold.", "The rain had stopped."],
]


@pytest.mark.parametrize("lines", OPENINGS, ids=lambda lines: lines[0])
def test_openings_of_an_article_stay(lines):
    """A title, the head of a memo and short sentences above the prose stay."""
    assert removed("\n".join(lines + ARTICLE)) == []


LINES_BETWEEN = [
    [
        "Tuesday, June 19, 2034",
        "Lundby 3 – Moen 1",
        "Porto 2 – Lyon 0",
        "Group F — Lundby 3 – Moen 1",
    ],
    ["Sunday, October 21, 2034", "Running the business", "The costs", "Boat supply closet."],
]


@pytest.mark.parametrize(
    ("headline", "between"),
    [
        ("World Cup 2034 day five: Lundby, Moen, Porto win three points", LINES_BETWEEN[0]),
        ("How to replace ferry ropes – From a certified sailor", LINES_BETWEEN[0]),
        ("Summer games 2034 day five: Lundby, Moen and Porto win", LINES_BETWEEN[1]),
    ],
)
def test_a_headline_stays_although_the_prose_starts_later(headline, between):
    """A first line as long as a headline stays if a few short lines separate it from the prose."""
    lines = removed("\n".join([headline, *between, *ARTICLE]))
    assert between[0] in lines
    assert headline not in lines


def test_two_headings_in_a_row_stay():
    """A heading and a second one below it stay inside an article, as a single one does."""
    headings = ["Superheroes", "Anime"]
    assert removed("\n".join([*ARTICLE[:2], *headings, *ARTICLE[2:]])) == []
    links = ["Related articles", "Anime"]
    assert removed("\n".join([*ARTICLE[:2], *links, *ARTICLE[2:]])) == links


def test_sentences_that_end_an_article_stay():
    """Short sentences after the prose stay, and the buttons after them are removed."""
    last = ["The ferry sails on Sunday.", "It will not return.", "Nobody cheered."]
    assert removed("\n".join(ARTICLE + last)) == []
    assert removed("\n".join(ARTICLE + last + BUTTONS)) == BUTTONS


@pytest.mark.parametrize("mark", ["\t", " | "])
@pytest.mark.parametrize("learned", [True, False])
def test_rows_of_a_table_stay_together(mark, learned):
    """A table keeps all its rows, inside an article and at its end."""
    rows = [("Club", "Won", "Lost"), ("Rovers", "8", "2"), ("United", "7", "3"), ("City", "1", "9")]
    table = list(map(mark.join, rows))
    assert removed("\n".join(ARTICLE[:2] + table + ARTICLE[2:]), learned=learned) == []
    assert removed("\n".join(ARTICLE + table + BUTTONS), learned=learned) == BUTTONS


@pytest.mark.parametrize("learned", [True, False])
def test_a_row_of_links_is_removed(learned):
    """Links with separators between them are no table."""
    line = "Home | News | Sport | Weather"
    assert removed("\n".join([*ARTICLE, line]), learned=learned) == [line]


class CertainModel:
    """Scores some lines of each page as boilerplate, whatever they say, and all others as content."""

    def __init__(self, *numbers):
        self.numbers = numbers

    def score(self, pages):
        """Return the log odds of the lines of each page."""
        return [
            np.where(np.isin(np.arange(len(lines)), self.numbers), 9.0, -9.0) for lines, *_ in pages
        ]


@pytest.mark.parametrize("ending", [".", ":", ""])
def test_prose_inside_an_article_stays_without_evidence(ending):
    """A paragraph between others goes by a phrase or a shape, and not by a score alone."""
    paragraph = (
        "The ferry had been the only way to the island for a hundred years, and most of those who live "
        f"there have a photograph of it on the wall of the kitchen{ending}"
    )
    lines = list(split_lines("\n".join([ARTICLE[0], paragraph, *ARTICLE[1:], *BUTTONS])))
    classifier = LineClassifier(model=CertainModel(1, 4, 5))
    [families] = classifier.classify([("\n".join(line.text for line in lines), lines)])
    assert [family is None for family in families] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("Lund, A. (2019). Ferries of the western islands. Moen Historical Society", True),
        ("Lund, A. (2021, May). Bridges and what they cost. Harbour Press", True),
        ("[4] Ferries of the western islands, Moen Historical Society", True),
        ("The cost of bridges to islands, a review, at https://example.org/bridges", True),
        ("Ferries of the western islands, Moen Historical Society, Lund", False),
        ("See https://example.org/bridges", False),
    ],
)
def test_references_stay_without_evidence(line, is_kept):
    """What cites a work below an article is not removed by a score alone."""
    lines = list(split_lines("\n".join([*ARTICLE, line, line + " again", *BUTTONS])))
    classifier = LineClassifier(model=CertainModel(3, 4, 5, 6))
    [families] = classifier.classify([("\n".join(line.text for line in lines), lines)])
    assert [family is None for family in families] == [True] * 3 + [is_kept] * 2 + [False] * 2
