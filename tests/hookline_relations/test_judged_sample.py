"""A sample of relations from news that a reader judged."""

import json
from collections import Counter
from pathlib import Path

from hookline import Document
from hookline_relations.typed.schema import builtin_schema

DATA = Path(__file__).with_name("data") / "judged.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
READ = Path(__file__).with_name("data") / "read_typed.jsonl"
READ_ROWS = [json.loads(line) for line in READ.read_text(encoding="utf-8").splitlines()]
FACTS = Path(__file__).with_name("data") / "read_facts.jsonl"
FACT_ROWS = [json.loads(line) for line in FACTS.read_text(encoding="utf-8").splitlines()]

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


def test_facts_of_whole_articles_lie_in_their_text():
    """Articles whose text is given have a licence, and every end of a fact is words of theirs."""
    for row in FACT_ROWS:
        assert ("text" in row) == ("licence" in row)
        for item in row["facts"] + row["relations"]:
            assert item["type"] in builtin_schema().types
            for start, end in (item["subject"], item["object"]):
                words = row["text"][start:end] if "text" in row else "?" * (end - start)
                assert words.strip() == words != ""


def test_facts_of_whole_articles_are_of_two_halves():
    """What was corrected on one half was measured on the other one, of other articles."""
    halves = Counter(row["half"] for row in FACT_ROWS)
    assert set(halves) == {"tuning", "held-back"}
    assert len({row["article"] for row in FACT_ROWS}) == len(FACT_ROWS)
    assert sum("text" in row for row in FACT_ROWS) >= 15


def test_verdicts_on_whole_articles_have_reasons():
    """Every verdict but "right" says why, and a relation was found before or after the corrections."""
    for row in FACT_ROWS:
        for item in row["relations"]:
            assert item["judged"] in ("right", "arguable", "wrong")
            assert bool(item.get("why")) == (item["judged"] != "right")
            assert {"before", "after"}.issuperset(item["in"])
            assert item["in"]


def test_facts_of_open_articles_are_found(pipeline):
    """Of what the open articles plainly state at least two facts in five are found."""
    rows = [row for row in FACT_ROWS if "text" in row]
    wanted = found = 0
    texts = (Document.from_text(row["text"], id=row["article"]) for row in rows)
    for row, doc in zip(rows, pipeline.stream(texts), strict=True):
        stated = {(item.type, *ends_of(doc, item)) for item in doc.relations}
        for fact in row["facts"]:
            if not fact.get("optional"):
                wanted += 1
                found += any(
                    type == fact["type"]
                    and overlap(subject, fact["subject"])
                    and overlap(object, fact["object"])
                    for type, subject, object in stated
                )
    assert found / wanted >= 0.4


def ends_of(doc, relation):
    """Return the offsets of both ends in the raw text."""
    return [doc.alignment.to_raw(end.start, end.end) for end in (relation.subject, relation.object)]


def overlap(left, right):
    """Return whether two spans share a character."""
    return left[0] < right[1] and right[0] < left[1]


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
