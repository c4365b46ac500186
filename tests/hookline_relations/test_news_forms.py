"""Typed relations in the forms that news has for them."""

import json
from pathlib import Path

import pytest

from hookline import SYMMETRIC_TYPES
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


def listed(text: str) -> str:
    """Return the tree of a list of names and punctuation, all below its first word."""
    words = text.split()
    rels = {",": "PUNCT/1/punct", ";": "PUNCT/1/punct", "and": "CCONJ/1/cc"}
    first, *others = words
    return " ".join(
        [f"{first}/PROPN/0/root", *(f"{word}/{rels.get(word, 'PROPN/1/conj')}" for word in others)]
    )


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Lyon , France , and Turin , Italy", {("Lyon", "France"), ("Turin", "Italy")}),
        ("Lyon , France , Akron , Ohio", {("Lyon", "France"), ("Akron", "Ohio")}),
        ("Beaune , Burgundy ; Bari , Apulia", {("Beaune", "Burgundy"), ("Bari", "Apulia")}),
        ("Lyon , Nice , and Turin , Italy", {("Turin", "Italy")}),
        ("France , Spain , and Turin , Italy", {("Turin", "Italy")}),
        ("Lyon , Nice , Turin , Bari", set()),
        ("Beaune , Burgundy , and Bari , Apulia", {("Bari", "Apulia")}),
    ],
)
def test_towns_of_a_list_are_in_what_follows_them(typed, text, pairs):
    """A list of towns and countries is divided in pairs, a list of towns is not."""
    names = [word for word in text.split() if word[0].isupper()]
    relations = typed(f"{listed(text)} ./PUNCT/1/punct", LOC="|".join(names))
    assert {(row[1], row[3]) for row in relations} == pairs


def test_name_is_the_possessor_of_whose(typed):
    """A name before "whose" has what follows, and a name can be the predicate of the office."""
    sentence = (
        "Acme/PROPN/9/nsubj ,/PUNCT/1/punct whose/PRON/4/nmod:poss chair/NOUN/6/nsubj is=be/AUX/6/cop "
        "Ann/PROPN/1/acl:relcl Lee/PROPN/6/flat ,/PUNCT/1/punct sued=sue/VERB/0/root Bolt/PROPN/9/obj"
    )
    relations = typed(sentence, ORG="Acme|Bolt", PERSON="Ann Lee")
    assert ("leads", "Ann Lee", "Acme") in [(row[0], row[1], row[3]) for row in relations]


@pytest.mark.parametrize("verb", ["took=take", "returned=return", "started=start"])
def test_office_that_somebody_enters(typed, verb):
    """Whoever takes over or returns as chief executive leads the firm."""
    sentence = (
        f"Ann/PROPN/2/nsubj {verb}/VERB/0/root as/ADP/5/case chief/ADJ/5/amod executive/NOUN/2/obl "
        "of/ADP/7/case Acme/PROPN/5/nmod ./PUNCT/2/punct"
    )
    relations = typed(sentence, ORG="Acme", PERSON="Ann")
    assert [(row[0], row[1], row[3]) for row in relations] == [("leads", "Ann", "Acme")]


@pytest.mark.parametrize("office", ["head", "director"])
def test_head_of_a_part_holds_an_office(typed, office):
    """The head of research at a firm does not lead the firm."""
    sentence = (
        f"Ann/PROPN/8/nsubj ,/PUNCT/3/punct {office}/NOUN/1/appos of/ADP/5/case research/NOUN/3/nmod "
        "at/ADP/7/case Acme/PROPN/5/nmod agreed=agree/VERB/0/root"
    )
    relations = typed(sentence, ORG="Acme", PERSON="Ann")
    assert [(row[0], row[1], row[3]) for row in relations] == [("holds_office", "Ann", "Acme")]


def test_place_of_a_passive_act_is_no_address(typed):
    """Whoever is arrested by the FBI in Miami says nothing about the FBI's seat."""
    sentence = (
        "Ann/PROPN/3/nsubj:pass was/AUX/3/aux:pass arrested=arrest/VERB/0/root by/ADP/6/case the/DET/6/det "
        "FBI/PROPN/3/obl:agent in/ADP/8/case Miami/PROPN/3/obl ./PUNCT/3/punct"
    )
    relations = typed(sentence, ORG="FBI", PERSON="Ann", LOC="Miami")
    assert [row[0] for row in relations] == ["arrests"]


