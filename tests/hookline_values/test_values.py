"""The stage `values`."""

import re
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import (
    Cluster,
    Entity,
    Failed,
    Mention,
    Relation,
    Sentence,
    Span,
)
from hookline.testing import check_import, check_stage
from hookline_values import Values
from hookline_values.holidays import holiday
from hookline_values.money import MoneyConvention, read_money

sys.path.insert(0, str(Path(__file__).parent))
from dated import FRIDAY, document, values
from measure import measure_dates, measure_money, rows


def test_the_stage_satisfies_the_contract():
    """Documents of any size of batch get the same values, with a date and without."""
    texts = ["On Friday he paid $5.", "The 1990s", "2026-02-30 and 99999-01-01", "9/11 20/13/2020"]
    check_stage(Values, {}, [document(text) for text in texts])
    check_stage(Values, {"date": FRIDAY}, spawn=True)
    check_import("hookline_values")


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It was on 2026-01-12.", "2026-01-12", "2026-01-12"),
        ("From 2026-01-12/2026-01-16.", "2026-01-12/2026-01-16", "2026-01-12/2026-01-16"),
        ("At 2026-01-12T10:00:00Z.", "2026-01-12T10:00:00Z", "2026-01-12"),
        ("On Friday, July 21, 2017", "Friday, July 21, 2017", "2017-07-21"),
        ("on the 3rd of May 2010", "3rd of May 2010", "2010-05-03"),
        ("the fifth of May 2010", "fifth of May 2010", "2010-05-05"),
        ("16.1.2026", "16.1.2026", "2026-01-16"),
        ("in September 2010", "September 2010", "2010-09"),
        ("from May 15-24, 2016", "May 15-24, 2016", "2016-05-15/2016-05-24"),
        ("on 5 and 7 April 2016", "5 and 7 April 2016", "{2016-04-05,2016-04-07}"),
        ("between 5 and 7 April 2016", "5 and 7 April 2016", "2016-04-05/2016-04-07"),
        ("the summer of 2015", "summer of 2015", "2015-22"),
        ("the third quarter of 2025", "third quarter of 2025", "2025-35"),
        ("the last quarter of 2025", "last quarter of 2025", "2025-36"),
        ("in H2 2025", "H2 2025", "2025-41"),
        ("in the 1990s", "1990s", "199X"),
        ("the 20th century", "20th century", "19XX"),
        ("the 5th century BC", "5th century BC", "-04XX"),
        ("Easter Monday 2025", "Easter Monday 2025", "2025-04-21"),
        ("after 9/11", "9/11", "2001-09-11"),
    ],
)
def test_absolute_dates(text, words, value):
    """Dates that say their year have a value without a date of the document."""
    assert values(text, day=None) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("reached on Friday", "Friday", "2026-01-16"),
        ("killed on Thursday night", "Thursday night", "2026-01-15"),
        ("They will meet on Monday.", "Monday", "2026-01-19"),
        ("On Monday they are to meet.", "Monday", "2026-01-19"),
        ("Monday's attack will be", "Monday", "2026-01-12"),
        ("last Friday", "last Friday", "2026-01-09"),
        ("comments made in November", "November", "2025-11"),
        ("In February we will meet.", "February", "2026-02"),
        ("It was on Dec. 26.", "Dec. 26", "2025-12-26"),
        ("on Monday, Dec. 26", "Monday, Dec. 26", "2022-12-26"),
        ("last year", "last year", "2025"),
        ("over the last year", "last year", "2025/2026"),
        ("over the last decade", "last decade", "2016/2026"),
        ("early next month", "next month", "2026-02"),
        ("two days ago", "two days ago", "2026-01-14"),
        ("twenty-one years ago", "twenty-one years ago", "2005"),
        ("the past 30 days", "past 30 days", "2025-12-17/2026-01-16"),
        ("this week", "this week", "2026-01-12/2026-01-18"),
        ("It took place this weekend.", "this weekend", "2026-01-10/2026-01-11"),
        ("the day before yesterday", "the day before yesterday", "2026-01-14"),
        ("December last year", "December last year", "2025-12"),
        ("last summer", "last summer", "2025-22"),
        ("yesterday afternoon", "yesterday afternoon", "2026-01-15"),
        ("several years ago", "several years ago", None),
    ],
)
def test_relative_dates(text, words, value):
    """Relative dates become entities, with values by the document's date, else with none."""
    assert values(text) == [(words, value)]
    assert values(text, day=None) == [(words, None)]
    assert values(text, day=None, date=FRIDAY) == [(words, value)]
    assert values(text, add=False) == []


