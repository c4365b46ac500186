"""A fact is written once a sentence, with its clearest mentions, or for each pair of mentions."""

import pytest

from hookline import Cluster, Mention

BORN = (
    "Ann/PROPN/2/nsubj lives=live/VERB/0/root in/ADP/4/case Lyon/PROPN/2/obl with/ADP/7/case "
    "her/PRON/7/nmod:poss cat/NOUN/2/obl"
)
WHO = (
    "Ann/PROPN/6/nsubj who/PRON:WP/3/nsubj lives=live/VERB/1/acl:relcl in/ADP/5/case Lyon/PROPN/3/obl "
    "sleeps=sleep/VERB/0/root"
)
HUSBAND = (
    "Ann/PROPN/2/nsubj left=leave/VERB/0/root and/CCONJ/8/cc her/PRON/5/nmod:poss husband/NOUN/8/nsubj "
    ",/PUNCT/7/punct Bob/PROPN/5/appos stayed=stay/VERB/2/conj"
)


def lives(rows):
    return {row[1] for row in rows if row[0] == "lives_in"}


def test_a_pronoun_after_the_only_name_is_that_person(typed):
    """ "Ann … her": a relation of one holds for the other."""
    assert lives(typed(BORN, mentions="each", PERSON="Ann", LOC="Lyon")) == {"Ann", "her"}


def test_a_pronoun_of_another_cluster_is_somebody_else(document, relate):
    """ "Ann … her": where a stage before says that she is someone else, a relation of Ann is not hers."""
    doc = document(BORN, PERSON="Ann", LOC="Lyon")
    her = doc.text.index("her")
    clusters = [
        Cluster("Ann", "PERSON", (Mention(0, 3, 0),)),
        Cluster("Lyon", "LOC", (Mention(*doc.entities[1][:2], 1),)),
        Cluster("Bea", "PERSON", (Mention(her, her + 3, None, "pronoun"),)),
    ]
    options = {"kinds": ["typed"], "scorer": False, "mentions": "each"}
    doc = relate(doc.with_layers(clusters=clusters), **options)
    texts = {doc.text[item.subject.start : item.subject.end] for item in doc.relations}
    assert texts == {"Ann"}


def test_a_relative_pronoun_is_who_its_clause_hangs_on(typed):
    """ "Ann, who lives in Lyon": both do."""
    assert lives(typed(WHO, mentions="each", PERSON="Ann", LOC="Lyon")) == {"Ann", "who"}


def test_of_two_persons_a_pronoun_is_neither(typed):
    """With two persons named, a pronoun refers to neither."""
    both = BORN.replace("cat/NOUN", "Bea/PROPN")
    assert lives(typed(both, mentions="each", PERSON="Ann|Bea", LOC="Lyon")) == {"Ann"}


def test_a_pronoun_before_the_name_is_somebody_else(typed):
    """ "She lived in Lyon with Ann" says nothing of Ann."""
    rows = typed(
        "She/PRON/2/nsubj lived=live/VERB/0/root in/ADP/4/case Lyon/PROPN/2/obl with/ADP/6/case "
        "Ann/PROPN/2/obl",
        PERSON="Ann",
        LOC="Lyon",
    )
    assert lives(rows) == {"She"}


def test_quotations_have_their_own_pronouns(typed):
    """ "Ann lives in Lyon and says: “She sleeps.”" leaves open who sleeps."""
    rows = typed(
        "Ann/PROPN/2/nsubj lives=live/VERB/0/root in/ADP/4/case Lyon/PROPN/2/obl “/PUNCT/7/punct "
        "She/PRON/7/nsubj sleeps=sleep/VERB/2/parataxis ”/PUNCT/7/punct",
        PERSON="Ann",
        LOC="Lyon",
    )
    assert lives(rows) == {"Ann"}


def test_events_are_written_once(typed):
    """Who met whom is not repeated for coreferent pronouns."""
    rows = typed(
        "Ann/PROPN/2/nsubj met=meet/VERB/0/root Bob/PROPN/2/obj near/ADP/6/case her/PRON/6/nmod:poss "
        "house/NOUN/2/obl",
        PERSON="Ann",
        ORG="Bob",
    )
    assert [row[1:] for row in rows if row[0] == "meets"] == [("Ann", "met", "Bob")]


def test_a_fact_is_written_once(typed):
    """A relation is written for the name alone, not for the pronoun that repeats it."""
    assert lives(typed(BORN, PERSON="Ann", LOC="Lyon")) == {"Ann"}
    assert lives(typed(WHO, PERSON="Ann", LOC="Lyon")) == {"Ann"}


def test_a_fact_is_written_with_the_name(typed):
    """A pronoun gives way to the name that it stands for."""
    rows = typed(HUSBAND, PERSON="Ann|Bob")
    assert [(row[0], row[1], row[3]) for row in rows] == [("spouse_of", "Ann", "Bob")]


@pytest.mark.parametrize(("name", "subject"), [("Ann", "Ann"), ("Eva", "her")])
def test_clusters_tell_what_a_pronoun_stands_for(document, relate, as_text, name, subject):
    """A pronoun gives way to the name of its cluster in the sentence, and to no other name."""
    doc = document(f"Eva/PROPN/2/nsubj slept=sleep/VERB/0/root\n{HUSBAND}", PERSON="Ann|Bob|Eva")
    her = doc.text.index("her")
    clusters, entities = [], []
    for number, entity in enumerate(doc.entities):
        text = doc.text[entity.start : entity.end]
        mentions = [Mention(entity.start, entity.end, number)]
        if text == name:
            mentions.append(Mention(her, her + 3, None, "pronoun"))
        clusters.append(Cluster(text, "PERSON", tuple(mentions)))
        entities.append(entity._replace(cluster=number))
    doc = doc.with_layers(entities=entities, clusters=clusters)
    rows = as_text(relate(doc, kinds=["typed"], scorer=False))
    assert [(row[0], row[1], row[3]) for row in rows] == [("spouse_of", subject, "Bob")]
