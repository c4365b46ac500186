"""One sentence for each kind of denial, doubt, claim and misreading that statements are guarded against."""

import pytest

from hookline import Pipeline

EVENTS = [
    ("Acme stopped short of suing the bank.", "suing", "negative", "actual", None),
    ("Rome is too poor to buy the bank.", "buy", "negative", "actual", None),
    ("Peru neither sold the ship nor leased it.", "leased", "negative", "actual", None),
    ("The police say there is no truth in the story that Ann Lee left Oslo.", "left", "negative", "actual", "The police"),
    ("Acme called the report that it had sold Bolt a lie.", "sold", "negative", "actual", "Acme"),
    ("The mayor laughed off suggestions that he had met Ann Lee.", "met", "negative", "actual", "The mayor"),
    ("The charges that Bob Ray had spied for Peru were dropped.", "spied", "positive", "possible", "?"),
    ("The judge rejected the claim by two nurses that the clinic had fired them.", "fired", "negative", "actual", "The judge"),
    ("In the novel, Ann Lee marries Bob Ray.", "marries", "positive", "possible", None),
    ("The opera tells how Ann Lee meets Bob Ray.", "meets", "positive", "possible", "The opera"),
    ("The hero of the novel kills a priest.", "kills", "positive", "possible", None),
    ("The play imagines a world in which Peru defeated Spain.", "defeated", "positive", "possible", None),
    ("It was as though Peru had lost the war.", "lost", "positive", "conditional", None),
    ("Anyone who crosses the fence will be shot.", "crosses", "positive", "conditional", None),
    ("Ann Lee is convinced that Acme poisoned the river.", "poisoned", "positive", "possible", None),
    ("Per the indictment, Ann Lee robbed the bank.", "robbed", "positive", "actual", "the indictment"),
    ("As Ann Lee put it, Peru wasted the money.", "wasted", "positive", "actual", "Ann Lee"),
    ("As first reported by Reuters, Acme sacked Bob Ray.", "sacked", "positive", "actual", "Reuters"),
    ("Acme stole the design, the professor believes.", "stole", "positive", "actual", "the professor"),
    ("The paper quoted a monk as saying soldiers had burned the temple.", "burned", "positive", "actual", "a monk"),
    ("Minister 'lied to parliament' over prisons", "lied", "positive", "actual", "?"),
    ("Acme reportedly freed two men, and Peru sent an envoy.", "sent", "positive", "actual", None),
]  # fmt: skip

STATED = [
    ("The money came not from Peru but from Spain.", ("came from", "Spain")),
    ("Ann Lee, Bob Ray meet Mark Rutte in Oslo", ("meet", "Mark Rutte")),
    ("Peru signed but did not ratify the treaty.", ("signed", "the treaty")),
]

NOT_STATED = [
    ("On the other hand, the mayor won the vote.", "On the other hand"),
    ("To the surprise of all, Ann Lee stayed in Oslo.", "the surprise of all"),
]


@pytest.fixture(scope="module")
def pipeline():
    """The main stages."""
    stages = [{"use": "clean"}, {"use": "stanza"}, {"use": "relations"}]
    with Pipeline.from_config({"stages": stages}) as opened:
        yield opened


def source_of(doc, claim):
    """Return who vouches for an event: a name, "?" for nobody that the text names, None for the text."""
    if claim is None:
        return None
    return "?" if claim.source is None else doc.text[claim.source.start : claim.source.end]


@pytest.mark.parametrize(("text", "trigger", "polarity", "modality", "source"), EVENTS)
def test_event_has_its_status(pipeline, text, trigger, polarity, modality, source):
    """The event is denied, doubted or claimed as the sentence says."""
    doc = pipeline.process(text)
    (event,) = [event for event in doc.events if text[event.start : event.end] == trigger]
    assert (event.polarity, event.modality, source_of(doc, event.claim)) == (
        polarity,
        modality,
        source,
    )


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_plain_fact_is_stated(pipeline, text, expected):
    """What the sentence states beside what it denies or leaves out is a relation."""
    doc = pipeline.process(text)
    spans = [(relation.predicate, relation.object) for relation in doc.relations]
    rows = [
        (" ".join(text[a:b] for a, b in (predicate.pieces or [(predicate.start, predicate.end)])),
         text[end.start : end.end])
        for predicate, end in spans
    ]  # fmt: skip
    assert expected in rows


@pytest.mark.parametrize(("text", "end"), NOT_STATED)
def test_doubtful_end_is_not_stated(pipeline, text, end):
    """No relation has the end that only a wrong reading of the sentence gives it."""
    doc = pipeline.process(text)
    ends = {text[relation.object.start : relation.object.end] for relation in doc.relations}
    assert end not in ends


def test_adjective_little_denies_nothing(pipeline):
    """ "Little squares" are small, not few."""
    doc = pipeline.process("Ann Lee carved little squares for the ants.")
    assert [event.polarity for event in doc.events] == ["positive"]


def test_united_in_a_name_is_no_event(pipeline):
    """A participle inside a name names no event."""
    doc = pipeline.process("Canada could sue the United States, said Ann Lee.")
    assert "United" not in {doc.text[event.start : event.end] for event in doc.events}
