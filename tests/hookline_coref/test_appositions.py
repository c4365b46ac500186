"""Nouns beside names: which of them are what is named."""

import pytest


def beside(noun, relation, name, more=""):
    """Return a tree of "the NOUN, NAME" with a verb, the name in a relation to the noun."""
    return f"the/DET/2/det {noun}/5/nsubj ,/PUNCT/4/punct {name}/PROPN:s/{relation} won=win/VERB/0/root{more}"


@pytest.mark.parametrize(
    ("noun", "label", "together"),
    [
        ("hosts=host/NOUN:p", "LOC", True),
        ("brother/NOUN:s", "PERSON", True),
        ("brothers=brother/NOUN:p", "PERSON", False),
    ],
)
def test_several_are_no_single_person(chains, noun, label, together):
    """ "The hosts, Qatar" are one team; "the brothers, Kevin and Joe" are not Kevin."""
    found = chains(beside(noun, "2/appos", "Kay"), **{label: "Kay"})
    assert (len(found["Kay"]) == 2) is together


def test_the_first_of_a_list_is_not_all_of_it(chains):
    """ "Dams, Lar and Kan" are not Lar."""
    found = chains(
        "the/DET/2/det dams=dam/NOUN:p/6/nsubj ,/PUNCT/4/punct Lar/PROPN:s/2/appos "
        "Kan/PROPN:s/4/conj fell=fall/VERB/0/root",
        LOC="Lar|Kan",
    )
    assert found == {"Lar": ["Lar"], "Kan": ["Kan"]}


def test_a_measure_is_nobody(chains):
    """ "4.5 mg, Ann Lee wrote" is no apposition."""
    found = chains(
        "found=find/VERB/0/root 4.5/NUM/3/nummod mg/NOUN:s/1/obj ,/PUNCT/5/punct Ann/PROPN:s/3/appos",
        PERSON="Ann",
    )
    assert found == {"Ann": ["Ann"]}


def test_a_role_is_the_person_before_the_comma(chains):
    """ "Union and Tom Kay, the director" says who Tom is, whatever the parser makes of it."""
    found = chains(
        "Union/PROPN:s/0/root and/CCONJ/3/cc Tom/PROPN:s/1/conj Kay/PROPN:s/3/flat ,/PUNCT/7/punct "
        "the/DET/7/det director/NOUN:s/1/appos",
        ORG="Union",
        PERSON="Tom Kay",
    )
    assert found == {"Union": ["Union"], "Tom Kay": ["Tom Kay", "the director"]}


def test_titles_and_parties_are_nobody(chains):
    """Neither “His” of “His Highness” nor the “D” behind a politician is a mention."""
    found = chains(
        "Tom/PROPN:s/2/nsubj met=meet/VERB/0/root His=he/PRON:s/4/nmod:poss "
        "Highness/PROPN:s/5/nmod:desc Ali/PROPN:s/2/obj (/PUNCT/7/punct D/PROPN:s/5/appos )/PUNCT/7/punct",
        PERSON="Tom|Ali",
    )
    assert found == {"Tom": ["Tom"], "Ali": ["Ali"]}


def test_a_noun_with_an_article_is_no_given_name(chains):
    """ "The Bill" is not Bill Kay, whom "Bill" alone stands for."""
    tree = (
        "Bill/PROPN:s/3/nsubj Kay/PROPN:s/1/flat sang=sing/VERB/0/root\n{}Bill/PROPN:s/{}/nsubj "
        "failed=fail/VERB/0/root"
    )
    found = chains(tree.format("The/DET/2/det ", 3), PERSON="Bill Kay")
    assert found["Bill Kay"] == ["Bill Kay"]
    found = chains(tree.format("", 2), PERSON="Bill Kay")
    assert found["Bill Kay"] == ["Bill Kay", "Bill"]


def test_the_house_is_not_the_senate(chains):
    """A chamber with a capital letter is a name, which another body does not have."""
    found = chains(
        "Senate/PROPN:s/2/nsubj voted=vote/VERB/0/root\nThe/DET/2/det House/PROPN:s/3/nsubj "
        "voted=vote/VERB/0/root",
        ORG="Senate",
    )
    assert found["Senate"] == ["Senate"]
