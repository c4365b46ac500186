"""What differs between two records, layer by layer."""

import json
from typing import NamedTuple

import pytest

from hookline import (
    BUILT_IN_LAYERS,
    Claim,
    Cluster,
    Document,
    Entity,
    Event,
    Layer,
    Mention,
    Sentence,
    Span,
    to_json,
)
from hookline.document.record_diff import changes

DOC = Document.from_text("Ann met Bo. She left.")
ANN = Cluster("Ann", "PERSON", (Mention(0, 3, 0), Mention(12, 15, None, "pronoun")))


def changed(before, after, *layers):
    """Return the changes between the records of two documents."""
    table = BUILT_IN_LAYERS.added(*layers)
    records = [json.loads(to_json(doc, layers=table)) for doc in (before, after)]
    return [tuple(change) for change in changes(*records, table)]


def test_a_cluster_with_another_mention_is_changed():
    """The mention is shown with its place; those that both have are not."""
    before = DOC.with_layers(entities=[Entity(0, 3, "PERSON", 0)], clusters=[ANN])
    after = before.with_layers(clusters=[ANN._replace(mentions=ANN.mentions[:1])])
    gone = "Ann  (label PERSON); mentions: pronoun: She at 12:15"
    assert changed(before, after) == [("clusters", gone, "Ann  (label PERSON)")]
    assert changed(before, before) == []


def test_clusters_are_told_apart_by_their_names():
    """A cluster in front of another is an addition, and no change of the one behind it."""
    after = DOC.with_layers(
        entities=[Entity(0, 3, "PERSON", 0), Entity(8, 10, "PERSON", 1)],
        clusters=[ANN, Cluster("Bo", "PERSON", (Mention(8, 10, 1),))],
    )
    before = DOC.with_layers(
        entities=[Entity(8, 10, "PERSON", 0)],
        clusters=[Cluster("Bo", "PERSON", (Mention(8, 10, 0),))],
    )
    whole = "Ann  (label PERSON); mentions: name: Ann at 0:3; mentions: pronoun: She at 12:15"
    assert changed(before, after) == [("entities", "", "PERSON: Ann"), ("clusters", "", whole)]


def told(first):
    """Return a document with what somebody claims, behind another event or alone."""
    events = [Event(4, 7, "meet", 0)] if first else []
    claim = Claim(Span(0, 3), len(events))
    events += [Event(16, 20, "leave", 1), Event(16, 20, "go", 1, claim=claim)]
    return DOC.with_layers(sentences=[Sentence(0, 11), Sentence(12, 21)], events=events)


def test_an_index_that_moved_is_no_change():
    """An event has the same claim when another event comes before it."""
    (change,) = changed(told(False), told(True))
    assert change == ("events", "", "meet: met  (polarity positive, modality actual, factuality 3)")


class Weight(NamedTuple):
    """A number and a note."""

    number: float
    note: str | None = None


class Part(NamedTuple):
    """A part with a part of its own."""

    weight: Weight
    count: int


class Topic(NamedTuple):
    """What a document is about."""

    name: str
    part: Part
    parts: tuple[Part, ...] = ()


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (Topic("law", Part(Weight(2.0, "b"), 1)), ("law  (part 1.0 a 1)", "law  (part 2.0 b 1)")),
        (
            Topic("law", Part(Weight(1.0, "a"), 1), (Part(Weight(0.5), 2),)),
            ("law  (part 1.0 a 1)", "law  (part 1.0 a 1); parts: weight 0.5, count 2"),
        ),
    ],
)
def test_parts_of_parts_are_described(after, shown):
    """A layer of a plugin may have items with parts in parts, and parts without a place."""
    topics = Layer("topic", Topic, many=False)
    docs = [
        DOC.with_layers(topic=item) for item in (Topic("law", Part(Weight(1.0, "a"), 1)), after)
    ]
    assert changed(*docs, topics) == [("topic", *shown)]
