"""Match the rules of nouns: offices, professions, and nouns for what happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hookline import Relation, Span, Token
from hookline_relations.events.document_events import SentenceEvents
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.noun_roles import NounRoles
from hookline_relations.typed.offices import OFFICE_TYPE, OfficeReader
from hookline_relations.typed.pairing import PairMatcher
from hookline_relations.typed.qualifiers import timed
from hookline_relations.typed.rules import Rule
from hookline_relations.typed.schema import RelationSchema
from hookline_relations.typed.triggers import is_blocked, noun_predicate, words_beside
from hookline_relations.typed.verb_roles import RoleFiller

__all__ = ["NounRuleMatcher"]

BEFORE = frozenset({"possessor", "modifier", "at"})
"""Roles of a whole that leave the words after an office to the part that it heads."""
PART_PREPOSITIONS = frozenset({"of", "for"})


class NounRuleMatcher:
    """Match a noun with a rule that it triggers."""

    def __init__(self, schema: RelationSchema, pairs: PairMatcher) -> None:
        self._schema = schema
        self._pairs = pairs
        self._offices = OfficeReader(schema)

    def match(
        self,
        tree: SentenceTree,
        roles: NounRoles,
        index: int,
        rule: Rule,
        resolver: MentionResolver,
        events: SentenceEvents,
    ) -> Iterator[Relation]:
        """Yield the relations that a rule makes of the noun at `index`, with the noun's event."""
        event = _event(roles, index, events)
        for relation in self._relations(tree, roles, index, rule, resolver):
            yield relation._replace(event=event)

    def _relations(
        self,
        tree: SentenceTree,
        roles: NounRoles,
        index: int,
        rule: Rule,
        resolver: MentionResolver,
    ) -> Iterator[Relation]:
        title = roles.title(index)
        beside = self._offices.without_joints(tree, title)
        if is_blocked(tree, index, beside, self._offices.blockers(rule)):
            return
        predicate = noun_predicate(tree, index, title)
        post = roles.post(index)
        if post is not None and not rule.office:
            return  # "resigned as an analyst of Acme"
        office = None
        if rule.office:
            clause = roles.role_clause(index) or (post and post.clause)
            office = self._offices.read(
                tree, index, predicate, words_beside(tree, index, title), post, clause
            )
        first_only = self._schema.type(rule.type).first_object_only
        for subject_role, object_role in product(rule.subject.roles, rule.object.roles):
            objects = roles.fillers(index, object_role)
            if office is not None and objects and tree.entity_of[objects[0].head] is not None:
                # Of "chair of Acme and a lawmaker" the second is another role of the same person.
                named = [filler for filler in objects if tree.entity_of[filler.head] is not None]
                objects = named
            if office is not None:
                objects = _without_owners_of_body(tree, roles, index, objects)
            for relation in self._pairs.pairs(
                tree,
                rule,
                roles.fillers(index, subject_role),
                objects[:1] if first_only else objects,
                predicate,
                resolver,
                same_role=subject_role == object_role,
                marked=False,
            ):
                if _holds_word(relation.object, tree.words[index]):
                    continue  # the "States" of "United States"
                if index in predicate and _holds_word(relation.subject, tree.words[predicate[0]]):
                    continue  # the "director" of "the director-general"
                if office is None:
                    clause = roles.role_clause(index)
                    wanted = self._schema.type(rule.type).qualified_by
                    yield timed(tree, index, clause, relation, wanted)
                    continue
                part = _heads_part(tree, index, object_role, objects, relation.object)
                leads = office.leads and not part
                type = rule.type if leads else OFFICE_TYPE
                yield relation._replace(type=type, qualifiers=office.qualifiers)


def _without_owners_of_body(
    tree: SentenceTree, roles: NounRoles, index: int, objects: Sequence[RoleFiller]
) -> list[RoleFiller]:
    """Leave out the nation of a body that an office is in: "Peru's Shining Path leader"."""
    bodies = [
        filler.head
        for role in ("modifier", "possessor")
        for filler in roles.fillers(index, role)
        if tree.label(filler.head) == "ORG"
    ]
    return [
        filler
        for filler in objects
        if tree.label(filler.head) not in ("LOC", "NORP")
        or not any(filler.head < body < index for body in bodies)
    ]


def _holds_word(mention: Span, word: Token) -> bool:
    return mention.start <= word.start < mention.end


def _heads_part(
    tree: SentenceTree, index: int, role: str, objects: Sequence[RoleFiller], whole: Span
) -> bool:
    """
    Return whether an office is at the head of a part only: "Acme's director of sales".

    A place before it names the part of a body: "the Africa director at Acme", "Acme Peru's director".
    """
    wholes = {filler.head for filler in objects}
    if whole.entity is not None and tree.entities[whole.entity].label == "ORG":
        start = tree.words[index].start
        if any(
            tree.label(word) == "LOC" and not tree.words[word].start < whole.start < start
            for word in tree.dependents(index, "compound")
        ):
            return True
    return role in BEFORE and any(
        tree.preposition(part) in PART_PREPOSITIONS
        and tree.label(part) != "DATE"
        and part not in wholes
        for part in tree.dependents(index, "nmod")
    )


def _event(roles: NounRoles, index: int, events: SentenceEvents) -> int | None:
    """Return the event of a noun of happening, or of the clause that gives someone a role."""
    event = events.at(index)
    if event is not None:
        return event
    clause = roles.role_clause(index)
    if clause is None and (post := roles.post(index)) is not None:
        clause = post.clause
    return None if clause is None else events.at(clause.head)
