"""Merging duplicate and contradictory relations of a document."""

from hookline import Implied, Relation, Span
from hookline_relations.merge import merge
from hookline_relations.typed.schema import builtin_schema

NAMES = ["Ann Lee", "Acme", "1970", "1999"]
ANN, ACME = Span(0, 7, 0), Span(12, 16, 1)
HER = Span(20, 23, 0)
BIRTH, DEATH = Span(30, 34, 2), Span(40, 44, 3)


def relation(type, subject, object, score=0.9, rule="one"):
    return Relation(type, subject, Implied(), object, 0, rule, score)


def merged(*relations, once=False, clusters=()):
    return merge(relations, NAMES, builtin_schema(), once=once, clusters=clusters)


def test_the_rule_is_kept_with_the_higher_score():
    """Of two equal relations the rule of the first is kept, with the higher score."""
    result = merged(relation("leads", ANN, ACME, 0.8), relation("leads", ANN, ACME, 0.95, "scorer"))
    assert [(item.rule, item.score) for item in result] == [("one", 0.95)]


def test_mentions_are_written_each_or_once():
    """A relation of "Ann" and of "her" is two relations, or one with `once`."""
    both = relation("leads", ANN, ACME), relation("leads", HER, ACME)
    assert len(merged(*both)) == 2
    assert len(merged(*both, once=True)) == 1


def test_of_two_names_of_one_the_longer_is_written():
    """With `once` a relation of two names of one cluster is written once, with the longer name."""
    short, long = Span(30, 34, 2), Span(0, 7, 0)
    relations = relation("leads", short, ACME), relation("leads", long, ACME)
    same, different = (0, 1, 0, 2), (0, 1, 2, 3)
    (result,) = merged(*relations, once=True, clusters=same)
    assert result.subject == long
    assert len(merged(*relations, once=True, clusters=different)) == 2
    assert len(merged(*relations, clusters=same)) == 2


def test_a_symmetric_relation_is_written_once_in_the_order_of_its_names():
    """ "Ann met Bob" and "Bob … her" are one relation, the end that is mentioned first as subject."""
    (result,) = merged(relation("meets", ANN, ACME), relation("meets", ACME, HER), once=True)
    assert (result.subject, result.object) == (ANN, ACME)
    late = Span(40, 44, 0)
    (result,) = merged(relation("meets", late, ACME), relation("meets", ACME, ANN), once=True)
    assert (result.subject, result.object) == (ANN, ACME)


def test_of_two_directions_the_higher_score_is_kept():
    """Nobody is the child of her own child, whichever mention says so."""
    result = merged(relation("child_of", ANN, ACME, 0.6), relation("child_of", ACME, HER, 0.8))
    assert [(item.subject, item.object) for item in result] == [(ACME, HER)]


def test_nobody_is_born_twice_or_on_the_day_of_death():
    """The date of birth with the higher score is kept, and no date is both birth and death."""
    result = merged(
        relation("born_on", ANN, BIRTH, 0.9),
        relation("born_on", ANN, DEATH, 0.5),
        relation("died_on", ANN, DEATH, 0.8),
        relation("died_on", ANN, BIRTH, 0.4),
    )
    assert [(item.type, item.object) for item in result] == [("born_on", BIRTH), ("died_on", DEATH)]


def test_an_exclusive_rule_leaves_no_second_member():
    """No uncertain relation gives the Acme of "Bob of Acme" another member."""
    exclusive = relation("member_of", HER, ACME, 0.9, "name-of-party")
    guessed = relation("member_of", ANN, ACME, 0.7, "scorer")
    assert merged(exclusive, guessed) == [exclusive]
    assert len(merged(exclusive, guessed._replace(score=0.95))) == 2
