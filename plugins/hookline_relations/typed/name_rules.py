"""Match the rules about two names, which the order of the words relates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hookline import Implied, Relation, Span
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.mentions.spans import make_mention
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.name_roles import opens_clause, opens_list, owns_name
from hookline_relations.typed.noun_roles import NounRoles
from hookline_relations.typed.pairing import PairMatcher
from hookline_relations.typed.rules import Rule
from hookline_relations.typed.verb_roles import RoleFiller
from hookline_relations.typed.withheld import is_withheld

__all__ = ["WITHOUT_FILLER", "match_name"]

PARTIES = frozenset("DRI")
"""Letters of the parties of the United States, and of independents."""
MIN_WITH_DEMONYM = 3
"""The least words of a name whose first is a demonym: a nation, a first and a last name."""
WITHOUT_FILLER = frozenset({"apposition", "constituency", "inside", "owner"})
"""Roles of an object that is read where nothing fills the role: inside the name, or behind it."""


def match_name(
    tree: SentenceTree,
    roles: NounRoles,
    index: int,
    rule: Rule,
    resolver: MentionResolver,
    pairs: PairMatcher,
) -> Iterator[Relation]:
    """Yield the relations that a rule makes of the name with its head at `index`."""
    for subject_role, object_role in product(rule.subject.roles, rule.object.roles):
        objects = roles.fillers(index, object_role)
        subjects = roles.fillers(index, subject_role) if objects else []
        if not subjects:
            continue
        if subject_role == "self" and tree.label(index) == "PERSON":
            subjects = [*subjects, *_sharers(tree, index, objects[0], object_role)]
        objects = [
            filler
            for filler in objects
            if _may_be_named(tree, filler.head, rule) and not is_withheld(tree, filler.head)
        ]
        yield from pairs.pairs(tree, rule, subjects, objects, (), resolver)
    yield from _match_inside_name(tree, index, rule, pairs)
    yield from _match_constituency(tree, index, rule)
    yield from _match_demonym(tree, index, rule)
    yield from _match_owner(tree, index, rule)


def _sharers(
    tree: SentenceTree, index: int, body: RoleFiller, preposition: str
) -> list[RoleFiller]:
    """
    Return the other person of two that belong to one body: "Ann Lee and Bob Roe from Acme".

    Where a parser gives the body to the second alone, "of" is taken as it says, and so is a surname:
    "Lee and Bob Roe from Acme".
    """
    own = name_words(tree, index)
    if not body.marker or tree.words[body.marker[0]].text.lower() != preposition:
        return []
    marker = body.marker[0]
    after, before = own[-1] + 1, own[0] - 1
    if after + 1 < marker and tree.lemmas[after] == "and":
        other = name_words(tree, after + 1)
        joined = tree.label(after + 1) == "PERSON" and other[-1] + 1 == marker
        return [RoleFiller(tree.head_of(other))] if joined else []
    if after != marker or preposition != "from" or before < 1 or tree.lemmas[before] != "and":
        return []
    other = name_words(tree, before - 1)
    joined = tree.label(before - 1) == "PERSON" and len(other) > 1
    return [RoleFiller(tree.head_of(other))] if joined else []


def _match_inside_name(
    tree: SentenceTree, index: int, rule: Rule, pairs: PairMatcher
) -> Iterator[Relation]:
    """Yield the relation inside a single name of two places: "Mecca, Saudi Arabia"."""
    if "apposition" not in rule.object.roles:
        return
    words = name_words(tree, index)
    comma = next((word for word in words[1:-1] if tree.words[word].text == ","), None)
    if comma is None:
        return
    if opens_list(tree, words[0], words[-1]) or owns_name(tree, words[-1]):
        return
    whole = " ".join(tree.words[word].text for word in range(comma + 1, words[-1] + 1))
    if opens_clause(tree, words[0], words[-1]) and not pairs.is_whole(whole):
        return
    if tree.label(index) in rule.subject.labels & rule.object.labels:
        subject = make_mention(tree, range(words[0], comma), tree.entity_of[index])
        object = make_mention(tree, range(comma + 1, words[-1] + 1))
        yield _implied(tree, rule, subject, object)


def _match_constituency(tree: SentenceTree, index: int, rule: Rule) -> Iterator[Relation]:
    """Yield where a member of parliament is from: "Sen. Ann Lee, D-Ohio", "Ann Lee (D-Ohio)"."""
    if "constituency" not in rule.object.roles or tree.label(index) not in rule.subject.labels:
        return
    mark = name_words(tree, index)[-1] + 1
    if mark + 1 >= len(tree) or tree.words[mark].text not in (",", "(", "-LRB-"):
        return
    if tree.words[mark + 1].text.partition("-")[0] not in PARTIES:
        return
    hyphened = "-" in tree.words[mark + 1].text[:-1]
    last = mark + 1 if hyphened else mark + 3
    if not hyphened and (last >= len(tree) or tree.words[mark + 2].text != "-"):
        return
    while last + 1 < len(tree) and tree.entity_of[last + 1] not in (None, tree.entity_of[index]):
        last += 1
    place = make_mention(tree, range(mark + 1 if hyphened else last, last + 1))
    if hyphened:
        place = place._replace(start=place.start + 2)
    entity = tree.entity_of[mark + 1 if hyphened else last]
    subject = make_mention(tree, name_words(tree, index), tree.entity_of[index])
    object = place._replace(entity=entity)
    yield _implied(tree, rule, subject, object)


def _match_demonym(tree: SentenceTree, index: int, rule: Rule) -> Iterator[Relation]:
    """Yield the nation that a tagger takes for the first part of a name: "Briton Lee Marsh"."""
    if "inside" not in rule.object.roles or tree.label(index) not in rule.subject.labels:
        return
    words = name_words(tree, index)
    if len(words) < MIN_WITH_DEMONYM or tree.words[words[0]].text.lower() not in rule.when:
        return
    subject = make_mention(tree, words[1:], tree.entity_of[index])
    object = make_mention(tree, words[:1])
    yield _implied(tree, rule, subject, object)


def _match_owner(tree: SentenceTree, index: int, rule: Rule) -> Iterator[Relation]:
    """Yield the place whose building a tagger takes for one name: "Mecca's Grand Mosque"."""
    if "owner" not in rule.object.roles or tree.label(index) not in rule.subject.labels:
        return
    words = name_words(tree, index)
    mark = next((word for word in words[1:-2] if tree.tags[word] == "PART"), None)
    if mark is None or tree.tags[mark - 1] != "PROPN":
        return
    subject = make_mention(tree, range(mark + 1, words[-1] + 1), tree.entity_of[index])
    object = make_mention(tree, range(words[0], mark))
    yield _implied(tree, rule, subject, object)


def _may_be_named(tree: SentenceTree, head: int, rule: Rule) -> bool:
    """Return whether the words of a name allow it as the object of a rule about two names."""
    texts = {tree.words[word].text.lower() for word in name_words(tree, head)}
    return texts.isdisjoint(rule.blockers)


def _implied(tree: SentenceTree, rule: Rule, subject: Span, object: Span) -> Relation:
    """Return the relation of a rule between two mentions, which no word of the sentence states."""
    return Relation(rule.type, subject, Implied(), object, tree.number, rule.name, rule.score)
