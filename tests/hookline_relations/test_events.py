"""Events: triggers, polarity, modality, who vouches for them, time and place, and their cues."""

import pytest

from hookline import Cluster, Entity, Mention, Money


def shown(doc):
    """Return each event as trigger, polarity, modality and the source of its claim."""

    def source(claim):
        if claim is None:
            return None
        return "?" if claim.source is None else doc.text[claim.source.start : claim.source.end]

    return {
        doc.text[event.start : event.end]: (event.polarity, event.modality, source(event.claim))
        for event in doc.events
    }


@pytest.mark.parametrize(
    ("tree", "trigger", "expected"),
    [
        (
            "Peru/PROPN/2/nsubj attacked=attack/VERB:VBD/0/root Chile/PROPN/2/obj",
            "attacked",
            ("positive", "actual", None),
        ),
        (
            "Peru/PROPN/4/nsubj did=do/AUX/4/aux not/PART/4/advmod attack/VERB:VB/0/root",
            "attack",
            ("negative", "actual", None),
        ),
        (
            "Peru/PROPN/3/nsubj nearly/ADV/3/advmod attacked=attack/VERB:VBD/0/root",
            "attacked",
            ("negative", "actual", None),
        ),
        (
            "Ann/PROPN/2/nsubj rejected=reject/VERB:VBD/0/root reports=report/NOUN/2/obj "
            "that/SCONJ/6/mark Peru/PROPN/6/nsubj attacked=attack/VERB:VBD/3/acl",
            "attacked",
            ("negative", "actual", "Ann"),
        ),
        (
            "Ann/PROPN/4/nsubj did=do/AUX/4/aux not/PART/4/advmod reject/VERB:VB/0/root "
            "reports=report/NOUN/4/obj that/SCONJ/8/mark Peru/PROPN/8/nsubj "
            "attacked=attack/VERB:VBD/5/acl",
            "attacked",
            ("positive", "possible", "Ann"),
        ),
        (
            "Peru/PROPN/3/nsubj may/AUX:MD/3/aux attack/VERB:VB/0/root",
            "attack",
            ("positive", "possible", None),
        ),
        (
            "Peru/PROPN/3/nsubj will/AUX:MD/3/aux attack/VERB:VB/0/root",
            "attack",
            ("positive", "intended", None),
        ),
        (
            "Peru/PROPN/2/nsubj failed=fail/VERB:VBD/0/root to/PART/4/mark attack/VERB:VB/2/xcomp",
            "attack",
            ("negative", "actual", None),
        ),
        (
            "Peru/PROPN/4/nsubj did=do/AUX/4/aux not/PART/4/advmod fail/VERB:VB/0/root to/PART/6/mark "
            "attack/VERB:VB/4/xcomp",
            "attack",
            ("positive", "actual", None),
        ),
        (
            "Peru/PROPN/2/nsubj managed=manage/VERB:VBD/0/root to/PART/4/mark "
            "attack/VERB:VB/2/xcomp",
            "attack",
            ("positive", "actual", None),
        ),
        (
            "Chile/PROPN/2/nsubj denied=deny/VERB:VBD/0/root that/SCONJ/5/mark Peru/PROPN/5/nsubj "
            "attacked=attack/VERB:VBD/2/ccomp",
            "attacked",
            ("negative", "actual", "Chile"),
        ),
        (
            "Chile/PROPN/3/nsubj falsely/ADV/3/advmod claimed=claim/VERB:VBD/0/root that/SCONJ/6/mark "
            "Peru/PROPN/6/nsubj attacked=attack/VERB:VBD/3/ccomp",
            "attacked",
            ("negative", "actual", None),
        ),
        (
            "If/SCONJ/3/mark Peru/PROPN/3/nsubj attacks=attack/VERB:VBZ/5/advcl Chile/PROPN/5/nsubj "
            "responds=respond/VERB:VBZ/0/root",
            "attacks",
            ("positive", "conditional", None),
        ),
        (
            "Did=do/AUX/3/aux Peru/PROPN/3/nsubj attack/VERB:VB/0/root ?/PUNCT/3/punct",
            "attack",
            ("positive", "asked", None),
        ),
        (
            "Peru/PROPN/2/nsubj urged=urge/VERB:VBD/0/root Chile/PROPN/2/obj to/PART/5/mark "
            "attack/VERB:VB/2/xcomp",
            "attack",
            ("positive", "required", None),
        ),
        (
            "Peru/PROPN/3/nsubj allegedly/ADV/3/advmod attacked=attack/VERB:VBD/0/root",
            "attacked",
            ("positive", "possible", "?"),
        ),
        (
            "Peru/PROPN/2/nsubj attacked=attack/VERB:VBD/0/root ,/PUNCT/6/punct according/VERB/6/case "
            "to/ADP/4/fixed Chile/PROPN/2/obl",
            "attacked",
            ("positive", "actual", "Chile"),
        ),
        (
            "Peru/PROPN/4/nsubj:pass was=be/AUX/4/aux:pass not/PART/4/advmod "
            "acquitted=acquit/VERB:VBN/0/root of/SCONJ/6/mark attacking=attack/VERB:VBG/4/advcl",
            "attacking",
            ("positive", "possible", None),
        ),
        (
            "Peru/PROPN/2/nsubj cancelled=cancel/VERB:VBD/0/root the/DET/4/det meeting/NOUN/2/obj",
            "meeting",
            ("negative", "actual", None),
        ),
        (
            "A/DET/3/det planned=plan/VERB:VBN/3/amod attack/NOUN/4/nsubj worried=worry/VERB:VBD/0/root",
            "attack",
            ("positive", "intended", None),
        ),
    ],
)
def test_status_of_an_event(document, relate, tree, trigger, expected):
    """Negation, auxiliaries, governing verbs, adverbs and conditions decide what is said."""
    assert shown(relate(document(tree)))[trigger] == expected


