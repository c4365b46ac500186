"""Dates of the past and of the future, and the order of the ends of intervals."""

import sys
from pathlib import Path

import pytest

from hookline import Token
from hookline_values import Values

sys.path.insert(0, str(Path(__file__).parent))
from dated import document, values


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Acme wants to open a plant in September.", "September", "2026-09"),
        ("Acme aims to sell the unit in July.", "July", "2026-07"),
        ("The law is likely to take effect in June.", "June", "2026-06"),
        ("Acme is expected to have sold Bolt by July.", "July", "2026-07"),
        ("The summit will be held in September.", "September", "2026-09"),
        ("The report is to be published in June.", "June", "2026-06"),
        ("He has to appear in court on Monday.", "Monday", "2026-01-19"),
        ("Acme wanted to open a plant in September.", "September", "2025-09"),
        ("Acme is said to have sold Bolt in July.", "July", "2025-07"),
        ("Acme would have sold Bolt in July.", "July", "2025-07"),
        ("Police managed to arrest him on Monday.", "Monday", "2026-01-12"),
        ("He was ready to leave on Monday.", "Monday", "2026-01-12"),
        ("He had to appear in court in June.", "June", "2025-06"),
        ("The show is on until 30 June.", "30 June", "2026-06-30"),
        ("The shop is closed until Monday, police said.", "Monday", "2026-01-19"),
        ("The road was closed until Monday.", "Monday", "2026-01-12"),
    ],
)
def test_words_of_the_future(text, words, value):
    """A date belongs to the future where the verb before it says so of its infinitive, or "until" does."""
    assert (words, value) in values(text, (words, "DATE"))


@pytest.mark.parametrize(
    ("heads", "relations", "tags", "text", "value"),
    [
        ((None, 2, 0, 2, 5, 2), "root mark acl obj case obl", "PROPN", 0, "2026-07"),
        ((8, 2, 0, 2, 5, 2, 0, 8, None), "iobj mark acl obj case obl punct nsubj root", "PROPN", 1,
         "2026-07"),
        ((None, 2, 0, 2, 5, 2), "root mark advcl obj case obl", "VERB", 0, "2026-07"),
        ((1, None, 3, 1, 3, 6, 3), "nsubj root mark advcl obj case obl", "VERB", 2, "2025-07"),
    ],
)  # fmt: skip
def test_the_infinitive_of_a_headline_lies_in_the_future(heads, relations, tags, text, value):
    """“Acme to buy Bolt in July” is about the next July; “Acme paid to win Bolt” is not."""
    texts = [
        "Acme to buy Bolt in July",
        "Acme to buy Bolt in July , officials say",
        "Acme paid to win Bolt in July",
    ]
    assert _in_july(texts[text], heads, relations.split(), [tags] * len(heads)) == value


_PRESENT = "Mood=Ind|Tense=Pres|VerbForm=Fin"


@pytest.mark.parametrize(
    ("text", "heads", "relations", "value"),
    [
        ("Trial begin in July", (1, None, 3, 1), "nsubj root case obl", "2026-07"),
        ("He turn 80 in July", (1, None, 1, 4, 1), "nsubj root nummod case obl", "2026-07"),
        ("It take place in July", (1, None, 1, 4, 1), "nsubj root obj case obl", "2026-07"),
        ("He turn pale in July", (1, None, 1, 4, 1), "nsubj root xcomp case obl", "2025-07"),
        ("Dow open high in July", (1, None, 1, 4, 1), "nsubj root xcomp case obl", "2025-07"),
        ("He meet Xi in July", (1, None, 1, 4, 1), "nsubj root obj case obl", "2025-07"),
    ],
)
def test_the_present_of_what_is_scheduled_lies_in_the_future(text, heads, relations, value):
    """A trial begins in the next July; the stock exchange that opens higher in July has opened."""
    tags = ["NUM" if word.isdecimal() else "X" for word in text.split()]
    assert _in_july(text, heads, relations.split(), tags, feats=_PRESENT) == value


def _in_july(text, heads, relations, tags, feats=None):
    """Return the value of "July" in a text with one token a word."""
    doc = document(text, ("July", "DATE"))
    position, tokens = 0, []
    for word, head, relation, tag in zip(text.split(), heads, relations, tags, strict=True):
        start = text.index(word, position)
        position = start + len(word)
        tokens.append(Token(start, position, word, 0, word, tag, None, feats, head, relation))
    [doc] = Values(Values.read_options({})).process([doc.with_layers(tokens=tokens)])
    [entity] = doc.entities
    return entity.value


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "The plant was closed from Friday to Thursday.",
            "Friday Thursday",
            "2026-01-09 2026-01-15",
        ),
        ("The fair will run from Friday to Monday.", "Friday Monday", "2026-01-16 2026-01-19"),
        ("It will be shut from Saturday to Friday.", "Saturday Friday", "2026-01-17 2026-01-23"),
        (
            "It rained between Thursday and Wednesday.",
            "Thursday Wednesday",
            "2026-01-08 2026-01-14",
        ),
        ("He met them on Thursday and Wednesday.", "Thursday Wednesday", "2026-01-15 2026-01-14"),
        ("It was shut from December to March 2014.", "December March", "2013-12 2014-03"),
        ("It was shut from October to July.", "October July", "2024-10 2025-07"),
        ("He stayed from November to January.", "November January", "2025-11 2026-01"),
        ("He ruled from 2014 to 2010.", "2014 2010", "2014 2010"),
    ],
)
def test_an_interval_does_not_end_before_it_starts(text, words, expected):
    """Weekdays and months that are the ends of an interval stand in order."""
    found = values(text, *[(word, "DATE") for word in words.split()])
    assert [value for _, value in found] == expected.split()


@pytest.mark.parametrize(("tag", "count"), [("VERB", 0), ("ADJ", 1)])
def test_what_lasts_is_no_date(tag, count):
    """ "Will last three weeks" says how long, not when."""
    text = "It will last three weeks"
    doc = document(text).with_layers(tokens=[Token(8, 12, "last", 0, "last", tag)])
    [doc] = Values(Values.read_options({})).process([doc])
    assert len(doc.entities) == count
