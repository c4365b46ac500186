"""Whether offices are held: by words beside them, by verbs, and by their dates."""

import json
from collections import Counter
from pathlib import Path

import pytest

from hookline import Document, Pipeline

DATA = Path(__file__).with_name("data")
ROWS = [json.loads(line) for line in (DATA / "offices.jsonl").read_text("utf-8").splitlines()]
HELD = frozenset({"current", "acting"})
OFFICES = frozenset({"leads", "holds_office"})


@pytest.fixture(scope="module")
def news():
    """The stages of news before relations, and relations."""
    names = ("clean", "stanza", "coref", "values", "relations")
    with Pipeline.from_config({"stages": [{"use": name} for name in names]}) as opened:
        yield opened


def words_of(doc, span):
    """Return the words of a span, None without one."""
    return None if span is None else doc.text[span.start : span.end]


def offices(doc, holder=""):
    """Return the offices of a document that somebody of this name has."""
    return [
        relation
        for relation in doc.relations
        if relation.type in OFFICES and holder in words_of(doc, relation.subject)
    ]


def verdict(doc, row):
    """Return whether the offices of a sentence are right, wrong or missing."""
    statuses = {(item.type, item.qualifiers.status) for item in offices(doc, row["holder"])}
    if row["status"] is None:
        held = any(type == "leads" or status in HELD for type, status in statuses)
        return "wrong" if held else "right"
    if not statuses:
        return "missing"
    right = all(
        status == row["status"] and (type != "leads" or status in HELD) for type, status in statuses
    )
    return "right" if right else "wrong"


@pytest.fixture(scope="module")
def verdicts(news):
    """Return how many offices of each set are right, wrong and missing."""
    counts = {row["set"]: Counter() for row in ROWS}
    docs = news.stream(Document.from_text(row["text"], id=row["id"]) for row in ROWS)
    for row, doc in zip(ROWS, docs, strict=True):
        counts[row["set"]][verdict(doc, row)] += 1
    return counts


@pytest.mark.parametrize(
    ("name", "right", "wrong"), [("tuning", 35, 0), ("second", 34, 0), ("held-back", 26, 2)]
)
def test_offices_have_their_status(verdicts, name, right, wrong):
    """Offices are written with the status that a reader gives them; none is given that is not held."""
    assert verdicts[name]["right"] >= right
    assert verdicts[name]["wrong"] <= wrong


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("Ann Lee, president of Peru from 1990 to 1997, spoke.", "1990", "1997"),
        ("Ann Lee, mayor of Boston between 1990 and 1997, spoke.", "1990", "1997"),
        ("Ann Lee was prime minister of Canada until 2006.", None, "2006"),
        ("Ann Lee has been mayor of Boston since 2018.", "2018", None),
        ("Ann Lee has led Acme since 2018.", "2018", None),
        ("Ann Lee, who led Mali from 2013 to 2020, spoke.", "2013", "2020"),
    ],
)
def test_dates_of_an_office_are_its_qualifiers(news, text, since, until):
    """An office has the times at which it begins and ends; one that ended is not held."""
    doc = news.process(text)
    (office,) = offices(doc, "Ann Lee")
    qualifiers = office.qualifiers
    assert (words_of(doc, qualifiers.since), words_of(doc, qualifiers.until)) == (since, until)
    assert (office.type == "leads") == (until is None)
    assert until is None or qualifiers.status == "former"


@pytest.mark.parametrize(
    ("text", "title", "status"),
    [
        ("One-time finance minister of Greece Nikos Pappas spoke.", "finance minister", "former"),
        ("Ann Lee, the would-be mayor of Boston, spoke.", "mayor", "candidate"),
        ("Peru's president-elect Ann Lee spoke.", "president", "elect"),
        (
            "Four-time finance minister of Greece Nikos Pappas disagreed.",
            "Four-time finance minister",
            "current",
        ),
        ("British Home Secretary Ann Lee spoke.", "Home Secretary", "current"),
    ],
)
def test_title_has_all_of_a_modifier_or_nothing(news, text, title, status):
    """A modifier with hyphens is in the title, or it is the status and all of it is out."""
    doc = news.process(text)
    (office,) = offices(doc)
    assert words_of(doc, office.qualifiers.title) == title
    assert office.qualifiers.status == status


def test_office_until_an_event_is_former(news):
    """Who was president until her death is it no longer; no date is given."""
    (office,) = offices(news.process("Ann Lee, president of Peru until her death, loved horses."))
    assert (office.qualifiers.status, office.qualifiers.until) == ("former", None)


def test_candidate_for_a_body_is_no_member(news):
    """Who runs for the Senate is no member of it."""
    doc = news.process("Ann Lee, a candidate for the Senate, spoke.")
    assert "member_of" not in {item.type for item in doc.relations}


