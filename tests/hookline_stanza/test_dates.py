"""Years of a range and a weekday with its date are one date, and Covid-19 is none."""

import pytest

from hookline_stanza.conversion.dates import correct_dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("From 1976|-|1983 he", ["1976-1983"]),
        ("in 2022|/|23 he", ["2022/23"]),
        ("the 2000s|–|2010s were", ["2000s–2010s"]),
        ("Thursday|, May 7|, 2015", ["Thursday, May 7, 2015"]),
        ("Friday|, 7 May", ["Friday, 7 May"]),
    ],
)
def test_parts_of_a_date_are_joined(corrected, text, dates):
    """A dash or a slash between years joins them, and a comma a weekday and its day."""
    parts = [part for part in ("1976", "1983", "2022", "23", "2000s", "2010s") if part in text]
    if not parts:
        weekday, day = text.replace("|", "").split(", ", 1)
        parts = [weekday, day]
    assert corrected(correct_dates, text, *((part, "DATE") for part in parts)) == [
        (date, "DATE") for date in dates
    ]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Monday|, Wednesday", ["Monday", "Wednesday"]),
        ("in 1987|, January 10", ["1987", "January 10"]),
        ("from 1976 - 1983", ["1976", "1983"]),
        ("May|-|June", ["May", "June"]),
        ("1976 1983", ["1976", "1983"]),
    ],
)
def test_two_dates_stay_two(corrected, text, dates):
    """Days in a list, and years with spaces around the dash, are dates of their own."""
    expected = [(date, "DATE") for date in dates]
    assert corrected(correct_dates, text, *expected) == expected


@pytest.mark.parametrize(
    ("text", "name", "label", "expected"),
    [
        ("On Tuesday night he", "Tuesday", "MISC", "DATE"),
        ("Tuesday Club met", "Tuesday", "MISC", "MISC"),
        ("On Tuesday", "Tuesday", "MISC", "MISC"),
        ("during Covid|-|19 in", "Covid-19", "DATE", "MISC"),
        ("COVID came", "COVID", "DATE", "MISC"),
    ],
)
def test_labels_that_the_spelling_decides(corrected, text, name, label, expected):
    """A weekday before a time of day is a date; a disease is none."""
    assert corrected(correct_dates, text, (name, label)) == [(name, expected)]


def test_the_stage_joins_years(annotate):
    """The stage gives one date for a range, with the dash as a token."""
    (doc,) = annotate("He led the bank from 2015–2017 and spoke on Tuesday night.")
    dates = [doc.text[e.start : e.end] for e in doc.entities if e.label == "DATE"]
    assert dates == ["2015–2017", "Tuesday"]
    assert "–" in [token.text for token in doc.tokens]


@pytest.mark.parametrize(("text", "dates"), [("8", 0), ("203 to 164", 0), ("2004 to 2009", 1)])
def test_a_number_is_no_date(corrected, text, dates):
    """Numbers of up to three digits are hours and scores."""
    assert len(corrected(correct_dates, text, (text, "DATE"))) == dates
