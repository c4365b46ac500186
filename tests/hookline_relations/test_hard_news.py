"""Hard sentences of news by another author: what is stated, by relations and by events, and who claims what."""

import json
from pathlib import Path

import pytest

DATA = Path(__file__).with_name("data")
ROWS = [json.loads(line) for line in (DATA / "hard_news.jsonl").read_text("utf-8").splitlines()]
NOT_HELD = frozenset({"former", "candidate", "declined", "elect"})
DETERMINERS = frozenset({"a", "an", "the", "its", "their", "his", "her", "two", "three"})
TUNED = frozenset({"tuning", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"})


@pytest.fixture(scope="module")
def documents(annotate):
    """Return the sentences with their events and relations."""
    return annotate(ROWS)


def is_fact(event):
    """Return whether an event is to be loaded as a fact."""
    return (event.polarity, event.modality, event.claim) == ("positive", "actual", None)


def states(doc, relation):
    """Return whether a relation is to be loaded as a fact."""
    if relation.qualifiers.status in NOT_HELD:
        return False
    return relation.event is None or is_fact(doc.events[relation.event])


def text_of(doc, span):
    """Return the words of a span."""
    return doc.text[span.start : span.end]


def ends_in(doc, span, words):
    """Return whether an end is a short phrase that ends in these words, not one that contains them."""
    listed = [
        word
        for word in text_of(doc, span).replace("'s", "").split()
        if word.lower() not in DETERMINERS
    ]
    last = words.split()
    within = "of" in listed and "of" not in last
    return listed[-len(last) :] == last and len(listed) <= len(last) + 2 and not within


def is_or_names(doc, span, words):
    """Return whether an end holds these words, or is a mention of what has them in its name."""
    named = span.cluster is not None and words in doc.clusters[span.cluster].name
    return named or words in text_of(doc, span)


def stated(doc, row):
    """Return the relations that state what the sentence does not."""
    wrong = []
    for relation in doc.relations:
        if (
            relation.rule == "open:report"
            or relation.type == "same_as"
            or not states(doc, relation)
        ):
            continue
        ends = relation.subject, relation.object
        pairs = row["not"]
        if any(
            all(ends_in(doc, end, words) for end, words in zip(ends, pair, strict=True))
            for pair in pairs
        ):
            wrong.append(relation)
        held = relation.type in ("leads", "holds_office")
        if held and any(
            all(words in text_of(doc, end) for end, words in zip(ends, pair, strict=True))
            for pair in row["not_held"]
        ):
            wrong.append(relation)
    return wrong


def asserted(doc, row):
    """Return the events that are given as facts and are none."""
    triggers = {*row["not_events"], *(trigger for trigger, _ in row["claimed"])}
    return [event for event in doc.events if text_of(doc, event) in triggers and is_fact(event)]


@pytest.mark.parametrize(("tuned", "most"), [(True, 0.03), (False, 0.05)])
def test_relations_state_nothing_that_the_text_does_not(documents, tuned, most):
    """At least 95 % of the sentences that nothing was corrected on are safe to load as relations."""
    rows = [(row, doc) for row, doc in documents if (row["set"] in TUNED) == tuned]
    unsafe = [row["text"] for row, doc in rows if stated(doc, row)]
    assert len(unsafe) <= most * len(rows), unsafe


@pytest.mark.parametrize(("tuned", "most"), [(True, 0.05), (False, 0.15)])
def test_events_are_facts_only_where_the_text_says_so(documents, tuned, most):
    """At least 95 % of the tuned, and 85 % of the other sentences have no false event, either."""
    rows = [(row, doc) for row, doc in documents if (row["set"] in TUNED) == tuned]
    unsafe = [row["text"] for row, doc in rows if asserted(doc, row) or stated(doc, row)]
    assert len(unsafe) <= most * len(rows), unsafe


@pytest.mark.parametrize(("tuned", "least"), [(True, 0.88), (False, 0.8)])
def test_plain_facts_beside_them_are_found(documents, tuned, least):
    """At least 88 % of the facts in the tuned sentences are found, 80 % of those in the others."""
    rows = [(row, doc) for row, doc in documents if (row["set"] in TUNED) == tuned]
    missed = [
        fact
        for row, doc in rows
        for fact in row["facts"]
        if not any(
            states(doc, relation)
            and is_or_names(doc, relation.subject, fact[0])
            and is_or_names(doc, relation.object, fact[1])
            for relation in doc.relations
        )
    ]
    assert len(missed) <= (1 - least) * sum(len(row["facts"]) for row, _ in rows), missed


@pytest.mark.parametrize(("tuned", "least"), [(True, 0.85), (False, 0.75)])
def test_claims_have_their_source(documents, tuned, least):
    """At least 85 % of the claims in the tuned sentences have their source, 75 % in the others."""
    rows = [(row, doc) for row, doc in documents if (row["set"] in TUNED) == tuned]
    wrong = []
    for row, doc in rows:
        for trigger, source in row["claimed"]:
            claims = [event.claim for event in doc.events if text_of(doc, event) == trigger]
            sources = [claim.source and text_of(doc, claim.source) for claim in claims if claim]
            if not any(name == source or (name and source and source in name) for name in sources):
                wrong.append((trigger, source, sources))
    assert len(wrong) <= (1 - least) * sum(len(row["claimed"]) for row, _ in rows), wrong