def test_inserted_report_vouches_for_the_clause_around_it(document, relate):
    """In "Acme, analysts say, bought Bolt" the analysts vouch for it, though the parse says otherwise."""
    doc = document(
        "Acme/PROPN/4/nsubj ,/PUNCT/1/punct analysts=analyst/NOUN/1/appos say/VERB:VBP/0/root "
        ",/PUNCT/6/punct bought=buy/VERB:VBD/4/ccomp Bolt/PROPN/6/obj",
        ORG="Acme|Bolt",
    )
    done = relate(doc, kinds=["typed"], scorer=False)
    assert shown(done)["bought"] == ("positive", "actual", "analysts")
    (relation,) = done.relations
    assert (relation.type, done.events[relation.event].lemma) == ("acquires", "buy")


def test_quotation_that_goes_on_has_its_speaker(document, relate):
    """A quotation of whole sentences is the claim of who spoke before it."""
    doc = document(
        "Ann/PROPN/2/nsubj spoke=say/VERB:VBD/0/root so/ADV/2/advmod ./PUNCT/2/punct\n"
        "“/PUNCT/3/punct Peru/PROPN/3/nsubj attacked=attack/VERB:VBD/0/root Chile/PROPN/3/obj "
        "again/ADV/3/advmod ./PUNCT/3/punct ”/PUNCT/3/punct\n"
        "Chile/PROPN/2/nsubj slept=sleep/VERB:VBD/0/root",
        PERSON="Ann",
    )
    events = shown(relate(doc))
    assert events["attacked"] == ("positive", "actual", "Ann")
    assert events["slept"] == ("positive", "actual", None)


def test_relations_of_a_clause_share_its_event(document, relate):
    """Time and place stand at the event, the time with its value."""
    doc = document(
        "Peru/PROPN/2/nsubj attacked=attack/VERB:VBD/0/root Chile/PROPN/2/obj in/ADP/5/case "
        "Lima/PROPN/2/obl on/ADP/7/case Monday/PROPN/2/obl",
        LOC="Peru|Chile|Lima",
        DATE="Monday",
    )
    entities = [
        entity._replace(value="2026-01-12") if entity.label == "DATE" else entity
        for entity in doc.entities
    ]
    done = relate(doc.with_layers(entities=entities), scorer=False)
    (event,) = done.events
    assert {relation.event for relation in done.relations} == {0}
    assert len(done.relations) > 1
    assert event.time.value == "2026-01-12"
    assert event.place.entity == 2


