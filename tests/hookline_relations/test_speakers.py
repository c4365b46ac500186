"""Who says what, by the place of the speaker; and what stands beside a claim without being one."""

import pytest

CLAIMED = [
    ("Bolt, the tax inspector alleges, hid its profits in Malta.", "hid", "the tax inspector"),
    ("Acme, the chief tax inspector alleges, hid its profits.", "hid", "the chief tax inspector"),
    ("Bolt owes its drivers a month of wages, the charity Oxfam says.", "owes", "Oxfam"),
    ("The museum, a spokesman replied in a letter, acted in good faith.", "acted", "spokesman"),
    ("Roma have signed the keeper, the BBC understands.", "signed", "the BBC"),
    ("Mayor 'took bribes' for years: prosecutor", "took", "prosecutor"),
    ("The judge was blunt: “The firm poisoned the lake.”", "poisoned", "The judge"),
    ("“They stole the match from us!” Conte roared. “They bought the referee.”", "stole", "Conte"),
    ("“They stole the match from us!” Conte roared. “They bought the referee.”", "bought", "Conte"),
    ("“They shot my son,” the mayor's driver, Ali Reza, told the court.", "shot", "Ali Reza"),
    ("“Who sold the rifles that killed my son?” Pineda asked the mayor.", "killed", "Pineda"),
    ("The reform created 900 jobs, or so the ministry claims.", "created", "the ministry"),
    ("Bolt bribed a judge, if one believes the memoirs of its founder.", "bribed", "the memoirs"),
    ("Acme hid a fault, as Bolt had closed, according to a report by Reuters.", "hid", "Reuters"),
    ("The bomb, which Israel says was planted by Hezbollah, hurt two men.", "planted", "Israel"),
    ("Ann Lee, who prosecutors allege bribed a judge, left Oslo.", "bribed", "prosecutors"),
    ("The army's account, in which rebels shelled the town, is disputed.", "shelled", "The army"),
    ("In Mr Putin's version of events, Ukraine attacked Russia.", "attacked", "Mr Putin"),
    ("Bob Ray boasted of killing Ann Lee.", "killing", "Bob Ray"),
    ("A firm shared a story according to which Acme had fired a nurse.", "fired", "a story"),
]
BESIDE = [
    ("Acme sold the mine, sources say, and a court in Lima froze two accounts.", "froze"),
    (
        "Acme sold the mine, according to Reuters, and police in Lima searched its office.",
        "searched",
    ),
    ("The bank admitted that it had lost the files, and its rival Bolt hired 40 clerks.", "hired"),
    ("Acme hid a fault, says regulator; unions in Lyon call a strike", "call"),
    ("As Le Monde reports, Acme hid a fault; a union in Lyon called a strike.", "called"),
    ("The army shelled the town, it says, while a hospital in Kyiv treated nine men.", "treated"),
    ("In the novel a pope marries, and the publisher sold 900 copies in Rome.", "sold"),
    ("The mayor has vowed to close the market, and invited firms from Turin.", "invited"),
]
NO_FACT = [
    ("The jury cleared the nurse of killing two patients.", "killing"),
    ("The merger of Acme with Bolt fell through in May.", "merger"),
    ("Pfizer walked away from its purchase of Acme.", "purchase"),
    ("Rome shied away from a clash with Brussels.", "clash"),
    ("The court found the bank not guilty of deceiving its clients.", "deceiving"),
    ("The embassy rejected as invented a report that its guard had beaten a man.", "beaten"),
    ("In the event of a defeat the coach will leave.", "defeat"),
    ("The series, in which the Queen dismisses Churchill, annoyed the palace.", "dismisses"),
    ("To all appearances the sergeant sold the rifles to a gang.", "sold"),
]
JOINED = [
    ("Rebels took the fort, and a singer who lives in Oslo raised money for the town.", "raised"),
    ("The pope, said to be ill, blessed a crowd in Rome.", "blessed"),
]


def event(annotate, text, trigger):
    """Return the document of a text and the event with a trigger."""
    ((_, doc),) = annotate([{"id": "text", "text": text}])
    found = [item for item in doc.events if doc.text[item.start : item.end] == trigger]
    assert len(found) == 1, [doc.text[item.start : item.end] for item in doc.events]
    return doc, found[0]


def is_fact(item):
    """Return whether an event is to be loaded as a fact."""
    return (item.polarity, item.modality, item.claim) == ("positive", "actual", None)


@pytest.mark.parametrize(("text", "trigger", "source"), CLAIMED)
def test_claim_has_the_speaker_wherever_it_stands(annotate, text, trigger, source):
    """A speaker is found before, inside and behind what is said, by the verb, a colon or the place."""
    doc, item = event(annotate, text, trigger)
    assert item.claim is not None
    assert item.claim.source is not None
    assert source in doc.text[item.claim.source.start : item.claim.source.end]


@pytest.mark.parametrize(("text", "trigger"), BESIDE)
def test_clause_beside_a_claim_is_a_fact(annotate, text, trigger):
    """A clause that a comma, a semicolon or its tense parts from what is said is no part of it."""
    assert is_fact(event(annotate, text, trigger)[1])


@pytest.mark.parametrize(("text", "trigger"), NO_FACT)
def test_event_that_did_not_take_place_is_no_fact(annotate, text, trigger):
    """Withdrawal, acquittal, conditions named by a noun and works of fiction state no fact."""
    assert not is_fact(event(annotate, text, trigger)[1])


@pytest.mark.parametrize(("text", "trigger"), JOINED)
def test_verb_behind_an_inserted_clause_has_its_subject(annotate, text, trigger):
    """A relation joins the verb to the subject that a clause parts from it."""
    doc, item = event(annotate, text, trigger)
    number = doc.events.index(item)
    subjects = [
        doc.text[relation.subject.start : relation.subject.end]
        for relation in doc.relations
        if relation.event == number
    ]
    assert any(subject.split()[-1] in ("singer", "pope") for subject in subjects)


@pytest.mark.parametrize("text", dict.fromkeys(text for text, *_ in [*CLAIMED, *NO_FACT]))
def test_each_status_has_its_cue(annotate, text):
    """Every denied, possible or claimed event has a word by which it was judged."""
    ((_, doc),) = annotate([{"id": "text", "text": text}])
    decided = {(cue.event, cue.decides) for cue in doc.layers["event_cues"]}
    for number, item in enumerate(doc.events):
        needed = {
            "polarity": item.polarity == "negative",
            "modality": item.modality != "actual",
            "claim": item.claim is not None,
        }
        for aspect, is_needed in needed.items():
            assert not is_needed or (number, aspect) in decided