def test_who_is_shot_dead_is_killed(typed):
    """ "Dead" may stand before the name."""
    sentence = (
        "Acme/PROPN/2/nsubj shot=shoot/VERB/0/root dead/ADJ/4/amod Ann/PROPN/2/obj ./PUNCT/2/punct"
    )
    assert [row[0] for row in typed(sentence, ORG="Acme", PERSON="Ann")] == ["kills"]


def test_agent_of_an_act_may_be_indefinite(typed):
    """ "A jury convicted Ann" is stated; "a lawyer works for Acme" says nothing of anybody."""
    act = "A/DET/2/det jury/NOUN/3/nsubj convicted=convict/VERB/0/root Ann/PROPN/3/obj"
    assert [row[:2] for row in typed(act, PERSON="Ann")] == [("convicts", "A jury")]
    life = "A/DET/2/det lawyer/NOUN/3/nsubj works=work/VERB/0/root for/ADP/5/case Acme/PROPN/3/obl"
    assert typed(life, ORG="Acme") == []


def test_complement_of_two_nouns_belongs_to_the_last(typed):
    """ "A lawyer and president of Acme" leads Acme, wherever the parser hangs the firm."""
    sentence = (
        "Ann/PROPN/9/nsubj ,/PUNCT/4/punct a/DET/4/det lawyer/NOUN/1/appos and/CCONJ/6/cc "
        "president/NOUN/4/conj of/ADP/8/case Acme/PROPN/4/nmod sang=sing/VERB/0/root"
    )
    relations = typed(sentence, ORG="Acme", PERSON="Ann")
    assert [(row[0], row[1], row[3]) for row in relations] == [("leads", "Ann", "Acme")]


def test_place_of_an_employer_is_no_home(typed):
    """Of a chemist at a college in Boston the place says where the college is."""
    sentence = (
        "Ann/PROPN/9/nsubj ,/PUNCT/4/punct a/DET/4/det chemist/NOUN/1/appos at/ADP/6/case Acme/PROPN/4/nmod "
        "in/ADP/8/case Boston/PROPN/4/nmod sang=sing/VERB/0/root"
    )
    relations = typed(sentence, ORG="Acme", PERSON="Ann", LOC="Boston")
    stated = {(row[0], row[1], row[3]) for row in relations}
    assert stated == {("works_for", "Ann", "Acme"), ("based_in", "Acme", "Boston")}


def test_envoy_of_a_country_to_another(typed):
    """One office may be of one body and to another."""
    sentence = (
        "Peru/PROPN/3/nmod:poss 's/PART:POS/1/case ambassador/NOUN/0/root to/ADP/5/case Chile/PROPN/3/nmod "
        ",/PUNCT/7/punct Ann/PROPN/3/appos"
    )
    relations = typed(sentence, PERSON="Ann", LOC="Peru|Chile")
    assert {(row[0], row[3]) for row in relations} == {
        ("holds_office", "Peru"),
        ("holds_office", "Chile"),
    }


def test_consultant_based_in_a_town_lives_there(typed):
    """The town of "a Dallas-based consultant" is where they live."""
    sentence = (
        "Ann/PROPN/6/nsubj ,/PUNCT/5/punct a/DET/5/det Dallas-based/ADJ/5/amod "
        "consultant/NOUN/1/appos sang=sing/VERB/0/root"
    )
    rows = typed(sentence, PERSON="Ann", LOC="Dallas-based")
    assert [(row[0], row[1]) for row in rows] == [("lives_in", "Ann")]


def test_democrat_of_a_state_lives_there(typed):
    """ "A California Democrat" is one of the state."""
    sentence = (
        "Ann/PROPN/5/nsubj is/AUX/5/cop a/DET/5/det California/PROPN/5/compound "
        "Democrat/PROPN/0/root"
    )
    rows = typed(sentence, PERSON="Ann", LOC="California")
    assert [(row[0], row[1], row[3]) for row in rows] == [("lives_in", "Ann", "California")]


def test_verb_before_an_office_is_no_part_of_the_title(typed):
    """Of "Ann of Peru met Chancellor Bob" Bob leads nothing."""
    sentence = (
        "Ann/PROPN/4/nsubj of/ADP/3/case Peru/PROPN/1/nmod met=meet/VERB/0/root "
        "Chancellor=chancellor/PROPN/6/nmod:desc Bob/PROPN/4/obj"
    )
    rows = {row[0] for row in typed(sentence, PERSON="Ann|Bob", LOC="Peru")}
    assert rows == {"nationality", "meets"}


