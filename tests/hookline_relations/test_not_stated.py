"""Sentences of questions, dreams and exceptions: the named event is in them, but is not stated."""

import pytest

CASES = [
    ("Q: Did Ann Lee visit Geneva?", "visit", "asked"),
    ("Reporter: Did Acme acquire Bolt Ltd?", "acquire", "asked"),
    ("The chair: Has Bob Ray met Ann Lee?", "met", "asked"),
    ("Ann Lee dreamed that Bob Ray met Mark Rutte.", "met", "possible"),
    ("The play depicts Bob Ray killing Ann Lee.", "killing", "possible"),
]


@pytest.mark.parametrize(("text", "trigger", "modality"), CASES)
def test_an_event_that_is_only_asked_or_imagined(pipeline, text, trigger, modality):
    """Its modality says so, and no typed relation states it."""
    doc = pipeline.process(text)
    modalities = [x.modality for x in doc.events if text[x.start : x.end] == trigger]
    assert modalities == [modality]
    assert not [x for x in doc.relations if x.type != "open"]


@pytest.mark.parametrize("word", ["Anyone", "Anybody", "Everyone", "All"])
def test_an_exception_is_left_out(pipeline, word):
    """Who is excepted by "but" is no subject of what is said of the others."""
    text = f"{word} but Ann Lee met Mark Rutte."
    doc = pipeline.process(text)
    subjects = {text[x.subject.start : x.subject.end] for x in doc.relations}
    assert "Ann Lee" not in subjects


@pytest.mark.parametrize(
    "text", ["A: Ann Lee visited Geneva.", "Reporter: Ann Lee visited Geneva."]
)
def test_an_answer_behind_a_label_is_stated(pipeline, text):
    """A label alone takes nothing away."""
    (event,) = [x for x in pipeline.process(text).events if text[x.start : x.end] == "visited"]
    assert (event.polarity, event.modality) == ("positive", "actual")
