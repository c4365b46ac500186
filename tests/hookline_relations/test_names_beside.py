"""Typed relations of names that stand beside titles, bodies, places and brackets."""

import pytest


def ends(relations):
    """Return type, subject and object of relations."""
    return {(type, subject, object) for type, subject, _, object in relations}


def test_body_between_commas_after_an_office(typed):
    """ "Ann Lee, commander, Acme." says whom she commands; "Acme and Bolt" would be a list."""
    sentence = (
        "said=say/VERB/0/root Ann/PROPN/1/nsubj Lee/PROPN/2/flat ,/PUNCT/5/punct "
        "commander/NOUN/2/appos ,/PUNCT/7/punct Acme/PROPN/2/appos{}"
    )
    closed = typed(sentence.format(" ./PUNCT/1/punct"), PERSON="Ann Lee", ORG="Acme")
    assert ("leads", "Ann Lee", "Acme") in ends(closed)
    listed = typed(
        sentence.format(" and/CCONJ/9/cc Bolt/PROPN/7/conj left/VERB/1/conj"),
        PERSON="Ann Lee",
        ORG="Acme|Bolt",
    )
    assert ("leads", "Ann Lee", "Acme") not in ends(listed)


def test_name_follows_the_complement_of_its_title(typed):
    """ "the president of Nicaragua Daniel Ortega" is one title and one name."""
    sentence = (
        "We/PRON/2/nsubj saw=see/VERB/0/root the/DET/4/det president/NOUN/2/obj of/ADP/6/case "
        "Nicaragua/PROPN/4/nmod Daniel/PROPN/4/nmod Ortega/PROPN/7/flat ./PUNCT/2/punct"
    )
    relations = typed(sentence, PERSON="Daniel Ortega", LOC="Nicaragua")
    assert ends(relations) == {("leads", "Daniel Ortega", "Nicaragua")}


def test_king_after_a_relative_is_no_complement_of_a_title(typed):
    """In "the daughter of King Carlos of Spain" the king is the parent, and the daughter no king."""
    sentence = (
        "Ann/PROPN/4/nsubj was=be/AUX/4/cop the/DET/4/det daughter/NOUN/0/root of/ADP/7/case "
        "King/PROPN/7/nmod:desc Carlos/PROPN/4/nmod of/ADP/9/case Spain/PROPN/7/nmod ./PUNCT/4/punct"
    )
    relations = ends(typed(sentence, PERSON="Ann|Carlos", LOC="Spain"))
    assert ("child_of", "Ann", "Carlos") in relations
    assert ("leads", "Ann", "Spain") not in relations


def test_possessor_counts_where_the_tree_has_another_head(typed):
    """What stands before 's and a name has it: "the Treasury's Sanctions Office"."""
    sentence = (
        "They/PRON/2/nsubj asked=ask/VERB/0/root the/DET/6/det Treasury/PROPN/6/nmod 's/PART/4/case "
        "Sanctions-Office/PROPN/2/obj ./PUNCT/2/punct"
    )
    relations = typed(sentence, ORG="Treasury|Sanctions-Office")
    assert ("part_of", "Sanctions-Office", "Treasury") in ends(relations)


def test_examples_of_a_plural_are_meant(typed):
    """Who accuses "rivals such as Israel and Jordan" accuses both."""
    sentence = (
        "Iran/PROPN/2/nsubj accuses=accuse/VERB/0/root its/PRON/4/nmod:poss rivals=rival/NOUN:NNS/2/obj "
        "such/ADJ/7/case as/ADP/5/fixed Israel/PROPN/4/nmod and/CCONJ/9/cc Jordan/PROPN/7/conj ./PUNCT/2/punct"
    )
    relations = ends(typed(sentence, LOC="Iran|Israel|Jordan"))
    assert {("accuses", "Iran", "Israel"), ("accuses", "Iran", "Jordan")} <= relations


def test_two_persons_share_a_body(typed):
    """ "Ann Lee and Bob Roe from Acme" are both of Acme."""
    sentence = (
        "We/PRON/2/nsubj saw=see/VERB/0/root Ann/PROPN/2/obj Lee/PROPN/3/flat and/CCONJ/6/cc "
        "Bob/PROPN/3/conj Roe/PROPN/6/flat from/ADP/9/case Acme/PROPN/6/nmod ./PUNCT/2/punct"
    )
    relations = typed(sentence, PERSON="Ann Lee|Bob Roe", ORG="Acme")
    assert ends(relations) == {("member_of", "Ann Lee", "Acme"), ("member_of", "Bob Roe", "Acme")}


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("Tufo", {("same_as", "Tourism Fund Office", "Tufo")}),
        ("Chelsea", set()),
        ("TFO", {("same_as", "Tourism Fund Office", "TFO")}),
    ],
)
def test_short_name_in_brackets(typed, bracket, expected):
    """A short name in brackets starts as a word of the long one does."""
    sentence = (
        f"Tourism/PROPN/3/compound Fund/PROPN/3/compound Office/PROPN/7/nsubj (/PUNCT/5/punct "
        f"{bracket}/PROPN/3/appos )/PUNCT/5/punct agreed=agree/VERB/0/root ./PUNCT/7/punct"
    )
    assert ends(typed(sentence, ORG=f"Tourism Fund Office|{bracket}")) == expected