def test_coach_leads_the_club_that_dismisses_them(typed):
    """Who is dismissed as a coach was the coach of whoever dismisses."""
    sentence = "Acme/PROPN/2/nsubj sacked=sack/VERB/0/root coach/NOUN/4/nmod:desc Ann/PROPN/2/obj"
    rows = {(row[0], row[1], row[3]) for row in typed(sentence, PERSON="Ann", ORG="Acme")}
    assert rows == {("dismisses", "Acme", "Ann"), ("leads", "Ann", "Acme")}


LISTED = (
    "US/PROPN:NNP/2/compound authors=author/NOUN:NNS/{root}/nsubj Ann/PROPN/2/appos ,/PUNCT/5/punct "
    "Bob/PROPN/3/conj and/CCONJ/7/cc Cy/PROPN/5/conj "
)


def test_a_plural_title_is_of_every_name_of_its_list(typed):
    """Who is listed after a noun in the plural bears it, however deep the parser nests the list."""
    sentence = LISTED.format(root=8) + "won=win/VERB:VBD/0/root"
    assert {
        (type, subject, object)
        for type, subject, _, object in typed(sentence, LOC="US", PERSON="Ann|Bob|Cy")
    } == {("nationality", name, "US") for name in ("Ann", "Bob", "Cy")}


def test_a_listed_name_with_a_title_of_its_own_does_not_bear_the_plural(typed):
    """In "US authors Ann and actor Bob" the second is no author."""
    sentence = (
        "US/PROPN:NNP/2/compound authors=author/NOUN:NNS/7/nsubj Ann/PROPN/2/appos and/CCONJ/6/cc "
        "actor/NOUN/6/nmod:desc Bob/PROPN/3/conj won=win/VERB:VBD/0/root"
    )
    assert [subject for _, subject, _, _ in typed(sentence, LOC="US", PERSON="Ann|Bob")] == ["Ann"]


def test_an_acronym_may_follow_a_possessive_ending(typed):
    """The brackets of "the Labour Party's (LP) members" repeat the name."""
    sentence = (
        "Labour/PROPN/2/compound Party/PROPN/7/nmod:poss 's/PART:/2/case (/PUNCT/5/punct LP/PROPN/7/appos "
        ")/PUNCT/5/punct members=member/NOUN/8/nsubj left=leave/VERB/0/root"
    )
    assert ("same_as", "Labour Party", "LP") in {
        (type, subject, object)
        for type, subject, _, object in typed(sentence, ORG="Labour Party|LP")
    }


def test_a_possessor_is_read_whatever_the_parser_calls_it(typed):
    """A name with a possessive ending before a name is its owner."""
    sentence = "CNBC/PROPN/3/nmod:desc 's/PART:/1/case Ann/PROPN/4/nsubj left=leave/VERB/0/root early/ADV/4/advmod"
    assert [
        (subject, object) for _, subject, _, object in typed(sentence, ORG="CNBC", PERSON="Ann")
    ] == [("Ann", "CNBC")]


def test_who_is_based_somewhere_lives_there(typed):
    """A politician based in Sweden lives there, and is of the body that he is part of."""
    sentence = (
        "Ann/PROPN/9/nsubj ,/PUNCT/3/punct part/NOUN/1/appos of/ADP/5/case Congress/PROPN/3/nmod "
        "based=base/VERB:VBN/1/acl in/ADP/8/case Oslo/PROPN/6/obl left=leave/VERB/0/root"
    )
    assert {
        (type, object)
        for type, _, _, object in typed(sentence, PERSON="Ann", ORG="Congress", LOC="Oslo")
    } == {("member_of", "Congress"), ("lives_in", "Oslo")}


def test_a_department_is_no_nation(typed):
    """In "Secretary of State Ann" the state is none that one is a national of."""
    sentence = (
        "Secretary/PROPN/4/nmod:desc of/ADP/3/case State=state/PROPN/4/nmod Ann/PROPN/5/nsubj "
        "left=leave/VERB/0/root"
    )
    assert not typed(sentence, PERSON="Ann")
