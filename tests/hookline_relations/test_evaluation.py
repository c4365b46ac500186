"""How relations are scored."""

import pytest

from hookline_relations.evaluation import Score, Triple, typed_scores


def test_typed_relations_are_counted_by_type():
    """A relation is right where its type and both ends are."""
    expected = [Triple("leads", (0, 3), (5, 9)), Triple("meets", (0, 3), (5, 9))]
    found = [Triple("leads", (0, 3), (5, 9)), Triple("leads", (0, 3), (10, 12))]
    assert typed_scores(expected, found) == {"leads": Score(1, 1, 0), "meets": Score(0, 0, 1)}


def test_overlap_is_enough_where_asked_for():
    """With `overlap` ends that share a character are equal."""
    expected, found = [Triple("leads", (0, 3), (5, 9))], [Triple("leads", (1, 2), (8, 12))]
    assert typed_scores(expected, found)["leads"] == Score(0, 1, 1)
    assert typed_scores(expected, found, overlap=True)["leads"] == Score(1, 0, 0)


def test_symmetric_types_may_be_either_way_round():
    """The ends of a symmetric relation may be swapped, those of another may not."""
    expected, found = [Triple("meets", (0, 3), (5, 9))], [Triple("meets", (5, 9), (0, 3))]
    assert typed_scores(expected, found, {"meets"})["meets"] == Score(1, 0, 0)
    assert typed_scores(expected, found)["meets"] == Score(0, 1, 1)


def test_optional_relations_count_neither_way():
    """One that is optional is neither missed nor wrong."""
    expected = [Triple("meets", (0, 3), (5, 9), optional=True)]
    assert typed_scores(expected, [])["meets"] == Score(0, 0, 0)
    assert typed_scores(expected, [Triple("meets", (0, 3), (5, 9))])["meets"] == Score(0, 0, 0)


def test_scores_add_up():
    """Scores of documents are added before precision and recall are taken."""
    score = Score(3, 1, 0) + Score(1, 0, 4)
    assert (score.precision, score.recall) == (0.8, 0.5)
    assert score.f1 == pytest.approx(8 / 13)
    assert Score().f1 == 0
