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


CIRCUMSTANCES = [
    ("Acme bought Bolt not in 2015 but in 2017.", "bought", "2017", None),
    ("Acme bought Bolt in 2017, not in 2015.", "bought", "2017", None),
    ("The mayor met the workers not in Rome but in Oslo.", "met", None, "Oslo"),
    ("The mayor met the workers not only in Rome but also in Oslo.", "met", None, "Rome"),
    ("Between 2010 and 2014 Siemens acquired three firms.", "acquired", "2010/2014", None),
    ("Acme acquired three firms between May and July 2014.", "acquired", "2014-05/2014-07", None),
    ("Acme acquired three firms in 2010 and 2014.", "acquired", "2010", None),
    ("Acme acquired three firms in 2010 or 2011.", "acquired", None, None),
    ("Acme acquired three firms around 2010.", "acquired", None, None),
    ("Acme acquired three firms in or after 2010.", "acquired", None, None),
    ("The ship sank in about 1910.", "sank", None, None),
    ("The ship sank off Oslo in 1910.", "sank", "1910", None),
    ("Acme closed the plant between 11-13 May 2014.", "closed", "2014-05-11/2014-05-13", None),
    ("Acme opened a plant in May 2013 and closed it the following year.", "closed", "2014", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def dated():
    """The main stages, with the values of dates."""
    stages = [{"use": "clean"}, {"use": "stanza"}, {"use": "values"}, {"use": "relations"}]
    with Pipeline.from_config({"stages": stages}) as opened:
        yield opened


@pytest.mark.parametrize(("text", "trigger", "time", "place"), CIRCUMSTANCES)
def test_event_has_the_time_and_place_that_the_text_states(dated, text, trigger, time, place):
    """What is left out, a bound and an estimate are no time; two bounds are an interval."""
    [doc] = dated.stream([text])
    [event] = [item for item in doc.events if doc.text[item.start : item.end] == trigger]
    assert (event.time.value if event.time else None) == time
    assert (doc.text[event.place.start : event.place.end] if event.place else None) == place


@pytest.mark.parametrize("date", ["in 1970 or 1971", "in or after 1970", "around 1970"])
def test_an_inexact_date_fills_no_end_of_a_rule(date):
    """ "Founded in 1970 or 1971" says of neither year that it is the one."""
    options = {"kinds": ["typed"], "scorer": False}
    stages = [{"use": "clean"}, {"use": "stanza"}, {"use": "relations", **options}]
    with Pipeline.from_config({"stages": stages}) as opened:
        [stated, inexact] = opened.stream(
            ["Acme Corp was founded in 1970.", f"Acme Corp was founded {date}."]
        )
    assert [relation.type for relation in stated.relations] == ["founded_on"]
    assert not inexact.relations


@pytest.mark.parametrize(
    ("text", "type", "is_stated"),
    [
        ("Ann Berg was born in 1970.", "born_on", True),
        ("Ann Berg was born before 1970.", "born_on", False),
        ("Ann Berg was born between 1970 and 1975.", "born_on", False),
        ("Ann Berg died from cancer in 1970.", "died_on", True),
        ("Ann Berg died on or around 3 May 1970.", "died_on", False),
        ("Acme Corp was founded in 1970.", "founded_on", True),
        ("Acme Corp was founded around 1970.", "founded_on", False),
        ("Acme Corp was founded in 1970 or 1971.", "founded_on", False),
    ],
)
def test_a_bound_or_an_estimate_is_no_date_of_a_life(dated, text, type, is_stated):
    """ "Born before 1970" does not say when."""
    [doc] = dated.stream([text])
    assert (type in {relation.type for relation in doc.relations}) == is_stated


@pytest.mark.parametrize(
    ("amount", "text", "value"),
    [
        ("$4 billion", "$4 billion", 4_000_000_000),
        ("about $4 billion", "$4 billion", 4_000_000_000),
        ("less than $4 billion", "less than $4 billion", None),
        ("at least $4 billion", "at least $4 billion", None),
        ("between $4 billion and $5 billion", "between $4 billion and $5 billion", None),
        ("$4 billion to $5 billion", "$4 billion to $5 billion", None),
        ("$4 billion to focus on trains", "$4 billion", 4_000_000_000),
    ],
)
def test_a_bounded_amount_has_no_value(dated, amount, text, value):
    """ "Less than $4 billion" is not four billion, "$4 billion to $5 billion" neither."""
    [doc] = dated.stream([f"Siemens bought Alstom for {amount}."])
    [found] = [
        relation.qualifiers.amount for relation in doc.relations if relation.qualifiers.amount
    ]
    assert doc.text[found.start : found.end] == text
    assert (found.value.amount if found.value else None) == value