def test_who_dismisses_somebody_keeps_the_office(news):
    """Of "Bob fired Ann as head of Acme" the office is Ann's, and it is former."""
    doc = news.process("Bob Ray fired Ann Lee as chief executive of Acme.")
    assert [
        (words_of(doc, item.subject), item.type, item.qualifiers.status) for item in offices(doc)
    ] == [("Ann Lee", "holds_office", "former")]


def test_verb_before_an_office_is_no_status(news):
    """In "Chelsea sacked coach Frank Moss" the verb of the clause stands before the title."""
    doc = news.process("Chelsea sacked coach Frank Moss after the defeat.")
    assert "dismisses" in {item.type for item in doc.relations}
    assert [
        item.qualifiers.title and words_of(doc, item.qualifiers.title) for item in offices(doc)
    ] == ["coach"]


def test_portfolio_is_no_body(news):
    """ "Shadow Home" is part of a title, and nobody's employer."""
    doc = news.process("Shadow Home Secretary Ann Lee met Bob Ray in Leeds.")
    ends = {words_of(doc, end) for item in doc.relations for end in (item.subject, item.object)}
    assert "Shadow Home" not in ends


def test_noun_before_an_office_is_no_holder(document, relate):
    """In "the Team Manager" a parser may take the manager for an apposition of the team."""
    doc = document(
        "Ann/PROPN/5/nsubj was=be/AUX/5/cop also/ADV/5/advmod the/DET/5/det Team=team/NOUN/0/root "
        "Manager=manager/NOUN/5/appos of/ADP/8/case Acme/PROPN/6/nmod",
        PERSON="Ann",
        ORG="Acme",
    )
    doc = relate(doc, kinds=["typed"], scorer=False)
    assert [(item.type, words_of(doc, item.subject)) for item in doc.relations] == [
        ("leads", "Ann")
    ]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("The allies want to deny any safe haven for al-Qaida in Syria.", False),
        ("The law denies Hezbollah a base in Yemen.", False),
        ("Officials said the strikes prevented a base for Hezbollah in Cyprus.", False),
        ("Hezbollah has a base in Cyprus.", True),
        ("Acme of Boston denied the claim.", True),
    ],
)
def test_site_that_is_denied_is_none(news, text, stated):
    """Nobody is based where a base is denied to them."""
    doc = news.process(text)
    based = {"based_in", "located_in"} & {item.type for item in doc.relations}
    assert bool(based) == stated


@pytest.mark.parametrize(
    ("text", "date", "status"),
    [
        ("Ann Lee, president of Acme until 2030, spoke.", "2026-07-01", "current"),
        ("Ann Lee, president of Acme until 2030, spoke.", "2031-07-01", "former"),
        ("Ann Lee, president of Acme until 2030, spoke.", None, "former"),
        ("Ann Lee is president of Acme until 2030.", None, "current"),
        ("Ann Lee was president of Acme until 2030.", "2026-07-01", "former"),
    ],
)
def test_end_of_an_office_is_compared_with_the_date_of_the_document(news, text, date, status):
    """An office with an end is over if that lies before the document's day, or if a verb says so."""
    meta = {} if date is None else {"date": date}
    (doc,) = news.stream([Document.from_text(text, meta=meta)])
    (office,) = offices(doc)
    assert office.qualifiers.status == status


@pytest.mark.parametrize(
    ("text", "object"),
    [
        ("Ann Lee, director of the Louvre Museum, spoke.", "Louvre Museum"),
        ("Lincoln High School principal Ann Lee spoke.", "Lincoln High School"),
    ],
)
def test_head_of_a_museum_or_school_leads_it(news, text, object):
    """Bodies that the entity model may take for buildings are led, too."""
    doc = news.process(text)
    (office,) = offices(doc)
    assert office.type == "leads"
    assert object in words_of(doc, office.object)


def test_head_of_a_part_does_not_lead_the_whole(news):
    """A director of sales or for Africa holds an office of the firm, and an office to come is none yet."""
    for text in (
        "Acme Corp's director of sales, Ann Lee, spoke.",
        "Ann Lee, Africa director at Acme Corp, spoke.",
        "Ann Lee, soon to be Peru's president, spoke.",
    ):
        assert {office.type for office in offices(news.process(text))} <= {"holds_office"}


@pytest.mark.parametrize(
    ("text", "talks"),
    [
        ("Ann Lee told Reuters that the plan was dead.", 0),
        ("Ann Lee told the Security Council that the plan was dead.", 1),
    ],
)
def test_what_somebody_tells_the_press_is_no_talk(news, text, talks):
    """Telling a news agency something is no talk with it; telling a council is."""
    doc = news.process(text)
    assert sum(relation.type == "talks_to" for relation in doc.relations) == talks
