"""Relatives of one family name are persons of their own."""

import pytest

KIN = (
    "{0}/PROPN:s/3/nmod:poss 's/PART/1/case niece/NOUN:s/0/root Ann/PROPN:s/3/appos "
    "{0}/PROPN:s/4/flat ./PUNCT/3/punct"
)


def test_a_relative_is_another_person(chains):
    """ "Kay's niece Ann Kay" is not Kay."""
    assert chains(KIN.format("Kay"), PERSON="Kay|Ann Kay")["Kay"] == ["Kay"]


def test_a_relative_of_the_same_name_is_another_person(chains):
    """A suffix tells a father from the son who is named as his."""
    found = chains(
        "Tom/PROPN:s/3/nsubj Kay/PROPN:s/1/flat met=meet/VERB/0/root his=he/PRON:s/5/nmod:poss "
        "son/NOUN:s/3/obj Tom/PROPN:s/5/appos Kay/PROPN:s/6/flat Jr.=jr./PROPN:s/6/flat\n"
        "Kay/PROPN:s/2/nsubj sang=sing/VERB/0/root\n"
        "Kay/PROPN:s/3/nsubj Jr.=jr./PROPN:s/1/flat won=win/VERB/0/root",
        PERSON="Tom Kay|Tom Kay Jr.|Kay|Kay Jr.",
    )
    assert found["Tom Kay"] == ["Tom Kay", "his", "Kay"]
    assert found["Tom Kay Jr."][-1] == "Kay Jr."


def test_a_junior_who_is_nobodys_son_may_be_named_without_it(names):
    """A suffix alone tells nobody apart."""
    found = names("Tom Kay Jr. sang\nTom Kay won", PERSON="Tom Kay Jr.|Tom Kay")
    assert found == {"Tom Kay Jr.": ["Tom Kay Jr.", "Tom Kay"]}


def test_a_family_name_is_not_that_of_a_relative(chains):
    """Where two have it, it stands for the one who is not introduced as a relative of somebody."""
    found = chains(
        "Ann/PROPN:s/3/nsubj Kay/PROPN:s/1/flat met=meet/VERB/0/root her=she/PRON:s/5/nmod:poss "
        "son/NOUN:s/3/obj Tom/PROPN:s/5/appos Kay/PROPN:s/6/flat\n"
        "Kay/PROPN:s/2/nsubj sang=sing/VERB/0/root\n"
        "Tom/PROPN:s/3/nsubj Kay/PROPN:s/1/flat won=win/VERB/0/root",
        PERSON="Ann Kay|Tom Kay|Kay",
    )
    assert found["Ann Kay"][-1] == "Kay"


@pytest.mark.parametrize(("title", "name"), [("Mr", "Tom Kay"), ("Mrs", "Mary Kay")])
def test_a_title_is_that_of_a_given_name(names, title, name):
    """ "Mrs Kay" is Mary, whose name comes second and of whom nothing else tells."""
    found = names(f"Tom Kay met Mary Kay\n{title} Kay sang", PERSON="Tom Kay|Mary Kay|Kay")
    assert found[name] == [name, "Kay"]


def test_a_title_of_another_gender_than_the_given_name_is_somebody_else(names):
    """ "Mrs Kay" is not Tom Kay, though no other Kay has a name."""
    found = names("Tom Kay left\nMrs Kay sang", PERSON="Tom Kay|Kay")
    assert found == {"Tom Kay": ["Tom Kay"], "Kay": ["Kay"]}


@pytest.mark.parametrize(
    ("own", "expected"), [("", ["Tom Kay", "his"]), ("own/ADJ/{}/amod ", ["Tom Kay"])]
)
def test_nobody_is_a_relative_of_oneself(chains, own, expected):
    """ "Jim Roe is his brother" speaks of another one; "his own master" is oneself."""
    noun = 6 if own else 5
    found = chains(
        "Tom/PROPN:s/3/nsubj Kay/PROPN:s/1/flat sang=sing/VERB/0/root\n"
        f"Jim/PROPN:s/{noun}/nsubj Roe/PROPN:s/1/flat is=be/AUX/{noun}/cop "
        f"his=he/PRON:s/{noun}/nmod:poss {own.format(noun)}brother/NOUN:s/0/root",
        PERSON="Tom Kay|Jim Roe",
    )
    assert found["Tom Kay"] == expected
