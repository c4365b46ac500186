"""What the trained scorer adds, and what is asked of it."""

import pytest

from hookline_relations.mentions.candidates import MOST, candidates
from hookline_relations.scorer.features import FARTHEST, pairs
from hookline_relations.scorer.pair_scorer import Scorer
from hookline_relations.syntax.tree import trees
from hookline_relations.typed.rules import TYPES

BORN = (
    "Ann/PROPN/7/nsubj Lee/PROPN/1/flat (/PUNCT/4/punct born=bear/VERB/1/acl 1970/NUM/4/obl )/PUNCT/4/punct "
    "studied=study/VERB/0/root in/ADP/9/case Lyon/PROPN/7/obl ,/PUNCT/11/punct France/PROPN/9/appos "
    "where/ADV:WRB/15/advmod she/PRON/15/nsubj first/ADV/15/advmod met=meet/VERB/9/acl:relcl "
    "Bob/PROPN/15/obj"
)


def test_candidates_are_names_parts_pronouns_and_years(document):
    """Names, the two places of one name, pronouns, years and names without a label are candidates."""
    doc = document(BORN, PERSON="Ann Lee", LOC="Lyon, France")
    (tree,) = trees(doc)
    found = [
        (doc.text[tree.words[one.first].start : tree.words[one.last].end], one.kind)
        for one in candidates(tree)
    ]
    assert found == [
        ("Ann Lee", "PERSON"),
        ("1970", "DATE"),
        ("Lyon", "LOC"),
        ("France", "LOC"),
        ("where", "WHERE"),
        ("she", "SHE"),
        ("Bob", "NAME"),
    ]


def test_an_endless_sentence_is_bounded(document):
    """However many names a sentence has, a bounded number of pairs is looked at."""
    many = " ".join(f"N{at}/PROPN/{at}/dep x/NOUN/{at + 1}/dep" for at in range(400))
    (tree,) = trees(document(many))
    found = candidates(tree)
    assert len(found) == MOST
    assert sum(1 for _ in pairs(tree, found)) <= MOST * FARTHEST


def test_places_and_dates_are_not_paired(document):
    """Two places, or a place and a date, are no pair that the scorer knows anything of."""
    (tree,) = trees(document(BORN, PERSON="Ann Lee", LOC="Lyon, France"))
    found = candidates(tree)
    kinds = [{found[pair.first].kind, found[pair.second].kind} for pair in pairs(tree, found)]
    assert {"LOC", "DATE"} not in kinds
    assert {"LOC"} not in kinds
    assert {"PERSON", "DATE"} in kinds


def test_model_knows_types_of_the_schema():
    """Every type that the shipped model writes is one of the schema."""
    assert Scorer().types <= set(TYPES)


def test_scores_do_not_depend_on_company(document):
    """A pair has the same score alone and among others."""
    (tree,) = trees(document(BORN, PERSON="Ann Lee", LOC="Lyon, France"))
    listed = list(pairs(tree, candidates(tree)))
    scorer = Scorer()
    together = scorer.probabilities(listed)
    for row, pair in enumerate(listed):
        assert scorer.probabilities([pair])[0] == pytest.approx(together[row], abs=1e-5)


def test_scorer_can_be_left_out(document, relate):
    """Without the scorer every relation is made by a rule; with it, what it adds says so."""
    doc = document(BORN, PERSON="Ann Lee", LOC="Lyon, France", DATE="1970")
    alone = relate(doc, kinds=["typed"], scorer=False)
    both = relate(doc, kinds=["typed"], threshold=0.0)
    assert all(one.rule != "scorer" for one in alone.relations)
    added = [one for one in both.relations if one.rule == "scorer"]
    assert added
    assert all(0 <= one.score <= 1 for one in added)


def test_threshold_holds_for_the_scorer(document, relate):
    """No relation has a score below the threshold."""
    doc = document(BORN, PERSON="Ann Lee", LOC="Lyon, France", DATE="1970")
    found = relate(doc, kinds=["typed"], threshold=0.3).relations
    assert all(one.score >= 0.3 for one in found)


def test_types_hold_for_the_scorer(document, relate):
    """Types that are not wanted are not written, whoever finds them."""
    doc = document(BORN, PERSON="Ann Lee", LOC="Lyon, France", DATE="1970")
    found = relate(doc, kinds=["typed"], types=["born_on"], threshold=0.0).relations
    assert {one.type for one in found} <= {"born_on"}
