"""Typed relations by rule, and statements that are not facts."""

import pytest

from hookline import Cluster, Mention


def test_minister_holds_an_office(typed):
    """A minister holds an office of the country, and does not lead it."""
    rows = typed(
        "Japan/PROPN/4/nmod:poss 's/PART/1/case Defence/PROPN/4/compound Minister/PROPN/5/nmod:desc "
        "Koizumi/PROPN/6/nsubj slept=sleep/VERB/0/root",
        PERSON="Koizumi",
        LOC="Japan",
    )
    assert rows == [("holds_office", "Koizumi", "Defence Minister", "Japan")]


def test_title_is_read_where_the_tree_is_wrong(typed):
    """A title is found by the order of words, even if the parse is wrong."""
    rows = typed(
        "US/PROPN/0/root Secretary/PROPN/1/flat of/ADP/4/case War/PROPN/1/nmod Pete/PROPN/1/flat "
        "Hegseth/PROPN/1/flat",
        PERSON="Pete Hegseth",
        LOC="US",
    )
    assert rows == [("holds_office", "Pete Hegseth", "Secretary of War", "US")]


@pytest.mark.parametrize("word", ["former", "deputy", "vice"])
def test_former_or_deputy_head_does_not_lead(typed, word):
    """A former head or a deputy gives no `leads`."""
    rows = typed(
        f"Ann/PROPN/6/nsubj was=be/AUX/6/cop a/DET/6/det {word}/ADJ/6/amod US/PROPN/6/compound "
        "president/NOUN/0/root",
        PERSON="Ann",
        LOC="US",
    )
    assert [row for row in rows if row[0] == "leads"] == []


def test_coordinated_subjects_agree_with_one_another(typed):
    """Two coordinated subjects of "agree" give one relation."""
    rows = typed(
        "Peru/PROPN/5/nsubj and/CCONJ/3/cc Chile/PROPN/1/conj have/AUX/5/aux "
        "agreed=agree/VERB:VBN/0/root to/PART/7/mark trade/VERB:VB/5/xcomp",
        LOC="Peru|Chile",
    )
    assert rows == [("agrees_with", "Peru", "have agreed", "Chile")]


def test_talks_between_two(typed):
    """Talks between two parties relate these two, not the place."""
    rows = typed(
        "It/PRON/2/nsubj followed=follow/VERB/0/root talks=talk/NOUN/2/obj in/ADP/5/case "
        "Oslo/PROPN/3/nmod between/ADP/7/case Ann/PROPN/3/nmod and/CCONJ/9/cc Bob/PROPN/7/conj",
        PERSON="Ann|Bob",
        LOC="Oslo",
    )
    assert rows == [("talks_to", "Ann", "talks", "Bob")]


def test_symmetric_type_has_the_first_argument_as_subject(typed):
    """The argument mentioned first is the subject of a symmetric relation."""
    rows = typed(
        "With/ADP/2/case Bob/PROPN/4/obl Ann/PROPN/4/nsubj met=meet/VERB/0/root .../PUNCT/4/punct"
        "\nAnn/PROPN/2/nsubj met=meet/VERB/0/root with/ADP/4/case Bob/PROPN/2/obl",
        PERSON="Ann|Bob",
    )
    assert rows == [("meets", "Bob", "With met", "Ann"), ("meets", "Ann", "met with", "Bob")]


