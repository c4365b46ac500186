"""Typed relations in the forms that news has for them."""

import json
from pathlib import Path

import pytest

from hookline_eval.gold.relation_types import SYMMETRIC_TYPES
from hookline_relations.typed.schema import builtin_schema

DATA = Path(__file__).with_name("data")
HALVES = {
    half: [
        json.loads(line) for line in (DATA / f"facts.{half}.jsonl").read_text("utf-8").splitlines()
    ]
    for half in ("dev", "test")
}


@pytest.mark.parametrize("half", HALVES)
def test_facts_are_of_known_types_between_words(half):
    """Types are built-in ones, ends are words of the sentence, and every sentence has a licence."""
    for row in HALVES[half]:
        assert row["source"]
        assert row["licence"]
        for fact in row["typed"]:
            assert fact["type"] in builtin_schema().types
            for start, end in (fact["subject"], fact["object"]):
                assert row["text"][start:end].strip() == row["text"][start:end] != ""


def test_no_article_is_in_both_halves():
    """What is held back is held back by article."""
    articles = [{row["id"] for row in rows} for rows in HALVES.values()]
    assert articles[0].isdisjoint(articles[1])


def test_evaluation_swaps_the_ends_of_symmetric_types():
    """The evaluation knows the same symmetric types as the schema."""
    types = builtin_schema().types
    assert {name for name, type in types.items() if type.symmetric} == SYMMETRIC_TYPES


def test_place_after_a_name_with_a_region_between(typed):
    """The noun for a region may stand between two places."""
    sentence = (
        "Cuttack/PROPN/8/nsubj in/ADP/4/case the/DET/4/det state/NOUN/8/obl of/ADP/6/case "
        "Orissa/PROPN/4/nmod was/AUX/8/aux flooded=flood/VERB/0/root ./PUNCT/8/punct"
    )
    assert [
        (type, subject, object)
        for type, subject, _, object in typed(sentence, LOC="Cuttack|Orissa")
    ] == [("located_in", "Cuttack", "Orissa")]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("1", "0", ("Sweden", "Korea")), ("1", "2", ("Korea", "Sweden")), ("1", "1", None)],
)
def test_result_says_who_won(typed, first, second, expected):
    """The side with more goals defeats the other one; a draw says nothing."""
    sentence = (
        f"Sweden/PROPN/0/root {first}/NUM/1/nummod –/PUNCT/4/punct {second}/NUM/1/nummod "
        "Korea/PROPN/1/nmod ./PUNCT/1/punct"
    )
    ends = [
        (subject, object)
        for type, subject, _, object in typed(sentence, LOC="Sweden|Korea")
        if type == "defeats"
    ]
    assert ends == ([] if expected is None else [expected])


@pytest.mark.parametrize(("place", "type"), [("Spain", "nationality"), ("Boston", "lives_in")])
def test_country_is_an_origin_and_a_town_a_residence(typed, place, type):
    """Who is "of" a country is of its nation, who is "of" a town lives there."""
    sentence = f"Ann/PROPN/4/nsubj of/ADP/3/case {place}/PROPN/1/nmod sang=sing/VERB/0/root ./PUNCT/4/punct"
    assert [row[0] for row in typed(sentence, PERSON="Ann", LOC=place)] == [type]


def test_list_of_places_is_no_address(typed):
    """In "visited Lima, Cusco, Quito" no place is in another."""
    sentence = (
        "He/PRON/2/nsubj saw=see/VERB/0/root Lima/PROPN/2/obj ,/PUNCT/5/punct Cusco/PROPN/3/conj "
        ",/PUNCT/7/punct Quito/PROPN/3/conj ./PUNCT/2/punct"
    )
    assert typed(sentence, LOC="Lima|Cusco|Quito") == []


def test_who_is_jailed_for_a_murder_killed(typed):
    """A sentence for a crime says who did it."""
    sentence = (
        "Ann/PROPN/3/nsubj:pass was/AUX/3/aux:pass jailed=jail/VERB/0/root for/ADP/6/case the/DET/6/det "
        "murder/NOUN/3/obl of/ADP/8/case Bob/PROPN/6/nmod ./PUNCT/3/punct"
    )
    relations = typed(sentence, PERSON="Ann|Bob")
    assert ("kills", "Ann", "Bob") in [(row[0], row[1], row[3]) for row in relations]