def test_cues_of_an_event_are_a_layer(document, relate):
    """The words by which an event was judged are in the layer `event_cues`."""
    doc = relate(
        document("Peru/PROPN/4/nsubj may/AUX:MD/4/aux not/PART/4/advmod attack/VERB:VB/0/root")
    )
    cues = {(doc.text[cue.start : cue.end], cue.decides) for cue in doc.layers["event_cues"]}
    assert cues == {("may", "modality"), ("not", "polarity")}


def test_statements_all_writes_what_is_no_fact(document, relate, as_text):
    """A typed relation that is denied is written only where the option asks for it."""
    doc = document(
        "Peru/PROPN/4/nsubj did=do/AUX/4/aux not/PART/4/advmod attack/VERB:VB/0/root Chile/PROPN/4/obj",
        LOC="Peru|Chile",
    )
    assert as_text(relate(doc, kinds=["typed"], scorer=False)) == []
    done = relate(doc, kinds=["typed"], scorer=False, statements="all")
    assert as_text(done) == [("attacks", "Peru", "did not attack", "Chile")]
    assert done.events[done.relations[0].event].polarity == "negative"


def test_events_can_be_left_out(document, relate, as_text):
    """Without events the relations are the same, and point at none."""
    doc = document(
        "Peru/PROPN/2/nsubj attacked=attack/VERB:VBD/0/root Chile/PROPN/2/obj", LOC="Peru|Chile"
    )
    done = relate(doc, events=False)
    assert as_text(done) == as_text(relate(doc))
    assert "events" not in done.layers
    assert [relation.event for relation in done.relations] == [None]


@pytest.mark.parametrize(
    ("tree", "kept"),
    [
        (
            "Acme/PROPN/2/nsubj bought=buy/VERB/0/root Bolt/PROPN/2/obj ,/PUNCT/6/punct "
            "not/PART/6/advmod Cog/PROPN/3/appos",
            {"Bolt"},
        ),
        (
            "Acme/PROPN/2/nsubj bought=buy/VERB/0/root Bolt/PROPN/2/obj rather/ADV/6/cc than/ADP/4/fixed "
            "Cog/PROPN/3/conj",
            {"Bolt"},
        ),
        (
            "Acme/PROPN/2/nsubj bought=buy/VERB/0/root not/PART/5/advmod only/ADV/5/advmod "
            "Bolt/PROPN/2/obj but/CCONJ/7/cc Cog/PROPN/5/conj",
            {"Bolt", "Cog"},
        ),
    ],
)
def test_what_is_contrasted_is_no_end(document, relate, as_text, tree, kept):
    """Nothing is stated of what stands behind "not" or "rather than"."""
    rows = as_text(relate(document(tree, ORG="Acme|Bolt|Cog"), kinds=["typed"], scorer=False))
    assert {row[3] for row in rows} == kept


def test_row_of_a_table_states_nothing(document, relate):
    """A line without a verb under a label, or with columns, has no events and no relations."""
    doc = relate(
        document(
            "Tags=tag/NOUN/0/root :/PUNCT/3/punct Ann/PROPN/1/appos ,/PUNCT/5/punct Bob/PROPN/3/conj",
            PERSON="Ann|Bob",
        )
    )
    assert not doc.relations
    assert not doc.events


def test_end_is_an_entity_only_if_it_is_its_head(document, relate):
    """A phrase that contains a name is not the thing named; what it contains is listed."""
    doc = document(
        "Supporters=supporter/NOUN/4/nsubj of/ADP/3/case Ann/PROPN/1/nmod left=leave/VERB/0/root "
        "Oslo/PROPN/4/obj",
        PERSON="Ann",
        LOC="Oslo",
    )
    (relation,) = relate(doc, kinds=["open"]).relations
    assert (relation.subject.entity, relation.subject.contains) == (None, (0,))
    assert (relation.object.entity, relation.object.contains) == (1, ())


def test_adjective_of_a_country_is_no_entity(document, relate):
    """In "Chilean minister Ann" the adjective is no country, but keeps the cluster it belongs to."""
    doc = document(
        "Chilean/ADJ/2/amod minister/NOUN/3/nmod:desc Ann/PROPN/4/nsubj slept=sleep/VERB/0/root",
        NORP="Chilean",
        PERSON="Ann",
    )
    doc = relate(doc, kinds=["typed"], scorer=False)
    (relation,) = [item for item in doc.relations if item.type == "holds_office"]
    assert (relation.object.entity, relation.object.contains) == (None, (0,))
    assert isinstance(doc.entities[0], Entity)


