"""Infinitives and participles: which of them tell what was done, and which what is to be done."""

import pytest

AHEAD = [
    ("Siemens is in talks to buy Alstom.", "buy", "intended"),
    ("The firm found enough evidence to charge Anna Berg.", "charge", "intended"),
    ("Siemens has shown interest to acquire Alstom.", "acquire", "intended"),
    ("Siemens made arrangements with Bosch to acquire Alstom.", "acquire", "intended"),
    ("Iraqi forces have begun their operation to isolate Mosul.", "isolate", "intended"),
    ("Bosch chose Anna Berg to lead Siemens.", "lead", "intended"),
    ("There are moves afoot to arrest Anna Berg.", "arrest", "intended"),
    ("The pact is a first step towards recognising Kosovo.", "recognising", "intended"),
    ("Paris supports expanding Nato.", "expanding", "intended"),
    ("Brussels warned Rome against attacking Russia.", "attacking", "intended"),
    ("Russia was on the brink of attacking Poland.", "attacking", "intended"),
    ("Anna Berg mused about selling Alstom.", "selling", "intended"),
    ("Alstom is going to be acquired by Siemens.", "acquired", "intended"),
    ("We have got to defeat Spain.", "defeat", "required"),
    ("It is hard to defeat Russia.", "defeat", "possible"),
    ("It was illegal to arrest Anna Berg.", "arrest", "possible"),
    ("It was wrong to arrest Anna Berg.", "arrest", "possible"),
    ("Anna Berg knows how to defeat Tom Novak.", "defeat", "possible"),
]
DONE = [
    ("Siemens claims to have acquired Alstom.", "acquired"),
    ("Siemens used the money to buy Alstom.", "buy"),
    ("Siemens used the loan to buy a rival, Alstom, in 2018.", "buy"),
    ("Anna Berg forced Tom Novak to sell Alstom.", "sell"),
    ("Anna Berg was made to sell Alstom.", "sell"),
    ("Siemens helped Tom Novak to acquire Alstom.", "acquire"),
    ("Anna Berg chose to sue Siemens.", "sue"),
    ("Siemens began to attack Alstom.", "attack"),
    ("Siemens went on to acquire Alstom.", "acquire"),
    ("Siemens had to sell Alstom.", "sell"),
    ("The judge found Siemens to be guilty.", "guilty"),
    ("It was good to see Anna Berg.", "see"),
]


def event(pipeline, text, trigger):
    """Return the event of a trigger."""
    (found,) = [x for x in pipeline.process(text).events if text[x.start : x.end] == trigger]
    return found


@pytest.mark.parametrize(("text", "trigger", "modality"), AHEAD)
def test_what_is_yet_to_be_done(pipeline, text, trigger, modality):
    """It is not actual, and no typed relation of it is written."""
    found = event(pipeline, text, trigger)
    assert (found.polarity, found.modality) == ("positive", modality)
    doc = pipeline.process(text)
    beside = [x for x in doc.relations if x.type != "open" and x.event is not None]
    assert not [x for x in beside if doc.events[x.event].modality != "actual"]


@pytest.mark.parametrize(("text", "trigger"), DONE)
def test_what_was_done(pipeline, text, trigger):
    """An infinitive behind a verb that implies it is actual."""
    found = event(pipeline, text, trigger)
    assert (found.polarity, found.modality) == ("positive", "actual")


def test_what_is_not_going_to_be_done_is_denied(pipeline):
    """ "Is not going to buy" denies the plan; "is not planning to buy" leaves it open."""
    found = event(pipeline, "Siemens is not going to buy Alstom.", "buy")
    assert (found.polarity, found.modality) == ("negative", "intended")
