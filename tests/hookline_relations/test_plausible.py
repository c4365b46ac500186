"""What the scorer may not write, however sure it is."""

import pytest

from hookline_relations.mentions.candidates import candidates
from hookline_relations.syntax.tree import trees
from hookline_relations.typed.type_constraints import fits


@pytest.fixture
def plausible(document):
    """Return whether a type can hold between two candidates, given by their texts."""

    def ask(type, one, two, tree_text, **names):
        doc = document(tree_text, **names)
        (tree,) = trees(doc)
        by_text = {
            doc.text[tree.words[c.first].start : tree.words[c.last].end]: c
            for c in candidates(tree)
        }
        return fits(tree, type, by_text[one], by_text[two])

    return ask


@pytest.mark.parametrize(
    ("start", "end", "life"), [("1931", "2020", True), ("1989", "1991", False)]
)
def test_a_term_of_office_is_no_life(plausible, start, end, life):
    """Few years in brackets after a name are those of an office."""
    text = (
        f"Ann/PROPN/0/root (/PUNCT/3/punct {start}/NUM/1/nmod -/PUNCT/5/punct {end}/NUM/3/nmod "
        ")/PUNCT/3/punct"
    )
    assert plausible("born_on", "Ann", start, text, PERSON="Ann") is life
    assert plausible("died_on", "Ann", end, text, PERSON="Ann") is life


@pytest.mark.parametrize(("noun", "child"), [("son", True), ("nephew", False)])
def test_other_kin_are_no_children(plausible, noun, child):
    """The last noun of kin before a name says what the name is."""
    text = (
        f"I/PRON/2/nsubj met=meet/VERB/0/root my/PRON/4/nmod:poss {noun}/NOUN/2/obj ,/PUNCT/6/punct "
        "Bob/PROPN/4/appos"
    )
    assert plausible("child_of", "Bob", "I", text, PERSON="Bob") is child


@pytest.mark.parametrize(("noun", "seat"), [("town", True), ("north", False)])
def test_near_a_place_is_not_in_it(plausible, noun, seat):
    """ "North of Lyon" is not Lyon."""
    text = f"Ann/PROPN/2/nsubj:pass born=bear/VERB/0/root {noun}/NOUN/2/obl of/ADP/5/case Lyon/PROPN/3/nmod"
    assert plausible("born_in", "Ann", "Lyon", text, PERSON="Ann", LOC="Lyon") is seat


@pytest.mark.parametrize(("word", "nation"), [("Peruvian", True), ("Muslim", False)])
def test_a_faith_is_no_nationality(plausible, word, nation):
    """Names of faiths and parties are labelled as those of nations are."""
    text = f"the/DET/3/det {word}/ADJ/3/amod writer/NOUN/0/root Ann/PROPN/3/appos"
    text = text.replace(word, f"{word}={word.lower()}")
    assert plausible("nationality", "Ann", word, text, PERSON="Ann", NORP=word) is nation