def test_kinds_in_brackets_are_no_name(typed):
    """ "Bolt electric vehicles (EVs)" has no second name."""
    sentence = (
        "Bolt/PROPN/3/compound Electric/PROPN/3/compound Vehicles/PROPN/7/nsubj (/PUNCT/5/punct "
        "EVs/PROPN/3/appos )/PUNCT/5/punct sell/VERB/0/root ./PUNCT/7/punct"
    )
    assert typed(sentence, PRODUCT="Bolt Electric Vehicles|EVs") == []


def test_former_name_in_brackets(typed):
    """ "Bolt (formerly Acme)" are two names of one firm."""
    sentence = (
        "Bolt/PROPN/6/nsubj (/PUNCT/4/punct formerly/ADV/4/advmod Acme/PROPN/1/appos )/PUNCT/4/punct "
        "agreed=agree/VERB/0/root ./PUNCT/6/punct"
    )
    assert ends(typed(sentence, ORG="Bolt|Acme")) == {("same_as", "Bolt", "Acme")}


def test_country_that_owns_the_next_name_places_no_town(typed):
    """In "in Sacheon, Korea's Arms Office said" the country is that of the office."""
    sentence = (
        "In/ADP/2/case Sacheon/PROPN/7/obl ,/PUNCT/2/punct Korea/PROPN/2/appos 's/PART/4/case "
        "Arms-Office/PROPN/7/nsubj said=say/VERB/0/root so/ADV/7/advmod ./PUNCT/7/punct"
    )
    relations = ends(typed(sentence, LOC="Sacheon|Korea", ORG="Arms-Office"))
    assert ("located_in", "Sacheon", "Korea") not in relations
    assert ("based_in", "Arms-Office", "Korea") in relations


@pytest.mark.parametrize(("word", "attacks"), [("drone", True), ("rail", False)])
def test_strike_of_a_nation(typed, word, attacks):
    """An "Israeli drone strike" that hits a town is an attack by Israel, a rail strike is none."""
    sentence = (
        f"An/DET/4/det Israeli/ADJ/4/amod {word}/NOUN/4/compound strike/NOUN/5/nsubj hit/VERB/0/root "
        "Tyre/PROPN/5/obj ./PUNCT/5/punct"
    )
    relations = {row[0] for row in typed(sentence, NORP="Israeli", LOC="Tyre")}
    assert ("attacks" in relations) == attacks


def test_people_is_meant_with_its_adjective_only(typed):
    """ "the Syrian people" can be attacked, "30 people" are not a people."""
    sentence = "Iran/PROPN/2/nsubj attacked=attack/VERB/0/root the/DET/5/det {}/5/{} people/NOUN/2/obj ./PUNCT/2/punct"
    assert [
        row[0] for row in typed(sentence.format("Syrian/ADJ", "amod"), LOC="Iran", NORP="Syrian")
    ]
    assert typed(sentence.format("poor/ADJ", "amod"), LOC="Iran") == []


def test_court_that_finds_guilty_convicts(typed):
    """Who is "found guilty by the Court" is convicted by it."""
    sentence = (
        "Ann/PROPN/3/nsubj:pass was/AUX/3/aux:pass found=find/VERB/0/root guilty/ADJ/3/xcomp by/ADP/7/case "
        "the/DET/7/det Court/PROPN/4/obl ./PUNCT/3/punct"
    )
    assert ends(typed(sentence, PERSON="Ann", ORG="Court")) == {("convicts", "Court", "Ann")}


def test_nearest_name_is_what_is_also_known(typed):
    """In "Acme and Bolt, also known as Nut," only Bolt has another name."""
    sentence = (
        "Acme/PROPN/10/nsubj and/CCONJ/3/cc Bolt/PROPN/1/conj ,/PUNCT/6/punct also/ADV/6/advmod "
        "known=know/VERB:VBN/1/acl as/ADP/8/case Nut/PROPN/6/obl ,/PUNCT/6/punct left=leave/VERB/0/root ./PUNCT/10/punct"
    )
    assert ends(typed(sentence, ORG="Acme|Bolt|Nut")) == {("same_as", "Bolt", "Nut")}


def test_office_after_a_name_that_the_tree_hangs_elsewhere(typed):
    """ "The price rose, said Ann Lee, head of Acme": the office is hers, wherever it is attached."""
    sentence = (
        "The/DET/2/det price/NOUN/3/nsubj rose=rise/VERB/5/ccomp ,/PUNCT/3/punct said=say/VERB/0/root "
        "Ann/PROPN/5/nsubj Lee/PROPN/6/flat ,/PUNCT/9/punct head/NOUN/2/appos of/ADP/11/case "
        "Acme/PROPN/9/nmod ./PUNCT/5/punct"
    )
    assert ("leads", "Ann Lee", "Acme") in ends(typed(sentence, PERSON="Ann Lee", ORG="Acme"))


def test_state_of_a_country_is_in_it(typed):
    """Alaska, "the US state of Alaska", is in the US, not the other way round."""
    sentence = (
        "We/PRON/2/nsubj saw=see/VERB/0/root the/DET/5/det US/PROPN/5/compound state/NOUN/2/obj of/ADP/7/case "
        "Alaska/PROPN/5/nmod ./PUNCT/2/punct"
    )
    assert ends(typed(sentence, LOC="US|Alaska")) == {("located_in", "Alaska", "US")}
