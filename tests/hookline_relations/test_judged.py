"""The sample of news relations that a reader judged, and what it shows."""

import json
from collections import Counter
from pathlib import Path

from hookline_relations.typed.rules import TYPES

DATA = Path(__file__).with_name("data") / "judged.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
MANY = 20
"""From how many lines on the precision of a type is more than an anecdote."""


def test_sample_has_sources_and_licences():
    """Every sentence says where it is from and under which licence it may be passed on."""
    assert all(row["source"] and row["licence"] and row["url"] for row in ROWS)


def test_ends_lie_in_their_sentence():
    """Types are of the schema, and ends are words of the sentence."""
    for row in ROWS:
        assert row["type"] in TYPES
        for start, end in (row["subject"], row["object"]):
            assert row["text"][start:end].strip() == row["text"][start:end] != ""


def test_types_with_a_sample_are_precise():
    """Of each type that news is full of, at least 0.85 of what was found is right."""
    found = Counter(row["type"] for row in ROWS)
    right = Counter(row["type"] for row in ROWS if row["right"])
    frequent = {type for type, count in found.items() if count >= MANY}
    assert frequent >= {"member_of", "located_in", "leads"}
    assert all(right[type] / found[type] >= 0.85 for type in frequent)
