"""
Reject spurious relations between persons, organizations and places.

Each function returns whether to reject a relation of a subject with an object.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hookline_relations.mentions.candidates import PERSONAL_KINDS, Candidate
from hookline_relations.syntax.paths import possessed_noun, tree_path, upwards
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import FORMER, REPORT_VERBS, words

__all__ = [
    "deliberative_body",
    "former_or_quoted",
    "founder",
    "modifier_of_founded_thing",
    "possessive_pronoun",
    "possessor_of_named_body",
    "possessor_of_non_seat",
    "pronoun_for_place",
    "reason_clause",
    "role_of_another",
    "speaker",
    "subordinate_office",
]

SEATS = words(
    "headquarters headquarter hq office campus base home seat plant facility centre center"
)
SUBORDINATE = words(
    "vice deputy assistant acting financial operating marketing technology information communications"
)
QUOTING_OR_LEAVING = words("tell say remark state interview ask inform explain leave quit resign")
ROLES = words(
    "president minister secretary chief director head chairman chairwoman chair leader manager officer "
    "executive spokesman spokeswoman spokesperson member commander governor ambassador coach captain "
    "general"
)
"""Nouns for one person who belongs to the organization in their complement."""
ROLE_VERBS = words("be become serve work act remain appoint elect name nominate join choose make")
FOUNDING_NOUNS = words(
    "founder co-founder cofounder creator founding foundation establishment inception"
)
FOUNDING_VERBS = words("found establish co-found")
DELIBERATIVE = words(
    "committee senate parliament assembly council congress ministry court commission"
)
"""Bodies whose meetings one attends without being educated there."""
REASON_MARKERS = words("because although though if unless so")
MAX_ROLE_DEPTH = 4


def possessor_of_non_seat(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject "Acme's exhibit, located in Lyon" of Acme."""
    noun = possessed_noun(tree, subject.head)
    return noun >= 0 and tree.lemmas[noun] not in SEATS


def pronoun_for_place(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject "it is located in": a place rather than an organization with a seat."""
    head = tree.heads[subject.head]
    return subject.kind == "IT" and head >= 0 and tree.lemmas[head] in ("locate", "situate")


def possessor_of_named_body(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject "the head of its Acme Institute" of "its"."""
    noun = possessed_noun(tree, object.head)
    return object.kind == "IT" and noun >= 0 and tree.label(noun) in ("ORG", "FAC")


def possessive_pronoun(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject "her report on Acme": the membership is too often somebody else's."""
    return possessed_noun(tree, subject.head) >= 0 and subject.kind in PERSONAL_KINDS


def founder(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject a founder as a mere member."""
    return any(
        tree.lemmas[word] in FOUNDING_VERBS for word in tree_path(tree, subject.head, object.head)
    )


def modifier_of_founded_thing(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject "the NASA mission was launched" of NASA."""
    noun = tree.heads[subject.head]
    return (
        tree.base(subject.head) == "compound"
        and noun >= 0
        and tree.entity_of[noun] is None
        and tree.lemmas[noun] not in FOUNDING_NOUNS
    )


def reason_clause(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject arguments of which one is in a clause of reason, condition or concession."""
    return any(
        tree.lemmas[mark] in REASON_MARKERS
        for word in tree_path(tree, subject.head, object.head)
        if tree.base(word) == "advcl"
        for mark in tree.dependents(word, "mark")
    )


def deliberative_body(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject a committee or a court as a place of education."""
    return bool(DELIBERATIVE.intersection(tree.lemmas[object.first : object.last + 1]))


def subordinate_office(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject a deputy or a chief of one field as the leader."""
    line = tree_path(tree, subject.head, object.head)
    modifiers = {child for word in line for child in tree.dependents(word, "amod", "compound")}
    return any(tree.lemmas[word] in SUBORDINATE for word in (*line, *modifiers))


def former_or_quoted(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject a person who left, is a former member, or only talks to the organization (a paper)."""
    body = object.head
    while tree.base(body) in ("appos", "conj") and tree.heads[body] >= 0:
        body = tree.heads[body]
    governor = tree.heads[body]
    if governor >= 0 and tree.lemmas[governor] in QUOTING_OR_LEAVING:
        return True
    line = tree_path(tree, subject.head, object.head)
    modifiers = {child for word in line for child in tree.dependents(word, "amod", "advmod")}
    return any(tree.lemmas[word] in FORMER for word in (*line, *modifiers))


def role_of_another(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """
    Reject an organization that only says who another person is.

    In "Ann met the head of Acme" the role that governs "Acme" is an argument of a verb that gives it
    to nobody, and Ann is no part of the phrase.
    """
    ancestors = upwards(tree, object.head)
    if _describes_other(tree, subject, ancestors):
        return True
    depth = next(
        (
            depth
            for depth, word in enumerate(ancestors[1 : MAX_ROLE_DEPTH + 1], 1)
            if tree.lemmas[word] in ROLES
        ),
        None,
    )
    if depth is None or any(tree.verbal(word) for word in ancestors[1:depth]):
        return False
    role = ancestors[depth]
    if subject.head in tree.subtree(role) or tree.dependents(role, "cop"):
        return False
    above = tree.heads[role]
    if above in (-1, subject.head) or tree.base(role) not in ("obl", "obj", "nsubj", "iobj"):
        return False
    return tree.lemmas[above] not in ROLE_VERBS and tree.preposition(role) != "as"


def speaker(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject what a clause is about that somebody only reports: "Ann said that Acme had grown"."""
    verb = tree.heads[subject.head]
    if tree.base(subject.head) != "nsubj" or verb < 0 or tree.lemmas[verb] not in REPORT_VERBS:
        return False
    line = upwards(tree, object.head)
    if subject.head in line:
        return False
    return verb not in line or any(tree.base(word) == "ccomp" for word in line[: line.index(verb)])


def _describes_other(tree: SentenceTree, subject: Candidate, ancestors: Sequence[int]) -> bool:
    """Return whether an apposition that holds the object is of another: "Ann, and Bob, head of A"."""
    for noun, name in pairwise(ancestors):
        if tree.verbal(noun) or subject.head in (noun, name):
            return False
        if tree.base(noun) == "appos" and tree.label(name) == "PERSON":
            plural = tree.words[noun].xpos in ("NNS", "NNPS")
            return not plural and subject.head not in tree.subtree(noun)
    return False