def test_dates_that_follow_another():
    """ "The next day" counts from the date before it, a date joined with another has its year."""
    text = "It began on 3 May 2020. The next day it ended."
    assert values(text) == [("3 May 2020", "2020-05-03"), ("next day", "2020-05-04")]
    assert values("the following day") == [("following day", None)]
    joined = values("from January 23 to March 9 2014")
    assert joined == [("January 23", "2014-01-23"), ("March 9 2014", "2014-03-09")]


def test_pieces_of_a_date_become_one_entity():
    """Entities inside one date are replaced by one, which keeps what the first had."""
    split = [("2026", "DATE"), ("01", "DATE"), ("16", "MISC")]
    assert values("on 2026-01-16 in Rome", *split) == [("2026-01-16", "2026-01-16")]
    split = [("Thursday", "DATE"), ("January 12, 2006", "DATE")]
    assert values("Thursday, January 12, 2006", *split)[0][1] == "2006-01-12"


def test_entities_of_the_model_come_first():
    """A longer date stays as it is, a list of dates is divided, and names are no dates."""
    assert values("late 2015", ("late 2015", "DATE")) == [("late 2015", "2015")]
    assert values("in FY2025", ("FY2025", "DATE")) == [("FY2025", "2025")]
    assert values("2004 to 2009", ("2004 to 2009", "DATE")) == [("2004 to 2009", "2004/2009")]
    assert [v for _, v in values("1997 and 1998", ("1997 and 1998", "DATE"))] == ["1997", "1998"]
    assert values("Friday Night Live", ("Friday Night Live", "PRODUCT")) == [
        ("Friday Night Live", None)
    ]
    assert values("In 2000 we sold 2000 cars. May I?") == []
    assert values("for two weeks", ("two weeks", "DATE")) == [("two weeks", "P2W")]


def test_ambiguous_numbers():
    """Days and months in numbers have a value where they can be read in one order only."""
    assert values("16/01/2026 03/04/2026") == [("16/01/2026", FRIDAY), ("03/04/2026", None)]
    assert values("03/04/2026", numeric="dmy") == [("03/04/2026", "2026-04-03")]
    assert values("03/04/2026", numeric="mdy") == [("03/04/2026", "2026-03-04")]
    assert values("2025-11", ("2025-11", "DATE")) == [("2025-11", "2025-11")]
    assert values("2005-06", ("2005-06", "DATE")) == [("2005-06", None)]
    assert values("February 30, 2020") == [("February 30, 2020", None)]


def test_what_points_at_entities_is_adjusted():
    """Clusters and relations point at the same entities when dates come between them."""
    doc = document("Ann left yesterday with Bo.", ("Ann", "PERSON"), ("Bo", "PERSON"))
    names = [
        Cluster(n, "PERSON", (Mention(*doc.entities[i][:2], i),))
        for i, n in enumerate(("Ann", "Bo"))
    ]
    ends = [Span(*entity[:2], index) for index, entity in enumerate(doc.entities)]
    with_bo = Relation("meets", ends[0], Span(4, 8), ends[1], 0, "r")
    doc = doc.with_layers(clusters=names, relations=[with_bo])
    [outcome] = check_stage(Values, {}, [doc], texts=[], fuzz=0)
    assert [entity.label for entity in outcome.entities] == ["PERSON", "DATE", "PERSON"]
    assert outcome.clusters[1].mentions[0].entity == 2
    assert outcome.relations[0].object.entity == 2