@pytest.mark.parametrize(
    "sentence",
    [
        "China/PROPN/3/nsubj may/AUX:MD/3/aux attack/VERB:VB/0/root Oslo/PROPN/3/obj",
        "China/PROPN/4/nsubj did=do/AUX/4/aux not/PART/4/advmod attack/VERB:VB/0/root "
        "Oslo/PROPN/4/obj",
        "China/PROPN/4/nsubj wants=want/VERB/0/root to/PART/4/mark attack/VERB:VB/2/xcomp "
        "Oslo/PROPN/4/obj",
        "They/PRON/2/nsubj fled=flee/VERB/0/root if/SCONJ/5/mark China/PROPN/5/nsubj "
        "attacked=attack/VERB/2/advcl Oslo/PROPN/5/obj",
        "They/PRON/2/nsubj deny/VERB/0/root China/PROPN/4/nsubj attacked=attack/VERB/2/ccomp "
        "Oslo/PROPN/4/obj",
        "Did=do/AUX/3/aux China/PROPN/3/nsubj attack/VERB:VB/0/root Oslo/PROPN/3/obj ?/PUNCT/3/punct",
        "China/PROPN/3/nsubj will/AUX:MD/3/aux attack/VERB:VB/0/root Oslo/PROPN/3/obj",
        "Neither=neither/CCONJ/2/cc:preconj China/PROPN/5/nsubj nor/CCONJ/4/cc Peru/PROPN/2/conj "
        "attacked=attack/VERB/0/root Oslo/PROPN/5/obj",
        "China/PROPN/3/nsubj hardly/ADV/3/advmod attacked=attack/VERB/0/root Oslo/PROPN/3/obj",
        "China/PROPN/2/nsubj has=have/VERB/0/root yet/ADV/2/advmod to/PART/5/mark "
        "attack/VERB:VB/2/xcomp Oslo/PROPN/5/obj",
        "No=no/DET/2/det evidence/NOUN/3/nsubj shows=show/VERB/0/root that/SCONJ/6/mark "
        "China/PROPN/6/nsubj attacked=attack/VERB/3/ccomp Oslo/PROPN/6/obj",
        "There=there/PRON/2/expl is=be/VERB/0/root no/DET/4/det proof/NOUN/2/nsubj "
        "that/SCONJ/7/mark China/PROPN/7/nsubj attacked=attack/VERB/4/acl Oslo/PROPN/7/obj",
        "China/PROPN/3/nsubj:pass was=be/AUX/3/aux:pass accused=accuse/VERB:VBN/0/root "
        "of/SCONJ/5/mark attacking=attack/VERB:VBG/3/advcl Oslo/PROPN/5/obj",
        "China/PROPN/4/nsubj did=do/AUX/4/aux not/PART/4/advmod leave/VERB:VB/0/root or/CCONJ/6/cc "
        "attack/VERB:VB/4/conj Oslo/PROPN/6/obj",
        "No=no/DET/2/det one/NOUN/3/nsubj left=leave/VERB:VBD/0/root and/CCONJ/5/cc "
        "attacked=attack/VERB:VBD/3/conj Oslo/PROPN/5/obj after/ADP/8/case China/PROPN/5/obl",
        "The=the/DET/3/det alleged=allege/ADJ/3/amod attack/NOUN/0/root by/ADP/5/case "
        "China/PROPN/3/nmod on/ADP/7/case Oslo/PROPN/3/nmod",
    ],
    ids=[
        "possible",
        "negated",
        "wished",
        "condition",
        "denied",
        "asked",
        "planned",
        "neither",
        "hardly",
        "yet",
        "no evidence",
        "no proof",
        "accused",
        "not or",
        "nobody and",
        "alleged",
    ],
)
def test_what_is_not_asserted_is_not_a_fact(typed, sentence):
    """Negated, possible, wished, conditional, questioned and future statements are not written."""
    assert typed(sentence, LOC="China|Oslo") == []


def test_asserted_attack_is_written(typed):
    """The plain statement is written, with the whole verb group."""
    rows = typed(
        "China/PROPN/3/nsubj has=have/AUX/3/aux attacked=attack/VERB/0/root Oslo/PROPN/3/obj",
        LOC="China|Oslo",
    )
    assert rows == [("attacks", "China", "has attacked", "Oslo")]


def test_founded_by_reads_both_voices(typed):
    """Active and passive give the same `founded_by`."""
    active = typed(
        "Ann/PROPN/2/nsubj founded=found/VERB/0/root Acme/PROPN/2/obj", PERSON="Ann", ORG="Acme"
    )
    passive = typed(
        "Acme/PROPN/3/nsubj:pass was=be/AUX/3/aux:pass founded=found/VERB:VBN/0/root by/ADP/5/case "
        "Ann/PROPN/3/obl:agent",
        PERSON="Ann",
        ORG="Acme",
    )
    assert active == [("founded_by", "Acme", "founded", "Ann")]
    assert passive == [("founded_by", "Acme", "was founded by", "Ann")]


def test_place_after_a_comma(typed):
    """A place after another place and a comma contains it."""
    rows = typed("Mecca/PROPN/0/root ,/PUNCT/3/punct Arabia/PROPN/1/appos", LOC="Mecca|Arabia")
    assert rows == [("located_in", "Mecca", "(is)", "Arabia")]


def test_place_after_a_comma_within_a_name(document, relate, as_text):
    """Two places in one entity are separated at the comma."""
    doc = relate(
        document("Mecca/PROPN/0/root ,/PUNCT/3/punct Arabia/PROPN/1/appos", LOC="Mecca, Arabia"),
        kinds=["typed"],
    )
    assert as_text(doc) == [("located_in", "Mecca", "(is)", "Arabia")]
    assert (doc.relations[0].subject.entity, doc.relations[0].object.entity) == (0, None)


def test_only_the_most_specific_type_is_written(typed):
    """A leader is not also a member."""
    rows = typed(
        "Ann/PROPN/2/nsubj joined=join/VERB/0/root Acme/PROPN/2/obj\n"
        "Ann/PROPN/4/nsubj is=be/AUX/4/cop the/DET/4/det head/NOUN/0/root of/ADP/6/case "
        "Acme/PROPN/4/nmod",
        PERSON="Ann",
        ORG="Acme",
    )
    assert rows == [("leads", "Ann", "head", "Acme")]


