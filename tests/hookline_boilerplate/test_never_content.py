"""Table rows and sentences of an article never go by a phrase or a shape alone."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import Document
from hookline_boilerplate import Boilerplate
from hookline_boilerplate.patterns.languages import read_languages
from hookline_boilerplate.patterns.phrases import Phrases

PHRASES = [" ".join(phrase.words) for phrase in Phrases(read_languages()).all]
PROSE = [
    "The council of Westport voted on Monday to close the old bridge, which will be repaired until the "
    "end of the summer.",
    "Residents of the island said that nobody had told them about the plan to close the bridge this year.",
    "The mayor promised that buses would run every ten minutes, and that the shops would be helped.",
]


@cache
def stage(learned):
    return Boilerplate(Boilerplate.read_options({"learned": learned}))


def removed(text, learned=True):
    [doc] = stage(learned).process([Document.from_text(text)])
    return [doc.raw[removal.raw_start : removal.raw_end] for removal in doc.removed]


STATEMENTS = st.builds(
    lambda frame, phrase: frame.format(phrase[0].upper() + phrase[1:], phrase),
    st.sampled_from(
        [
            "{0} was not what the council of the town had asked for.",
            "{0} had been the name of the ship, the captain said.",
            "The law says “{1}” is not needed.",
            "“{0}” was written on the door of the mill.",
            "Ann Lee said that {1} was the worst of all the plans.",
            "The ministry wrote {1} on the form, which was refused.",
        ]
    ),
    st.sampled_from(PHRASES),
)


@settings(deadline=None, max_examples=150)
@given(statement=STATEMENTS, learned=st.booleans())
def test_no_sentence_with_a_finite_verb_goes_by_a_phrase_alone(statement, learned):
    """A sentence that opens with, contains or quotes a phrase stays, alone and inside an article."""
    assert removed(statement, learned) == []
    assert removed("\n".join([PROSE[0], statement, *PROSE[1:]]), learned) == []


FRAMES = {
    "German": "Die Sprecherin sagte, dass {} am Montag auf der Liste der Gemeinde stand.",
    "Spanish": "El alcalde dijo que {} no era lo que la ciudad había pedido en mayo.",
    "French": "La maire a déclaré que {} était le nom de la barque dans le port.",
    "Italian": "La sindaca disse che {} era il nome della barca nel porto.",
    "Dutch": "De burgemeester zei dat {} niet op de lijst van de gemeente stond.",
    "Portuguese": "A ministra disse que {} era o nome da casa no porto.",
}
FOREIGN = [
    FRAMES[language.name].format(phrase.removeprefix("... ").removesuffix(" ..."))
    for language in read_languages()
    if language.name in FRAMES
    for phrases in language.phrases.values()
    for phrase in phrases
]


@settings(deadline=None, max_examples=150)
@given(statement=st.sampled_from(FOREIGN), learned=st.booleans())
def test_no_sentence_of_another_language_goes_by_a_phrase_alone(statement, learned):
    """A sentence in the language of the phrase that it contains stays inside an article."""
    assert removed("\n".join([PROSE[0], statement, *PROSE[1:]]), learned) == []


CELLS = st.one_of(
    st.sampled_from(PHRASES).map(str.title),
    st.sampled_from(["Monday", "Oslo", "12", "3.5 %", "Ann Lee", "By Ann Lee", "May 5, 2024", ""]),
)


@st.composite
def tables(draw):
    """Return the lines of a table with two to five columns."""
    columns = draw(st.integers(2, 5))
    rows = draw(
        st.lists(st.lists(CELLS, min_size=columns, max_size=columns), min_size=2, max_size=5)
    )
    filled = [["Name", *row[1:-1], "3"] for row in rows]
    form = draw(st.sampled_from(["bars", "rule", "tabs"]))
    if form == "tabs":
        return ["\t".join(row) for row in filled]
    lines = [f"| {' | '.join(row)} |" for row in filled]
    return lines if form == "bars" else [lines[0], "|" + "---|" * columns, *lines[1:]]


@settings(deadline=None, max_examples=100)
@given(table=tables(), learned=st.booleans(), index=st.integers(0, 3))
def test_no_row_of_a_table_goes(table, learned, index):
    """The rows of a table stay wherever it stands, whatever its cells say."""
    assert removed("\n".join([*PROSE[:index], *table, *PROSE[index:]]), learned) == []
    assert removed("\n".join(table), learned) == []


@pytest.mark.parametrize(
    "rows",
    [
        ["| Day | Place |", "|---|---|", "| Monday | Oslo |", "| Friday | Tromsø |"],
        ["Name\tRole\tCity", "Ann Lee\tMayor\tOslo", "Bob Ray\tJudge\tRome"],
        ["Club   Won   Lost", "----   ---   ----", "Rovers   8   2", "United   7   3"],
        ["Rank", "State", "Score", "1", "Ohio", "82.0", "2", "Iowa", "81.5", "3", "Utah", "80.1",
         "4", "Maine", "79.9"],
        ["12 May – Oslo, Rockefeller", "14 May – Bergen, Grieghallen", "16 May – Tromsø, Driv"],
        ["1. Norway, 14 medals", "2. Chile, 11 medals", "3. Ghana, 9 medals"],
        ["Monday: rain, wind from the west", "Tuesday: dry", "Friday: snow"],
        ["A. Inca", "B. Maya", "C. Share", "D. Privacy policy"],
        ["(a) cookies", "(b) All rights reserved", "(c) Contact us"],
    ],
    ids=lambda rows: rows[0],
)  # fmt: skip
@pytest.mark.parametrize("learned", [True, False])
def test_tables_rankings_and_lists_of_dates_stay(rows, learned):
    """Rows of a table, a ranking, a list of dates and choices stay inside an article."""
    assert removed("\n".join([*PROSE[:2], *rows, *PROSE[2:]]), learned) == []


def test_choices_are_in_the_order_of_their_letters():
    """Lines that open with initials, and letters out of order, are no choices."""
    assert removed("\n".join([*PROSE, "A. Share", "C. Print", "Share this", "B. Subscribe"])) != []
    assert removed("\n".join([*PROSE, "A. Subscribe", "B. Share this", "C. Sign in"])) == []


@pytest.mark.parametrize("heading", ["10:45 – Police close the bridge", "14.32 Uhr: Busse fahren"])
def test_headings_of_a_live_blog_stay(heading):
    """A heading that opens with a time stays before its paragraph."""
    assert removed("\n".join([PROSE[0], heading, PROSE[1], heading, PROSE[2]])) == []


def test_a_text_without_furniture_keeps_its_date():
    """A single date in a text that has nothing else to remove stays; beside furniture it goes."""
    date = "Saturday, October 9, 2010"
    assert removed("\n".join(["Westport closes bridge", date, *PROSE * 3])) == []
    page = ["Home", "News", "Sport", date, *PROSE, "Share this:", "Related articles"]
    assert date in removed("\n".join(page))
