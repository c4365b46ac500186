"""Match the rules of nouns: offices, professions, and nouns for what happens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hookline import Relation
from hookline_relations.events.document_events import SentenceEvents
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.noun_roles import NounRoles
from hookline_relations.typed.offices import OFFICE_TYPE, OfficeReader
from hookline_relations.typed.pairing import PairMatcher
from hookline_relations.typed.rules import Rule
from hookline_relations.typed.schema import RelationSchema
from hookline_relations.typed.triggers import is_blocked, noun_predicate, words_beside

__all__ = ["NounRuleMatcher"]


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
                if office is None:
                    yield relation
                    continue
                type = rule.type if office.leads else OFFICE_TYPE
                yield relation._replace(type=type, qualifiers=office.qualifiers)


def _event(roles: NounRoles, index: int, events: SentenceEvents) -> int | None:
    """Return the event of a noun of happening, or of the clause that gives someone a role."""
    event = events.at(index)
    if event is not None:
        return event
    clause = roles.role_clause(index)
    if clause is None and (post := roles.post(index)) is not None:
        clause = post.clause
    return None if clause is None else events.at(clause.head)
