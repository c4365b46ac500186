"""Counts, ratios and their intervals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline_eval.scoring.scores import Scores

COUNTS = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    min_size=1,
    max_size=30,
)


def scores(rows):
    """Return scores with one document for every label and its counts."""
    result = Scores()
    for number, (label, right, wrong, missed) in enumerate(rows):
        result.open(f"d{number}", "even" if number % 2 == 0 else "odd")
        result.add("things", label, right=right, found=right + wrong, wanted=right + missed)
    return result


@settings(max_examples=30, deadline=None)
@given(COUNTS)
def test_the_total_is_the_sum_of_its_labels_and_of_its_groups(rows):
    """The ratios are computed from summed counts, and each breakdown adds up to the total."""
    (measure,) = scores(rows).measures(resamples=5)
    for part in (measure.labels, measure.groups):
        for field in range(4):
            assert sum(row.counts[field] for row in part) == measure.total.counts[field]
    right, found, wanted, _ = measure.total.counts
    if found + wanted:
        assert measure.total.ratios.f1 == pytest.approx(2 * right / (found + wanted))
    else:
        assert measure.total.ratios == (None, None, None)


@settings(max_examples=30, deadline=None)
@given(COUNTS, st.integers(0, 5))
def test_an_interval_is_ordered_and_repeatable(rows, seed):
    """The same seed gives the same interval, with its ends in order and between 0 and 1."""
    first, again = (scores(rows).measures(50, seed) for _ in range(2))
    assert first == again
    for row in (first[0].total, *first[0].labels):
        if row.low and row.low.f1 is not None:
            assert 0 <= row.low.f1 <= row.high.f1 <= 1


def test_equal_documents_have_an_interval_of_no_width():
    """If every document has the same counts, both ends of the interval are the ratio."""
    (measure,) = scores([("A", 3, 1, 2)] * 20).measures(200)
    total = measure.total
    assert total.low.f1 == pytest.approx(total.ratios.f1)
    assert total.high.f1 == pytest.approx(total.ratios.f1)


def test_the_width_of_an_interval_is_that_of_a_proportion():
    """With half of the documents right, the interval is that of a proportion of one half."""
    (measure,) = scores([("A", 1, 0, 0), ("A", 0, 1, 1)] * 50).measures(2000)
    width = measure.total.high.f1 - measure.total.low.f1
    assert width == pytest.approx(2 * 1.96 * (0.25 / 100) ** 0.5, rel=0.1)


def test_one_document_has_no_interval():
    """With a single document there is nothing to resample."""
    (measure,) = scores([("A", 1, 1, 1)]).measures()
    assert measure.total.low is None


def test_precision_and_recall_may_count_different_things():
    """Several predictions of one wanted item are all right, and it is recalled once."""
    result = Scores()
    result.open("d")
    result.add("facts", right=3, found=4, wanted=2, recalled=1)
    ratios = result.measures()[0].total.ratios
    assert ratios == pytest.approx((0.75, 0.5, 0.6))
