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


DENIED = [
    ("It was not Siemens who acquired Alstom.", "acquired"),
    ("It was never Anna Berg who killed Tom Novak.", "killed"),
    ("It was not Tom Novak that Anna Berg killed.", "killed"),
    ("Never in its history has Siemens acquired Alstom.", "acquired"),
    ("Never has Anna Berg worked for Siemens.", "worked"),
    ("Not since 1990 has Russia attacked Poland.", "attacked"),
    ("The acquisition of Deutsche Bank by Commerzbank did not go through.", "acquisition"),
    ("The acquisition of Deutsche Bank by Commerzbank never went ahead.", "acquisition"),
    ("Siemens' acquisition of Alstom failed to materialise.", "acquisition"),
    ("Russia's attack on Poland was a hoax.", "attack"),
    ("Russia's attack on Poland was invented by Ukraine.", "attack"),
    ("Russia's attack on Poland exists only in films.", "attack"),
    ("Russia's attack on Poland, which was a hoax, shocked Germany.", "attack"),
    ("The meeting between Anna Berg and Tom Novak is off.", "meeting"),
    ("Commerzbank's takeover of Deutsche Bank is set to be blocked.", "takeover"),
    ("It is a myth that Albert Einstein worked for Siemens.", "worked"),
    ("It is an urban legend that Albert Einstein worked for Siemens.", "worked"),
    ("It is complete nonsense that Russia attacked Poland.", "attacked"),
    ("It is simply not the case that Siemens acquired Alstom.", "acquired"),
    ("Myth: Napoleon was born in Corsica.", "born"),
    ("Fake news: Napoleon was born in Corsica.", "born"),
    ("Wrong: Napoleon was born in Corsica.", "born"),
    ("The Daily Herald misreported that Siemens had acquired Alstom.", "acquired"),
    ("Anna Berg lied that Siemens had acquired Alstom.", "acquired"),
    ("Maria Silva lied when she said that Anna Berg killed Tom Novak.", "killed"),
    ("Reports that Siemens had acquired Alstom proved false.", "acquired"),
    ("Reports that Siemens had acquired Alstom were premature.", "acquired"),
    ("Claims that Siemens had acquired Alstom are unfounded.", "acquired"),
    ("Siemens said reports that it had acquired Alstom were untrue.", "acquired"),
    ("Siemens rebuffed a report that it had bought Alstom.", "bought"),
    ("Siemens took issue with a report that it had bought Alstom.", "bought"),
    ("Siemens distanced itself from a report that it had bought Alstom.", "bought"),
    ("Siemens described as untrue a report that it had bought Alstom.", "bought"),
    ("Maria Silva withdrew the allegation that Anna Berg killed Tom Novak.", "killed"),
    ("Anna Berg pleaded not guilty to killing Tom Novak.", "killing"),
    ("Anna Berg pleaded not guilty to the murder of Tom Novak.", "murder"),
    ("Anna Berg was found not guilty of killing Tom Novak.", "killing"),
    ("Anna Berg was wrongly convicted of the murder of Tom Novak.", "murder"),
    ("Anna Berg was wrongly jailed for killing Tom Novak.", "killing"),
    ("Anna Berg was convicted of killing Tom Novak but was cleared on appeal.", "killing"),
    ("Anna Berg was convicted of killing Tom Novak, but the verdict was overturned.", "killing"),
    ("Anna Berg was jailed for life for killing Tom Novak, a verdict later quashed.", "killing"),
    ("Siemens stayed away from acquiring Deutsche Bank.", "acquiring"),
    ("Siemens backed out of acquiring Deutsche Bank.", "acquiring"),
    ("Siemens withdrew from acquiring Deutsche Bank.", "acquiring"),
    ("Siemens gave up on acquiring Deutsche Bank.", "acquiring"),
    ("Siemens shelved acquiring Deutsche Bank.", "acquiring"),
    ("Siemens ruled out acquiring Deutsche Bank.", "acquiring"),
    ("Siemens left without a deal with Alstom.", "deal"),
    ('Siemens called "baseless" a report that it had acquired Alstom.', "acquired"),
]


@pytest.mark.parametrize(("text", "trigger"), DENIED)
def test_an_event_that_is_denied_by_the_words_around_it(pipeline, text, trigger):
    """It is negative, and no typed relation states it."""
    doc = pipeline.process(text)
    polarities = [x.polarity for x in doc.events if text[x.start : x.end] == trigger]
    assert polarities == ["negative"]
    assert not [x for x in doc.relations if x.type != "open"]


