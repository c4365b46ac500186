"""A sample of relations from news that a reader judged."""

import json
from collections import Counter
from pathlib import Path

from hookline_relations.typed.schema import builtin_schema

DATA = Path(__file__).with_name("data") / "judged.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
READ = Path(__file__).with_name("data") / "read_typed.jsonl"
READ_ROWS = [json.loads(line) for line in READ.read_text(encoding="utf-8").splitlines()]
OPEN = Path(__file__).with_name("data") / "read_open.jsonl"
OPEN_ROWS = [json.loads(line) for line in OPEN.read_text(encoding="utf-8").splitlines()]
MIN_SAMPLE = 20
"""The least number of relations for which the precision of a type is measured."""


def test_sample_has_sources_and_licences():
    """Every sentence says where it is from and under which licence it may be passed on."""
    assert all(row["source"] and row["licence"] and row["url"] for row in ROWS)


def test_arguments_lie_in_their_sentence():
    """Types are built-in ones, and arguments are words of the sentence."""
    for row in ROWS:
        assert row["type"] in builtin_schema().types
        for start, end in (row["subject"], row["object"]):
            assert row["text"][start:end].strip() == row["text"][start:end] != ""


def test_types_with_a_sample_are_precise():
    """The precision of each type with enough relations is at least 0.85."""
    counts = Counter(row["type"] for row in ROWS)
    right = Counter(row["type"] for row in ROWS if row["right"])
    frequent = {type for type, count in counts.items() if count >= MIN_SAMPLE}
    assert frequent >= {"member_of", "located_in", "leads"}
    assert all(right[type] / counts[type] >= 0.85 for type in frequent)


def test_samples_of_newspapers_share_no_article():
    """What was corrected on one sample was measured on articles of another, of built-in types."""
    samples: dict[str, set[str]] = {}
    for row in READ_ROWS:
        assert row["type"] in builtin_schema().types
        samples.setdefault(row["sample"], set()).add(row["article"])
    assert sorted(samples) == ["first", "second", "third"]
    assert len(set().union(*samples.values())) == sum(map(len, samples.values()))


def test_reasons_are_given_for_what_is_not_right():
    """Every verdict but "right" says why."""
    verdicts = Counter(row["judged"] for row in READ_ROWS)
    assert set(verdicts) == {"right", "arguable", "wrong"}
    assert all(bool(row.get("why")) == (row["judged"] != "right") for row in READ_ROWS)


def test_samples_of_open_relations_share_no_article():
    """Each sample is of articles of its own; what was left out in the fifth is of the same ones."""
    samples: dict[str, set[str]] = {}
    for row in OPEN_ROWS:
        samples.setdefault(row["sample"].partition(",")[0], set()).add(row["article"])
    assert sorted(samples) == ["fifth", "first", "fourth", "second", "third"]
    assert len(set().union(*samples.values())) == sum(map(len, samples.values()))


def test_figures_of_open_samples_are_those_of_their_readme():
    """The fourth sample has 18 wrong and 15 broken relations, the fifth 21 and 8."""
    counts = Counter((row["sample"], row["judged"]) for row in OPEN_ROWS)
    assert (counts["fourth", "wrong"], counts["fourth", "broken"]) == (18, 15)
    assert (counts["fifth", "wrong"], counts["fifth", "broken"]) == (21, 8)
    assert (counts["fifth, doubtful", "wrong"], counts["fifth, doubtful", "broken"]) == (15, 5)
