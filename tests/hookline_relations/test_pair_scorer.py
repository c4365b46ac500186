"""The trained scorer: its candidates, its scores, and the options that limit it."""

import pytest

from hookline_relations.mentions.candidates import MAX_CANDIDATES, candidate_span, find_candidates
from hookline_relations.scorer.features import MAX_DISTANCE, candidate_pairs
from hookline_relations.scorer.pair_scorer import PairScorer
from hookline_relations.syntax.sentences import sentence_trees
from hookline_relations.typed.schema import builtin_schema

BORN = (
    "Ann/PROPN/7/nsubj Lee/PROPN/1/flat (/PUNCT/4/punct born=bear/VERB/1/acl 1970/NUM/4/obl )/PUNCT/4/punct "
    "studied=study/VERB/0/root in/ADP/9/case Lyon/PROPN/7/obl ,/PUNCT/11/punct France/PROPN/9/appos "
    "where/ADV:WRB/15/advmod she/PRON/15/nsubj first/ADV/15/advmod met=meet/VERB/9/acl:relcl "
    "Bob/PROPN/15/obj"
)


def test_candidates_are_names_parts_pronouns_and_years(document):
    """Names, the two places of one name, pronouns, years and names without a label are candidates."""
    doc = document(BORN, PERSON="Ann Lee", LOC="Lyon, France")
    (tree,) = sentence_trees(doc)
    candidates = [
        (doc.text[slice(*candidate_span(tree, candidate))], candidate.kind)
        for candidate in find_candidates(tree)
    ]
    assert candidates == [
        ("Ann Lee", "PERSON"),
        ("1970", "DATE"),
        ("Lyon", "LOC"),
        ("France", "LOC"),
        ("where", "WHERE"),
        ("she", "SHE"),
        ("Bob", "NAME"),
    ]


def test_an_endless_sentence_is_bounded(document):
    """A sentence of hundreds of names has a bounded number of pairs."""
    many = " ".join(f"N{index}/PROPN/{index}/dep x/NOUN/{index + 1}/dep" for index in range(400))
    (tree,) = sentence_trees(document(many))
    candidates = find_candidates(tree)
    assert len(candidates) == MAX_CANDIDATES
    pairs = list(candidate_pairs(tree, candidates))
    assert len(pairs) <= MAX_CANDIDATES * MAX_DISTANCE


def test_places_and_dates_are_not_paired(document):
    """Two places, or a place and a date, are not scored."""
    (tree,) = sentence_trees(document(BORN, PERSON="Ann Lee", LOC="Lyon, France"))
    candidates = find_candidates(tree)
    kinds = [
        {candidates[pair.first].kind, candidates[pair.second].kind}
        for pair in candidate_pairs(tree, candidates)
    ]
    assert {"LOC", "DATE"} not in kinds
    assert {"LOC"} not in kinds
    assert {"PERSON", "DATE"} in kinds


def test_model_scores_types_of_the_schema():
    """Every type of the shipped model is a built-in one."""
    assert PairScorer().types <= set(builtin_schema().types)


def test_scores_do_not_depend_on_other_pairs(document):
    """A pair has the same score alone and among others."""
    (tree,) = sentence_trees(document(BORN, PERSON="Ann Lee", LOC="Lyon, France"))
    pairs = list(candidate_pairs(tree, find_candidates(tree)))
    scorer = PairScorer()
    together = scorer.probabilities(pairs)
    for row, pair in enumerate(pairs):
        assert scorer.probabilities([pair])[0] == pytest.approx(together[row], abs=1e-5)


def test_scorer_can_be_left_out(document, relate):
    """Without the scorer every relation has a rule; those of the scorer say so."""
    doc = document(BORN, PERSON="Ann Lee", LOC="Lyon, France", DATE="1970")
    alone = relate(doc, kinds=["typed"], scorer=False)
    both = relate(doc, kinds=["typed"], threshold=0.0)
    assert all(relation.rule != "scorer" for relation in alone.relations)
    added = [relation for relation in both.relations if relation.rule == "scorer"]
    assert added
    assert all(0 <= relation.score <= 1 for relation in added)


def test_threshold_holds_for_the_scorer(document, relate):
    """No relation has a score below the threshold."""
    doc = document(BORN, PERSON="Ann Lee", LOC="Lyon, France", DATE="1970")
    relations = relate(doc, kinds=["typed"], threshold=0.3).relations
    assert all(relation.score >= 0.3 for relation in relations)


def test_types_hold_for_the_scorer(document, relate):
    """Types that are not wanted are not written by the scorer either."""
    doc = document(BORN, PERSON="Ann Lee", LOC="Lyon, France", DATE="1970")
    relations = relate(doc, kinds=["typed"], types=["born_on"], threshold=0.0).relations
    assert {relation.type for relation in relations} <= {"born_on"}
