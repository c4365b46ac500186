"""Sentences of one difficulty each, with the embedded model: what they state, and what they do not."""

import pytest

from hookline import Document, Pipeline

CASES = [
    (
        "«The firm bought Bolt in May», said Ann Lee.",
        {("The firm", "bought", "Bolt")},
        set(),
    ),
    (
        "Home » Acme bought Bolt in May » News",
        set(),
        {("Acme", "bought", "Bolt")},
    ),
    (
        "Lund went to Paris and Petrie to Rome.",
        {("Lund", "went to", "Paris"), ("Petrie", "went to", "Rome")},
        {("Lund", "went to", "Petrie"), ("Lund", "went to", "Rome")},
    ),
    (
        "Havkraft will own 60 percent of it, and Estria's Elektra Group the rest.",
        {("Estria's Elektra Group", "will own", "the rest")},
        {("Havkraft", "will own", "Estria's Elektra Group the rest")},
    ),
    (
        "Germany beat Spain, and France Portugal.",
        {("Germany", "beat", "Spain"), ("France", "beat", "Portugal")},
        {("Germany", "beat", "France")},
    ),
    (
        "The bank hired Lund & Petrie in May.",
        {("The bank", "hired", "Lund & Petrie")},
        {("The bank", "hired", "Lund"), ("The bank", "hired", "Petrie")},
    ),
    (
        "Lund & Petrie acquired Acme in May.",
        {("Lund & Petrie", "acquired", "Acme")},
        {("Lund", "acquired", "Acme")},
    ),
    (
        "The chief of the army Bob Ray resigned.",
        {("Bob Ray", "is", "The chief of the army")},
        {("Bob Ray", "is", "the army")},
    ),
    (
        "The photo of magician David Gish was sold.",
        {("David Gish", "is", "magician")},
        set(),
    ),
    (
        "A request of the Uruguayan president, Luis Lacalle, reached the society.",
        {("Luis Lacalle", "is", "the Uruguayan president")},
        {("Luis Lacalle", "is", "A request of the Uruguayan president")},
    ),
    (
        "A spokesman for the county council, Arthur Penn, would not rule it out.",
        {("Arthur Penn", "is", "A spokesman for the county council")},
        {("Arthur Penn", "is", "the county council")},
    ),
    (
        "They met the chair of the Review Panel, Ann Lee; the vice-chair, Bob Ray; and others.",
        {("Ann Lee", "chair", "Review Panel")},
        {("Bob Ray", "chair", "Review Panel")},
    ),
    (
        "A team has prepared a plan following the elections, expected to take place in May.",
        {("A team", "has prepared", "a plan following the elections")},
        {("A team", "expected to take place in", "May")},
    ),
    (
        "Godoy spent a lot of his time in between fights enjoying fame.",
        {("Godoy", "enjoying", "fame")},
        {("fights", "enjoying", "fame")},
    ),
    (
        "Every resident is a participant, a practitioner and a beneficiary of peace.",
        {("Every resident", "is", "a practitioner")},
        {("a participant", "is", "a practitioner")},
    ),
    (
        "The cable starts in Gwadar and Karachi in Pakistan.",
        {("The cable", "starts in", "Karachi")},
        {("Karachi", "starts in", "Pakistan")},
    ),
    (
        "Amnesty International said in a new report released today that it lied.",
        {("Amnesty International", "said in", "a new report")},
        {("Amnesty International", "released", "today")},
    ),
    (
        "The bars are Zi Lounge, Coconutz, El Ancla & Bambu Beach Bar.",
        {("The bars", "are", "El Ancla")},
        set(),
    ),
    (
        "At no time did I want to insult a religion.",
        set(),
        {("I", "did want to insult", "a religion")},
    ),
    (
        "She never shook the feeling that somebody watched her.",
        set(),
        {("somebody", "watched", "her")},
    ),
    (
        "In Syria, the press secretary said, Syrian democratic forces continue to liberate territory.",
        {("Syrian democratic forces", "continue to liberate", "territory")},
        {("the press secretary", "said", "In Syria")},
    ),
    (
        'In a message, she said, "Abbas was a dedicated worker."',
        {("she", "said", "In a message"), ("Abbas", "was", "a dedicated worker")},
        set(),
    ),
    (
        "Voss was born in Harwick and studied at Leeds.",
        {("Voss", "studied", "Leeds")},
        {("Voss", "was born", "Leeds"), ("Voss", "was studied at", "Leeds")},
    ),
    (
        "She would rather make the walk than accumulate a pile of containers.",
        {("She", "would make", "the walk")},
        {("She", "accumulate", "a pile of containers")},
    ),
    (
        "Farmers enrich their soils using frass from the fly.",
        {("Farmers", "using", "frass")},
        {("their soils", "using", "frass")},
    ),
    (
        "The list names Goodwin Gaw, founder of the firm Gaw Capital Partners, who lives in Lyon.",
        set(),
        {("the firm Gaw Capital Partners", "lives in", "Lyon")},
    ),
    (
        "The Maghreb region (Algeria, Morocco and Tunisia) grew.",
        set(),
        {("Algeria", "is", "the Maghreb region"), ("Tunisia", "is", "the Maghreb region")},
    ),
    (
        "Its president, Olav Brekke, called on Norland.",
        {("Its president", "called on", "Norland"), ("Olav Brekke", "is", "Its president")},
        {("It", "s", "president")},
    ),
    (
        "Like his brother, Ann Lee said he sold it.",
        set(),
        {("Ann Lee", "said", "Like his brother")},
    ),
]