OPEN = [
    ("The acquisition of Deutsche Bank by Commerzbank is pending.", "acquisition", "intended"),
    (
        "The acquisition of Deutsche Bank by Commerzbank remains a distant dream.",
        "acquisition",
        "intended",
    ),
    (
        "The acquisition of Deutsche Bank by Commerzbank is subject to approval.",
        "acquisition",
        "intended",
    ),
    (
        "The acquisition of Deutsche Bank by Commerzbank would cost 3 billion euros.",
        "acquisition",
        "conditional",
    ),
    ("The acquisition of Deutsche Bank by Commerzbank is unlikely.", "acquisition", "possible"),
    ("The acquisition of Deutsche Bank by Commerzbank collapsed.", "acquisition", "possible"),
    (
        "The regulator has yet to approve the acquisition of Deutsche Bank by Commerzbank.",
        "acquisition",
        "possible",
    ),
    ("It is anything but clear that Siemens acquired Alstom.", "acquired", "possible"),
    ("It is far from certain that Siemens acquired Alstom.", "acquired", "possible"),
    ("Anna Berg went on trial for killing Tom Novak.", "killing", "possible"),
    ("Anna Berg faces trial for killing Tom Novak.", "killing", "possible"),
    ("Anna Berg was detained for killing Tom Novak.", "killing", "possible"),
    ("Anna Berg was questioned over killing Tom Novak.", "killing", "possible"),
    ("Anna Berg is in custody for killing Tom Novak.", "killing", "possible"),
    ("Anna Berg is on trial for the murder of Tom Novak.", "murder", "possible"),
    ("Russia's invasion of Poland would mean war.", "invasion", "conditional"),
    ("Siemens opposed acquiring Deutsche Bank.", "acquiring", "intended"),
    ("Russia or Ukraine attacked Moldova.", "attacked", "possible"),
    ("Anna Berg was killed by either Tom Novak or Maria Silva.", "killed", "possible"),
    ("Anna Berg was born in Porto or Lisbon.", "born", "possible"),
    (
        "They are facing charges of housebreaking with the intent to rob.",
        "housebreaking",
        "possible",
    ),
    ("The allegation that Siemens attacked Alstom has never been proven.", "attacked", "possible"),
    ("The claim that Siemens attacked Alstom remains unproven.", "attacked", "possible"),
    ("Siemens was not aware that Anna Berg had met Tom Novak.", "met", "possible"),
    ("Anna Berg is concerned that Siemens attacked Alstom.", "attacked", "possible"),
    ("One theory goes that Anna Berg was killed by Tom Novak.", "killed", "possible"),
    ("The prevailing view holds that Russia attacked Poland.", "attacked", "possible"),
    ("Police stopped Anna Berg before she killed Tom Novak.", "killed", "possible"),
    ("Siemens takeover of Alstom unlikely, analysts warn", "takeover", "possible"),
    ("The film ends with Anna Berg killing Tom Novak.", "killing", "possible"),
    ("The historian's thesis, that Stalin killed Lenin, is new.", "killed", "possible"),
    ("It was never established who killed Tom Novak.", "killed", "possible"),
    ("A blog claimed without evidence that Siemens had acquired Alstom.", "acquired", "possible"),
]


@pytest.mark.parametrize(("text", "trigger", "modality"), OPEN)
def test_an_event_that_is_left_open_by_the_words_around_it(pipeline, text, trigger, modality):
    """It is not actual, and no typed relation states it."""
    doc = pipeline.process(text)
    modalities = [x.modality for x in doc.events if text[x.start : x.end] == trigger]
    assert modalities == [modality]
    assert not [x for x in doc.relations if x.type != "open"]


