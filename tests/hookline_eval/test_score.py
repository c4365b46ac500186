"""Counts, ratios and intervals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline_eval.score import Scores

COUNTS = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    min_size=1,
    max_size=30,
)


def scores(rows):
    """Return scores with one document for every row of a label and its counts."""
    made = Scores()
    for number, (label, right, wrong, missed) in enumerate(rows):
        made.open(f"d{number}", "even" if number % 2 == 0 else "odd")
        made.add("things", label, right=right, found=right + wrong, wanted=right + missed)
    return made


@settings(max_examples=30, deadline=None)
@given(COUNTS)
def test_the_total_is_the_sum_of_its_labels_and_of_its_groups(rows):
    """Micro figures come from the added counts, and each breakdown adds up to them."""
    (measure,) = scores(rows).measures(resamples=5)
    for part in (measure.labels, measure.groups):
        for field in range(4):
            assert sum(row.counts[field] for row in part) == measure.total.counts[field]
    right, found, wanted, _ = measure.total.counts
    if found + wanted:
        assert measure.total.figures.f1 == pytest.approx(2 * right / (found + wanted))
    else:
        assert measure.total.figures == (None, None, None)


@settings(max_examples=30, deadline=None)
@given(COUNTS, st.integers(0, 5))
def test_an_interval_is_ordered_and_repeatable(rows, seed):
    """The same seed gives the same interval, its ends in order and between 0 and 1."""
    first, again = (scores(rows).measures(50, seed) for _ in range(2))
    assert first == again
    for row in (first[0].total, *first[0].labels):
        if row.low and row.low.f1 is not None:
            assert 0 <= row.low.f1 <= row.high.f1 <= 1


def test_documents_that_are_alike_leave_no_doubt():
    """Where every document has the same counts, the interval is the figure itself."""
    (measure,) = scores([("A", 3, 1, 2)] * 20).measures(200)
    total = measure.total
    assert total.low.f1 == pytest.approx(total.figures.f1)
    assert total.high.f1 == pytest.approx(total.figures.f1)


def test_an_interval_is_as_wide_as_the_documents_differ():
    """With half of the documents right, the interval is that of a share of one half."""
    (measure,) = scores([("A", 1, 0, 0), ("A", 0, 1, 1)] * 50).measures(2000)
    width = measure.total.high.f1 - measure.total.low.f1
    assert width == pytest.approx(2 * 1.96 * (0.25 / 100) ** 0.5, rel=0.1)


def test_one_document_has_no_interval():
    """A single document says nothing of how much documents differ."""
    (measure,) = scores([("A", 1, 1, 1)]).measures()
    assert measure.total.low is None


def test_precision_and_recall_may_count_different_things():
    """Several findings of one wanted thing are all right, and it is found once."""
    made = Scores()
    made.open("d")
    made.add("facts", right=3, found=4, wanted=2, recalled=1)
    figures = made.measures()[0].total.figures
    assert figures == pytest.approx((0.75, 0.5, 0.6))