def test_pronoun_refers_to_the_only_person_before_it(document, relate):
    """A pronoun is no entity, but of the cluster of the only person named before it."""
    doc = document(
        "Ann/PROPN/2/nsubj slept=sleep/VERB/0/root\n"
        "She/PRON/2/nsubj founded=found/VERB/0/root Acme/PROPN/2/obj",
        PERSON="Ann",
        ORG="Acme",
    )
    ann, acme = doc.entities
    clusters = [Cluster("Ann", "PERSON", (Mention(ann.start, ann.end, 0),))]
    doc = doc.with_layers(entities=[ann._replace(cluster=0), acme], clusters=clusters)
    (relation,) = relate(doc, kinds=["typed"]).relations
    assert doc.text[relation.object.start : relation.object.end] == "She"
    assert relation.object.entity is None
    assert relation.object.cluster == 0


def test_pronoun_after_two_persons_has_no_entity(document, relate):
    """A pronoun that could refer to two persons has no entity."""
    doc = relate(
        document(
            "Ann/PROPN/2/nsubj saw=see/VERB/0/root Bob/PROPN/2/obj\n"
            "She/PRON/2/nsubj founded=found/VERB/0/root Acme/PROPN/2/obj",
            PERSON="Ann|Bob",
            ORG="Acme",
        ),
        kinds=["typed"],
    )
    (relation,) = doc.relations
    assert relation.object.entity is None


def test_typed_relation_replaces_the_open_one(document, relate, as_text):
    """A typed relation is not repeated as an open one."""
    doc = document(
        "Ann/PROPN/2/nsubj met=meet/VERB/0/root Bob/PROPN/2/obj in/ADP/5/case Oslo/PROPN/2/obl",
        PERSON="Ann|Bob",
        LOC="Oslo",
    )
    assert as_text(relate(doc)) == [
        ("meets", "Ann", "met", "Bob"),
        ("open", "Ann", "met Bob in", "Oslo"),
    ]


def test_ignorance_of_a_fact_does_not_negate_it(typed):
    """The complement of "did not know" is a fact."""
    rows = typed(
        "They/PRON/4/nsubj did=do/AUX/4/aux not/PART/4/advmod know/VERB:VB/0/root "
        "China/PROPN/6/nsubj attacked=attack/VERB/4/ccomp Oslo/PROPN/6/obj",
        LOC="China|Oslo",
    )
    assert rows == [("attacks", "China", "attacked", "Oslo")]


def test_not_only_negates_nothing(typed):
    """A statement with "not only" is a fact."""
    rows = typed(
        "China/PROPN/4/nsubj not/PART/4/advmod only/ADV/2/advmod attacked=attack/VERB:VBD/0/root "
        "Oslo/PROPN/4/obj",
        LOC="China|Oslo",
    )
    assert rows == [("attacks", "China", "attacked", "Oslo")]


def test_but_ends_a_negation(typed):
    """A verb after "but" is not negated."""
    rows = typed(
        "China/PROPN/4/nsubj did=do/AUX/4/aux not/PART/4/advmod leave/VERB:VB/0/root but/CCONJ/6/cc "
        "attacked=attack/VERB:VBD/4/conj Oslo/PROPN/6/obj",
        LOC="China|Oslo",
    )
    assert rows == [("attacks", "China", "attacked", "Oslo")]


def test_entity_of_an_argument_has_its_label(document, relate, as_text):
    """A noun that only contains a name of another kind does not refer to it."""
    doc = relate(
        document(
            "The=the/DET/2/det lawyer/NOUN/5/nsubj of/ADP/4/case Acme/PROPN/2/nmod "
            "lives=live/VERB/0/root in/ADP/7/case Oslo/PROPN/5/obl",
            ORG="Acme",
            LOC="Oslo",
        ),
    )
    # And the open relation with the same spans is not written beside it.
    assert as_text(doc) == [("lives_in", "The lawyer of Acme", "lives in", "Oslo")]
    (relation,) = doc.relations
    assert (relation.subject.entity, relation.object.entity) == (None, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "The=the/DET/2/det president/PROPN/7/nsubj of/ADP/4/case Acme/PROPN/2/nmod ,/PUNCT/6/punct "
        "Ann/PROPN/2/appos lives=live/VERB/0/root in/ADP/9/case Oslo/PROPN/7/obl",
        "The=the/DET/2/det president/NOUN/6/nsubj of/ADP/4/case Acme/PROPN/2/nmod "
        "Ann/PROPN/6/vocative lives=live/VERB/0/root in/ADP/8/case Oslo/PROPN/6/obl",
    ],
    ids=["apposition", "vocative"],
)
def test_name_is_preferred_to_the_noun_before_it(typed, sentence):
    """If the sentence names the person, the name is the argument."""
    rows = typed(sentence, PERSON="Ann", ORG="Acme", LOC="Oslo")
    assert ("lives_in", "Ann", "lives in", "Oslo") in rows


