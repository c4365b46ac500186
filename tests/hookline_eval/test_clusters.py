"""MUC, B³ and CEAFe agree with published examples and with each other."""

import random

import pytest
from scipy.optimize import linear_sum_assignment

from hookline_eval.scoring.clusters import MEASURES, b_cubed, ceaf_e, muc

KEY = [["a", "b", "c"], ["d", "e", "f", "g"]]
RESPONSE = [["a", "b"], ["c", "d", "e"], ["f", "g", "h"]]


def test_the_worked_example_of_the_reference_scorer():
    """The figures are those that Pradhan et al. (2014) work out for their Figure 1."""
    # Their Figure 1: key {a, b, c}, {d, e, f, g}; response {a, b}, {c, d}, {f, g, h, i}.
    response = [["a", "b"], ["c", "d"], ["f", "g", "h", "i"]]
    right, found, recalled, wanted = muc(KEY, response)
    assert (recalled / wanted, right / found) == (2 / 5, 2 / 5)
    right, found, recalled, wanted = b_cubed(KEY, response)
    assert recalled / wanted == pytest.approx((4 / 3 + 1 / 3 + 1 / 4 + 1) / 7)
    assert right / found == pytest.approx((2 + 1 / 2 + 1 / 2 + 1) / 8)
    right, found, recalled, wanted = ceaf_e(KEY, response)
    assert recalled / wanted == pytest.approx((4 / 5 + 4 / 8) / 2)
    assert right / found == pytest.approx((4 / 5 + 4 / 8) / 3)


@pytest.mark.parametrize("name", MEASURES)
def test_a_clustering_agrees_with_itself(name):
    """Equal clusterings have precision and recall 1, whatever their order."""
    right, found, recalled, wanted = MEASURES[name](KEY, [KEY[1][::-1], KEY[0]])
    assert right == pytest.approx(found)
    assert recalled == pytest.approx(wanted)


@pytest.mark.parametrize("name", MEASURES)
def test_exchanging_the_clusterings_exchanges_precision_and_recall(name):
    """Precision is recall the other way round."""
    there, back = MEASURES[name](KEY, RESPONSE), MEASURES[name](RESPONSE, KEY)
    assert there == pytest.approx((back.recalled, back.wanted, back.right, back.found))


def test_the_alignment_of_clusters_is_the_best():
    """CEAFe aligns random clusterings as scipy does."""
    choose = random.Random(0)
    for _ in range(60):
        gold, predicted = (_clustering(choose) for _ in range(2))
        table = [
            [2 * len({*left} & {*right}) / (len(left) + len(right)) for right in predicted]
            for left in gold
        ]
        rows, columns = linear_sum_assignment(table, maximize=True)
        best = sum(table[row][column] for row, column in zip(rows, columns, strict=True))
        assert ceaf_e(gold, predicted).right == pytest.approx(best)


def _clustering(choose):
    clusters = [[] for _ in range(choose.randint(1, 7))]
    for mention in range(20):
        if choose.random() < 0.9:
            choose.choice(clusters).append(mention)
    return [cluster for cluster in clusters if cluster]