@pytest.fixture(scope="module")
def documents(annotate):
    """Return the document of each sentence."""
    rows = [{"id": str(number), "text": text} for number, (text, *_) in enumerate(CASES)]
    return {row["text"]: doc for row, doc in annotate(rows)}


@pytest.mark.parametrize(("text", "stated", "not_stated"), CASES, ids=[case[0] for case in CASES])
def test_a_sentence_states_what_a_reader_finds_in_it(documents, as_text, text, stated, not_stated):
    """Gaps, names of firms, titles, inserted reports and participles are read as what they say."""
    found = {
        (subject, predicate.strip("()"), object)
        for _, subject, predicate, object in as_text(documents[text])
    }
    assert stated <= found
    assert found.isdisjoint(not_stated)


@pytest.mark.parametrize(
    ("text", "trigger", "polarity", "modality"),
    [
        ("American troops came to defeat Daesh.", "defeat", "positive", "intended"),
        ("He stopped to talk to the press.", "talk", "positive", "intended"),
        ("They went on to win the cup.", "win", "positive", "actual"),
        ("She came to know him well.", "know", "positive", "actual"),
        ("If the firm plans to buy Acme, we sell.", "buy", "positive", "conditional"),
        ("As long as we shut our borders, prices fall.", "shut", "positive", "conditional"),
        ("Talks will not resume before the first plant runs.", "runs", "positive", "conditional"),
        ("She sings when he plays.", "plays", "positive", "actual"),
        ("That could take longer and lead to a loss.", "lead", "positive", "possible"),
        ("He no longer lives in Oslo.", "lives", "negative", "actual"),
        ("We were able to sell the house.", "sell", "positive", "actual"),
        ("We are able to sell the house.", "sell", "positive", "possible"),
        ("Nobody wrote the letter or sent it.", "sent", "negative", "actual"),
        ("She would rather walk than drive the car.", "drive", "negative", "actual"),
    ],
)
def test_what_is_aimed_at_is_no_fact(annotate, text, trigger, polarity, modality):
    """An infinitive of purpose is a plan; what one is led to is a fact."""
    ((_, doc),) = annotate([{"id": "1", "text": text}])
    (event,) = (item for item in doc.events if doc.text[item.start : item.end] == trigger)
    assert (event.polarity, event.modality) == (polarity, modality)


def test_what_is_denied_is_as_unlikely_as_the_scale_says(annotate):
    """A denied event is far below zero, an alleged one far from certain, a plain one certain."""
    texts = [
        "The army did not attack Marov.",
        "The mayor allegedly kept it.",
        "Peru attacked Chile.",
    ]
    denied, alleged, plain = (
        doc.events[0].factuality
        for _, doc in annotate([{"id": text, "text": text} for text in texts])
    )
    assert denied <= -1.5
    assert alleged <= 1.0
    assert plain >= 2.0


def test_an_office_of_one_phrase_is_written_once(as_text):
    """Who holds an office is written with the name, not again with a pronoun for it."""
    text = "Novotny, a former minister of Estria, said that he sold it."
    stages = [{"use": name} for name in ("clean", "stanza", "coref", "relations")]
    with Pipeline.from_config({"stages": stages}) as pipeline:
        (doc,) = pipeline.stream([Document.from_text(text, id="1")])
    offices = [row[1:] for row in as_text(doc) if row[0] == "holds_office"]
    assert [row[0] for row in offices] == ["Novotny"]