def test_noun_itself_can_block_a_rule(typed):
    """A teacher from a place lives there; a senator from a place need not."""
    trees = (
        "Ann/PROPN/0/root ,/PUNCT/4/punct a/DET/4/det {}/NOUN/1/appos from/ADP/6/case "
        "Maine/PROPN/4/nmod"
    )
    assert typed(trees.format("senator"), PERSON="Ann", LOC="Maine") == []
    assert typed(trees.format("teacher"), PERSON="Ann", LOC="Maine") == [
        ("lives_in", "Ann", "teacher", "Maine")
    ]


def test_former_chief_held_an_office(document, relate, as_text):
    """A former head of an organization neither leads it nor is a member: the status is former."""
    doc = document(
        "Former=former/ADJ/3/amod Acme/PROPN/3/compound chief/NOUN/4/nmod:desc Ann/PROPN/5/nsubj "
        "slept=sleep/VERB/0/root",
        PERSON="Ann",
        ORG="Acme",
    )
    doc = relate(doc, kinds=["typed"], scorer=False)
    assert as_text(doc) == [("holds_office", "Ann", "chief", "Acme")]
    (relation,) = doc.relations
    assert relation.qualifiers.status == "former"
    title = relation.qualifiers.title
    assert doc.text[title.start : title.end] == "chief"


def test_country_that_joins_an_organization_is_part_of_it(typed):
    """A country that joins an alliance is `part_of` it, not a member of its staff."""
    rows = typed(
        "Peru/PROPN/2/nsubj joined=join/VERB/0/root NATO/PROPN/2/obj", LOC="Peru", ORG="NATO"
    )
    assert rows == [("part_of", "Peru", "joined", "NATO")]


def test_product_can_be_acquired(typed):
    """A service labelled as a product can be acquired like a company."""
    rows = typed(
        "Acme/PROPN/2/nsubj bought=buy/VERB/0/root Chatty/PROPN/2/obj", ORG="Acme", PRODUCT="Chatty"
    )
    assert rows == [("acquires", "Acme", "bought", "Chatty")]


@pytest.mark.parametrize(
    ("word", "died"), [("away/ADV/2/advmod", True), ("exams/NOUN/2/obj", False)]
)
def test_who_passes_away_has_died(typed, word, died):
    """Only with its particle the verb means a death: "Ann passed exams in 1990"."""
    rows = typed(
        f"Ann/PROPN/2/nsubj passed=pass/VERB/0/root {word} in/ADP/5/case 1990/NUM/2/obl",
        PERSON="Ann",
        DATE="1990",
    )
    assert [row[0] for row in rows] == ["died_on"] * died


@pytest.mark.parametrize(("name", "member"), [("Acme", True), ("Acme College", False)])
def test_person_from_a_school_may_be_its_pupil(typed, name, member):
    """ "Ann from Acme" is a member of Acme, but not if it is a school."""
    words = " ".join(f"{word}/PROPN/1/nmod" for word in name.split())
    rows = typed(f"Ann/PROPN/0/root from/ADP/3/case {words}", PERSON="Ann", ORG=name)
    assert [row[0] for row in rows] == ["member_of"] * member


def test_a_pronoun_and_a_noun_stand_for_their_cluster(document, relate):
    """ "It" and "the firm" fill an argument for a body where a cluster says that they stand for it."""
    doc = document(
        "Acme/PROPN/2/nsubj grew=grow/VERB/0/root\n"
        "It/PRON/2/nsubj sued=sue/VERB/0/root Bolt/PROPN/2/obj\n"
        "Bolt/PROPN/2/nsubj sued=sue/VERB/0/root it/PRON/2/obj",
        ORG="Acme|Bolt",
    )
    acme, *others = doc.entities
    places = [(n.start, n.end) for n in doc.tokens if n.text.lower() == "it"]
    pronouns = tuple(Mention(start, end, None, "pronoun") for start, end in places)
    clusters = [Cluster("Acme", "ORG", (Mention(acme.start, acme.end, 0), *pronouns))]
    entities = [acme._replace(cluster=0), *others]
    doc = doc.with_layers(entities=entities, clusters=clusters)
    found = [r for r in relate(doc, kinds=["typed"]).relations if r.type == "sues"]
    ends = [[doc.text[end.start : end.end] for end in (r.subject, r.object)] for r in found]
    assert ends == [["It", "Bolt"], ["Bolt", "it"]]
    assert [found[0].subject.cluster, found[1].object.cluster] == [0, 0]