@pytest.mark.parametrize(
    ("adjective", "country", "named"),
    [
        ("Chilean", "Chile", True),
        ("Dutch", "the Netherlands", True),
        ("American", "U.S.", True),
        ("Afghan", "Afghanistan", True),
        ("Colombian", "Columbia", False),
        ("Austrian", "Australia", False),
        ("Iranian", "Iraq", False),
    ],
)
def test_adjective_points_at_the_country_that_the_document_names(
    document, relate, adjective, country, named
):
    """The cluster of an end that is an adjective is the country's, else the adjective's own."""
    head = country.split()[-1]
    doc = document(
        f"{adjective}/ADJ/2/amod minister/NOUN/3/nmod:desc Ann/PROPN/4/nsubj slept=sleep/VERB/0/root "
        f"near/ADP/6/case {head}/PROPN/4/obl",
        NORP=adjective,
        PERSON="Ann",
        LOC=head,
    )
    found = [item for item in doc.entities if item.label != "LOC" or item.start]  # Chile|an
    entities = [item._replace(cluster=index) for index, item in enumerate(found)]
    clusters = [
        Cluster(doc.text[item.start : item.end], item.label, (Mention(*item[:2], index),))
        for index, item in enumerate(entities)
    ]
    doc = relate(
        doc.with_layers(entities=entities, clusters=clusters), kinds=["typed"], scorer=False
    )
    (relation,) = [item for item in doc.relations if item.type == "holds_office"]
    assert relation.object.entity is None
    assert relation.object.contains == (0,)
    assert doc.clusters[relation.object.cluster].label == ("LOC" if named else "NORP")


@pytest.mark.parametrize(
    ("tree", "status"),
    [
        (
            "Ann/PROPN/2/nsubj resigned=resign/VERB/0/root as/ADP/4/case head/NOUN/2/obl of/ADP/6/case "
            "Acme/PROPN/4/nmod",
            "former",
        ),
        (
            "Ann/PROPN/2/nsubj declined=decline/VERB/0/root the/DET/4/det post/NOUN/2/obj of/ADP/6/case "
            "head/NOUN/4/nmod of/ADP/8/case Acme/PROPN/6/nmod",
            "declined",
        ),
        (
            "Ann/PROPN/5/nsubj ,/PUNCT/4/punct deputy/NOUN/4/compound head/NOUN/1/appos "
            "slept=sleep/VERB/0/root at/ADP/7/case Acme/PROPN/4/nmod",
            "current",
        ),
    ],
)
def test_office_that_is_not_led_has_its_status(document, relate, tree, status):
    """Who resigned, declined, or is a deputy holds an office with a status, and leads nothing."""
    doc = relate(document(tree, PERSON="Ann", ORG="Acme"), kinds=["typed"], scorer=False)
    assert [(item.type, item.qualifiers.status) for item in doc.relations] == [
        ("holds_office", status)
    ]


def test_amount_qualifies_a_deal(document, relate):
    """The money in the clause of a deal is its amount, with its value."""
    doc = document(
        "Acme/PROPN/2/nsubj bought=buy/VERB/0/root Bolt/PROPN/2/obj for/ADP/5/case $2bn/SYM/2/obl",
        ORG="Acme|Bolt",
        MONEY="$2bn",
    )
    entities = [
        item._replace(value=Money(2e9, "USD")) if item.label == "MONEY" else item
        for item in doc.entities
    ]
    doc = relate(doc.with_layers(entities=entities), kinds=["typed"], scorer=False)
    (relation,) = doc.relations
    assert relation.qualifiers.amount.value == Money(2e9, "USD")


def test_purpose_whose_mark_is_read_as_a_preposition_fails_no_document(document, relate):
    """An infinitive with a subject is intended, whether its "to" is a mark or a preposition."""
    doc = relate(
        document(
            "Ann/PROPN/2/nsubj waited=wait/VERB/0/root to/ADP/5/case Bob/PROPN/5/nsubj "
            "leave/VERB/2/advcl Oslo/PROPN/5/obj",
            PERSON="Ann|Bob",
            LOC="Oslo",
        )
    )
    assert [event.modality for event in doc.events if event.lemma == "leave"] == ["intended"]
