"""Typed relations in sentences with several names: parties of talks, lists, regions, ministers."""

import pytest


def test_talks_between_a_titled_and_a_coordinated_name(typed):
    """A conjunct of a word inside a name is a conjunct of the whole name."""
    rows = typed(
        "It/PRON/2/nsubj followed=follow/VERB/0/root talks=talk/NOUN/2/obj between/ADP/5/case "
        "Minister/PROPN/3/nmod Ann/PROPN/5/flat and/CCONJ/8/cc Bob/PROPN/6/conj",
        PERSON="Ann|Bob",
    )
    assert ("talks_to", "Ann", "talks", "Bob") in rows


def test_talks_that_were_held_between_two(typed):
    """The verb "hold" may govern "between"."""
    rows = typed(
        "Talks=talk/NOUN/3/nsubj:pass were=be/AUX/3/aux:pass held=hold/VERB/0/root in/ADP/5/case "
        "Oslo/PROPN/3/obl between/ADP/7/case Ann/PROPN/3/obl and/CCONJ/9/cc Bob/PROPN/7/conj",
        PERSON="Ann|Bob",
        LOC="Oslo",
    )
    assert ("talks_to", "Ann", "Talks", "Bob") in rows


def test_two_that_talk_with_a_third_do_not_talk_with_one_another(typed):
    """Coordinated subjects are related only if no other party is named."""
    rows = typed(
        "Ann/PROPN/4/nsubj and/CCONJ/3/cc Bob/PROPN/1/conj talked=talk/VERB/0/root with/ADP/6/case "
        "Cy/PROPN/4/obl",
        PERSON="Ann|Bob|Cy",
    )
    assert {(subject, object) for _, subject, _, object in rows} == {("Ann", "Cy"), ("Bob", "Cy")}


def test_respectively_pairs_in_order(typed):
    """Two lists with "respectively" are paired in order."""
    rows = typed(
        "Ann/PROPN/5/nsubj and/CCONJ/3/cc Bob/PROPN/1/conj are=be/AUX/5/cop students=student/NOUN/0/root "
        "at/ADP/7/case Acme/PROPN/5/nmod and/CCONJ/9/cc Bolt/PROPN/7/conj respectively/ADV/5/advmod",
        PERSON="Ann|Bob",
        ORG="Acme|Bolt",
    )
    assert {(row[1], row[3]) for row in rows if row[0] == "educated_at"} == {
        ("Ann", "Acme"),
        ("Bob", "Bolt"),
    }


@pytest.mark.parametrize("office", ["managing", "founding"])
def test_director_is_not_what_one_manages(typed, office):
    """A participle that belongs to an office is no clause, even if the parse says so."""
    rows = typed(
        f"Ann/PROPN/7/nsubj ,/PUNCT/3/punct {office}=manage/VERB/1/acl director/NOUN/3/obj "
        "of/ADP/6/case Acme/PROPN/4/nmod slept=sleep/VERB/0/root",
        PERSON="Ann",
        ORG="Acme",
    )
    assert next(row for row in rows if row[0] == "leads")[1::2] == ("Ann", "Acme")


def test_office_of_two_words(typed):
    """A noun of two words matches both: "chief executive"."""
    trees = (
        "Acme/PROPN/3/compound {word}/ADJ/3/amod executive/NOUN/4/nmod:desc Ann/PROPN/5/nsubj "
        "slept=sleep/VERB/0/root"
    )
    assert typed(trees.format(word="Chief=chief"), PERSON="Ann", ORG="Acme")[0][0] == "leads"
    other = typed(trees.format(word="junior"), PERSON="Ann", ORG="Acme")
    assert [row for row in other if row[0] == "leads"] == []


def test_director_of_a_department_does_not_lead_the_organization(typed):
    """The director of a part of an organization does not lead the organization."""
    rows = typed(
        "Ann/PROPN/11/nsubj ,/PUNCT/3/punct director/NOUN/1/appos of/ADP/7/case the/DET/7/det "
        "medical/ADJ/7/amod school/NOUN/3/nmod at/ADP/9/case Acme/PROPN/3/nmod ,/PUNCT/3/punct "
        "slept=sleep/VERB/0/root",
        PERSON="Ann",
        ORG="Acme",
    )
    assert ("leads", "Ann", "Acme") not in {(row[0], row[1], row[3]) for row in rows}


def test_region_before_its_noun_is_in_the_country_after_it(typed):
    """ "The Tibet region of China" lies in China, not the other way round."""
    rows = typed(
        "He/PRON/2/nsubj saw=see/VERB/0/root the/DET/5/det Tibet/PROPN/5/compound region/NOUN/2/obj "
        "of/ADP/7/case China/PROPN/5/nmod",
        LOC="Tibet|China",
    )
    assert [(row[1], row[3]) for row in rows if row[0] == "located_in"] == [("Tibet", "China")]


def test_acronym_is_not_part_of_its_expansion(typed):
    """Two names of one organization have no other relation."""
    rows = typed(
        "The/DET/2/det wing/NOUN/9/nsubj of/ADP/6/case World/PROPN/6/compound Food/PROPN/6/compound "
        "Bank/PROPN/2/nmod (/PUNCT/8/punct WFB/PROPN/2/appos )/PUNCT/8/punct slept=sleep/VERB/0/root",
        ORG="World Food Bank|WFB",
    )
    assert {row[0] for row in rows} <= {"same_as"}
