"""Hard sentences with the embedded model: what must not be stated as a fact, and what must be found."""

import json
from collections import Counter
from pathlib import Path

import pytest

ROWS = [
    json.loads(line)
    for line in (Path(__file__).with_name("data") / "hard.jsonl").read_text("utf-8").splitlines()
]
SYMMETRIC = frozenset({"meets", "talks_to", "spouse_of"})
NOT_HELD = frozenset({"former", "candidate", "declined", "elect"})


@pytest.fixture(scope="module")
def documents(annotate):
    """Return the sentences with their events and relations."""
    return annotate(ROWS)


def names(doc, span, *, strict=False):
    """Return the words of an end: those of the entity that it is, with `strict`."""
    if not strict:
        return doc.text[span.start : span.end]
    if span.entity is None:
        return ""
    entity = doc.entities[span.entity]
    return doc.text[entity.start : entity.end]


def matches(doc, relation, expected):
    """Return whether a relation has the ends of an expected one, in either order if symmetric."""
    strict = expected.get("entity", False)
    ends = [names(doc, relation.subject, strict=strict), names(doc, relation.object)]
    orders = [ends, ends[::-1]] if relation.type in SYMMETRIC else [ends]
    return any(
        any(name in first for name in expected["subject"]) and expected["object"] in second
        for first, second in orders
    )


def claim_of(doc, relation):
    """Return the claim of the event of a relation."""
    return None if relation.event is None else doc.events[relation.event].claim


def is_unsafe(doc, relation, row):
    """Return whether a relation states what its sentence does not."""
    if relation.qualifiers.status in NOT_HELD:
        return False
    claim = claim_of(doc, relation)
    if claim is None and any(
        relation.type == item["type"] and matches(doc, relation, item) for item in row["claimed"]
    ):
        return True
    return claim is None and any(
        item["type"] in ("*", relation.type) and matches(doc, relation, item) for item in row["not"]
    )


@pytest.mark.parametrize("half", ["dev", "test"])
def test_nothing_is_stated_that_the_text_does_not_vouch_for(documents, half):
    """At least 97 % of the sentences of each half are safe: denied, doubted, planned, claimed."""
    rows = [(row, doc) for row, doc in documents if row["half"] == half]
    unsafe = [
        row["text"]
        for row, doc in rows
        if any(is_unsafe(doc, relation, row) for relation in doc.relations)
    ]
    assert len(unsafe) <= 0.03 * len(rows), unsafe


@pytest.mark.parametrize("half", ["dev", "test"])
def test_plain_facts_beside_them_are_found(documents, half):
    """At least 90 % of the facts in the sentences of each half are found, without a claim."""
    counts = Counter()
    for row, doc in documents:
        for fact in row["facts"] if row["half"] == half else ():
            found = any(
                relation.type == fact["type"]
                and claim_of(doc, relation) is None
                and matches(doc, relation, fact)
                for relation in doc.relations
            )
            counts[found] += 1
    assert counts[True] >= 0.9 * counts.total()


def test_claims_have_their_source(documents):
    """At least 85 % of the claims that the sentences make have the source that they name."""
    counts = Counter()
    for row, doc in documents:
        for item in row["claimed"]:
            claims = [
                claim_of(doc, relation)
                for relation in doc.relations
                if relation.type in (item["type"], "open") and matches(doc, relation, item)
            ]
            counts[
                any(
                    claim is not None
                    and claim.source is not None
                    and item["source"] in names(doc, claim.source)
                    for claim in claims
                )
            ] += 1
    assert counts[True] >= 0.85 * counts.total()