@pytest.mark.parametrize("day", ["next Friday", 5, "2026-02-30", ["2026-01-16"]])
def test_a_date_of_the_document_that_is_none_is_refused(day):
    """A document with a bad `meta.date` fails, and the message says what was found and where."""
    doc = document("last year").with_meta(date=day)
    good = document("last year")
    failed, outcome = Values(Values.read_options({})).process([doc, good])
    assert isinstance(failed, Failed)
    assert re.search(r"expected meta.date to be a date .* found .* \(d\)", str(failed.error))
    assert outcome.entities[0].value == "2025"


def test_options_are_checked():
    """A date in the options that is none is refused before the run starts."""
    with pytest.raises(ValueError, match="expected a date as YYYY-MM-DD, found 'Friday'"):
        Values.read_options({"date": "Friday"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It sank on May 2, 2020. Three days later it rose.", ["2020-05-02", "2020-05-05"]),
        ("It was 2 in March, up from 1 a month earlier.", ["2025-03", "2025-02"]),
        ("In May 2019 it fell; two years later it rose.", ["2019-05", "2021"]),
        ("In Q3 2025 it was 2, up from 1 a year earlier.", ["2025-35", "2024-35"]),
        (
            "In May 2025 it was 2 (a year earlier: 1) and 4 (a year earlier: 3).",
            ["2025-05", "2024", "2024"],
        ),
        ("In 2019 it fell; a month later it rose.", ["2019", None]),
        ("In May 2019 it fell; a century later it rose.", ["2019-05", "211X"]),
        ("It sank on 7 Aug. 2020 and rose three hours later.", ["2020-08-07"]),
        ("He came two days earlier than planned.", []),
        ("On New Year's Eve it sank.", ["2025-12-31"]),
        ("The Christmas tree fell.", []),
    ],
)
def test_dates_that_count_from_a_date_before_them(text, found):
    """ "Three days later" counts from the date mentioned last that is exact enough, but "a year
    earlier" is none that another counts from."""
    entities = [(year, "DATE") for year in re.findall(r"(?<=In )2019|March", text)]
    assert [value for _, value in values(text, *entities)] == found


def test_annotated_dates_and_amounts():
    """Given the spans of the annotated sets, nearly all values are right."""

    def annotate(docs):
        for doc in docs:
            gold = next(row["dates"] for row in rows(part) if row["id"] == doc.id)
            spans = [Entity(item["start"], item["end"], "DATE") for item in gold]
            yield doc.with_layers(sentences=[Sentence(0, len(doc.text))], entities=spans)

    for part in ("dates.dev", "dates.held_back"):
        assert measure_dates(part, annotate)["value"] > 0.9
    assert measure_money("money.held_back") > 0.9


@given(st.text("0123456789-/.,'’ $€£¥abJanuaryMonday\n last next ago two BC", max_size=60))
def test_any_text_is_read(text):
    """No text makes the stage fail, and what it finds lies in the text."""
    for _, value in values(text):
        assert value is None or value
    read_money(text, MoneyConvention())


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)))
def test_written_dates_are_read_back(day):
    """Every day of the years 1000 to 2199 is read from the ways in which English text writes it."""
    for form in ("{d} {m} {y}", "{m} {d}, {y}", "{m} {d} {y}"):
        text = form.format(d=day.day, m=day.strftime("%B"), y=day.year)
        assert values(text, day=None) == [(text, day.isoformat())]
    [(_, value)] = values("yesterday", day=day.isoformat())
    assert (day - date.fromisoformat(value)).days == 1


def test_holidays():
    """Movable holidays are on their days: Easter by the Gregorian calendar, Thanksgiving in the USA."""
    assert holiday("Easter", 2024) == date(2024, 3, 31)
    assert holiday("Good  Friday", 2025) == date(2025, 4, 18)
    assert holiday("Thanksgiving Day", 2016) == date(2016, 11, 24)