STATED = [
    ("It was Anna Berg and not Maria Silva who killed Tom Novak.", "kills", "Anna Berg"),
    ("It was Anna Berg rather than Maria Silva who met Tom Novak.", "meets", "Anna Berg"),
    ("It was not only Siemens that acquired Alstom.", "acquires", "Siemens"),
    ("It was not Anna Berg alone who killed Tom Novak.", "kills", "Anna Berg"),
    ("It was not until 2010 that Siemens acquired Alstom.", "acquires", "Siemens"),
    ("It was not because of Russia that Siemens acquired Alstom.", "acquires", "Siemens"),
    ("Not until 2010 did Siemens acquire Alstom.", "acquires", "Siemens"),
    ("Not only has Siemens acquired Alstom, it has sold it.", "acquires", "Siemens"),
    ("The acquisition of Deutsche Bank by Commerzbank went through.", "acquires", "Commerzbank"),
    (
        "The acquisition of Deutsche Bank by Commerzbank did not please Anna Berg.",
        "acquires",
        "Commerzbank",
    ),
    ("Russia's attack on Poland was not a hoax.", "attacks", "Russia"),
    ("Russia's attack on Poland was a disaster.", "attacks", "Russia"),
    ("Russia's attack on Poland failed.", "attacks", "Russia"),
    ("Russia's attack on Poland could cost thousands of lives.", "attacks", "Russia"),
    ("It is not a myth that Albert Einstein worked for Siemens.", "works_for", "Albert Einstein"),
    ("It is the case that Siemens acquired Alstom.", "acquires", "Siemens"),
    ("Fact: Napoleon was born in Corsica.", "born_in", "Napoleon"),
    ("Reports that Siemens had acquired Alstom sent shares up.", "acquires", "Siemens"),
    ("Maria Silva smiled when she said that Anna Berg killed Tom Novak.", "kills", "Anna Berg"),
    ("Anna Berg pleaded guilty to killing Tom Novak.", "kills", "Anna Berg"),
    (
        "Anna Berg was convicted of killing Tom Novak, but the verdict was upheld.",
        "kills",
        "Anna Berg",
    ),
    ("Anna Berg was convicted of killing Tom Novak but cleared of theft.", "kills", "Anna Berg"),
    ("Anna Berg appeared in court after killing Tom Novak.", "kills", "Anna Berg"),
    ("Siemens ended up buying Alstom.", "acquires", "Siemens"),
    ("Siemens walked away after buying Alstom.", "acquires", "Siemens"),
    ("Siemens benefited from acquiring Deutsche Bank.", "acquires", "Siemens"),
    ("Anna Berg met Tom Novak in Porto or Lisbon.", "meets", "Anna Berg"),
    ("Anna Berg, allegedly a spy, met Tom Novak.", "meets", "Anna Berg"),
    ("The year ended with Anna Berg killing Tom Novak.", "kills", "Anna Berg"),
    ("Maria Silva cancelled the trip before Anna Berg met Tom Novak.", "meets", "Anna Berg"),
    ("Maria Silva cancelled the trip the day before she met Tom Novak.", "meets", "Maria Silva"),
    ("Anna Berg met Tom Novak, having warned of it for years.", "meets", "Anna Berg"),
    ("In a long account of the war, Anna Berg met Tom Novak.", "meets", "Anna Berg"),
    ("Maria Silva left Porto before Anna Berg met Tom Novak.", "meets", "Anna Berg"),
]


@pytest.mark.parametrize(("text", "type", "subject"), STATED)
def test_what_is_only_like_a_denial_is_stated(pipeline, text, type, subject):
    """Its typed relation is written, with the name that it is about."""
    doc = pipeline.process(text)
    stated = [x for x in doc.relations if x.type == type]
    assert [text[x.subject.start : x.subject.end] for x in stated] == [subject]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Tom Novak murdered Anna Berg, trial hears.", "trial"),
        ("Tom Novak murdered Anna Berg, court hears.", "court"),
        ("Tom Novak murdered Anna Berg, jury hears.", "jury"),
        ("Tom Novak murdered Anna Berg, a court heard.", "a court"),
        ("The court heard that Tom Novak murdered Anna Berg.", "The court"),
        ("By the account of two survivors, Tom Novak murdered Anna Berg.", "two survivors"),
        ("In the account of Maria Silva, Tom Novak murdered Anna Berg.", "Maria Silva"),
    ],
)
def test_what_somebody_hears_or_tells_is_a_claim(pipeline, text, speaker):
    """They vouch for it, since the text does not."""
    (event,) = [x for x in pipeline.process(text).events if text[x.start : x.end] == "murdered"]
    assert text[event.claim.source.start : event.claim.source.end] == speaker


def test_a_death_for_which_somebody_is_tried_is_certain(pipeline):
    """A trial leaves open who did it; that somebody died it does not."""
    text = "Anna Berg is on trial for the death of Tom Novak."
    (event,) = [x for x in pipeline.process(text).events if text[x.start : x.end] == "death"]
    assert (event.polarity, event.modality) == ("positive", "actual")


def test_a_contest_that_somebody_leaves_takes_place(pipeline):
    """To withdraw from a race does not deny it, other than to withdraw from buying something."""
    text = "Anna Berg withdrew from the race after meeting Tom Novak."
    (event,) = [x for x in pipeline.process(text).events if text[x.start : x.end] == "race"]
    assert (event.polarity, event.modality) == ("positive", "actual")
