"""How duplicate and contradictory relations of a document become one."""

from hookline import Implied, Mention, Relation
from hookline_relations.merge import merge

NAMES = ["Ann Lee", "Acme", "1970", "1999"]
ANN, ACME = Mention(0, 7, 0), Mention(12, 16, 1)
HER = Mention(20, 23, 0)
BIRTH, DEATH = Mention(30, 34, 2), Mention(40, 44, 3)


def relation(type, subject, object, score=0.9, rule="one"):
    return Relation(type, subject, Implied(), object, 0, rule, score)


def merged(*relations, once=False):
    return merge(relations, NAMES, {}, lambda one: one.type == "spouse_of", once=once)


def test_the_rule_is_kept_with_the_higher_score():
    """Of two equal relations the first says why, and the surer one how sure."""
    found = merged(relation("leads", ANN, ACME, 0.8), relation("leads", ANN, ACME, 0.95, "scorer"))
    assert [(one.rule, one.score) for one in found] == [("one", 0.95)]


def test_mentions_are_written_each_or_once():
    """A fact about "Ann" and "her" is two relations, or one where only entities count."""
    both = relation("leads", ANN, ACME), relation("leads", HER, ACME)
    assert len(merged(*both)) == 2
    assert len(merged(*both, once=True)) == 1


def test_of_two_opposite_ways_the_surer_is_kept():
    """Nobody is the child of her own child, whichever mention says so."""
    found = merged(relation("child_of", ANN, ACME, 0.6), relation("child_of", ACME, HER, 0.8))
    assert [(one.subject, one.object) for one in found] == [(ACME, HER)]


def test_nobody_is_born_twice_or_on_the_day_of_death():
    """The surer date of birth is kept, and no date is both birth and death."""
    found = merged(
        relation("born_on", ANN, BIRTH, 0.9),
        relation("born_on", ANN, DEATH, 0.5),
        relation("died_on", ANN, DEATH, 0.8),
        relation("died_on", ANN, BIRTH, 0.4),
    )
    assert [(one.type, one.object) for one in found] == [("born_on", BIRTH), ("died_on", DEATH)]


def test_a_rule_that_ties_neighbours_leaves_no_second_member():
    """What "Bob of Acme" takes, no less certain relation gives to another."""
    tied = relation("member_of", HER, ACME, 0.9, "name-of-party")
    guessed = relation("member_of", ANN, ACME, 0.7, "scorer")
    assert merged(tied, guessed) == [tied]
    assert len(merged(tied, guessed._replace(score=0.95))) == 2
