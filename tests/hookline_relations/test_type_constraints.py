"""Constraints on what the scorer proposes, whatever the score."""

import pytest

from hookline_relations.mentions.candidates import candidate_span, find_candidates
from hookline_relations.syntax.sentences import sentence_trees
from hookline_relations.typed.schema import builtin_schema
from hookline_relations.typed.type_constraints import allows


@pytest.fixture
def allowed(document):
    """Return whether a type can hold between two candidates, given by their texts."""

    def check(type, subject, object, tree_text, **names):
        doc = document(tree_text, **names)
        (tree,) = sentence_trees(doc)
        by_text = {
            doc.text[slice(*candidate_span(tree, candidate))]: candidate
            for candidate in find_candidates(tree)
        }
        relation_type = builtin_schema().type(type)
        return allows(relation_type, tree, by_text[subject], by_text[object])

    return check


@pytest.mark.parametrize(
    ("start", "end", "life"), [("1931", "2020", True), ("1989", "1991", False)]
)
def test_a_term_of_office_is_no_life(allowed, start, end, life):
    """A short range of years in brackets after a name is a term of office."""
    text = (
        f"Ann/PROPN/0/root (/PUNCT/3/punct {start}/NUM/1/nmod -/PUNCT/5/punct {end}/NUM/3/nmod "
        ")/PUNCT/3/punct"
    )
    assert allowed("born_on", "Ann", start, text, PERSON="Ann") is life
    assert allowed("died_on", "Ann", end, text, PERSON="Ann") is life


@pytest.mark.parametrize(("noun", "child"), [("son", True), ("nephew", False)])
def test_other_kin_are_no_children(allowed, noun, child):
    """The last noun of kinship before a name says what the person is."""
    text = (
        f"I/PRON/2/nsubj met=meet/VERB/0/root my/PRON/4/nmod:poss {noun}/NOUN/2/obj ,/PUNCT/6/punct "
        "Bob/PROPN/4/appos"
    )
    assert allowed("child_of", "Bob", "I", text, PERSON="Bob") is child


@pytest.mark.parametrize(("noun", "seat"), [("town", True), ("north", False)])
def test_near_a_place_is_not_in_it(allowed, noun, seat):
    """ "North of Lyon" is not Lyon."""
    text = f"Ann/PROPN/2/nsubj:pass born=bear/VERB/0/root {noun}/NOUN/2/obl of/ADP/5/case Lyon/PROPN/3/nmod"
    assert allowed("born_in", "Ann", "Lyon", text, PERSON="Ann", LOC="Lyon") is seat


@pytest.mark.parametrize(("word", "nation"), [("Peruvian", True), ("Muslim", False)])
def test_a_faith_is_no_nationality(allowed, word, nation):
    """Names of faiths and parties are labelled like those of nations."""
    text = f"the/DET/3/det {word}/ADJ/3/amod writer/NOUN/0/root Ann/PROPN/3/appos"
    text = text.replace(word, f"{word}={word.lower()}")
    assert allowed("nationality", "Ann", word, text, PERSON="Ann", NORP=word) is nation
