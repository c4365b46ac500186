"""Match the rules of verbs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hookline import Relation
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import phrase
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.pairing import PairMatcher
from hookline_relations.typed.rules import Rule
from hookline_relations.typed.schema import RelationSchema
from hookline_relations.typed.triggers import companion, has_other_particle, verb_forms
from hookline_relations.typed.verb_roles import RoleFiller, prepositional_fillers, verb_fillers

__all__ = ["VerbRuleMatcher"]


class VerbRuleMatcher:
    """Match a clause with the rules that its verb triggers."""

    def __init__(self, schema: RelationSchema, pairs: PairMatcher) -> None:
        self._schema = schema
        self._pairs = pairs
        self._rules: dict[str, list[tuple[Rule, str]]] = {}
        for rule in schema.rules:
            for verb in rule.verbs:
                lemma, _, second = verb.partition(" ")
                self._rules.setdefault(lemma, []).append((rule, second))

    def _rules_of(self, tree: SentenceTree, verb: int) -> list[tuple[Rule, str]]:
        forms = verb_forms(tree, verb)
        return next((self._rules[form] for form in forms if form in self._rules), [])

    def match(
        self, tree: SentenceTree, clause: Clause, resolver: MentionResolver
    ) -> Iterator[Relation]:
        """Yield the relations that the rules make of a clause, without its event."""
        for rule, second in self._rules_of(tree, clause.head):
            prepositions = {argument.preposition for argument in clause.arguments}
            if prepositions & set(rule.blockers):
                continue
            governed: int | None = None
            result: int | None = None
            predicate = clause.group
            if second:
                other = companion(tree, clause, second)
                if other is None:
                    continue
                if tree.base(other) not in ("compound", "advmod", "xcomp", "obl", "amod"):
                    governed = other
                    noun_phrase = phrase(tree, other)
                    predicate += tuple(word for word in noun_phrase if word <= other)
                else:
                    result = other
            elif has_other_particle(tree, clause.head, self._schema.type(rule.type).particles):
                continue
            fillers = {
                role: verb_fillers(tree, clause, role, governed)
                for role in (*rule.subject.roles, *rule.object.roles)
            }
            agents = {tree.lemmas[filler.head] for filler in fillers.get("agent", ())}
            if agents & set(rule.blockers):
                continue
            if clause.passive and result is not None and "agent" in fillers:
                # "was found guilty by the court"
                fillers["agent"] += prepositional_fillers(tree, result, "by")
            if self._schema.type(rule.type).identity:
                # "Acme and Bolt, also known as Nut": what is known is the nearest one.
                fillers = {
                    role: _last_before(heads, clause.head) for role, heads in fillers.items()
                }
            for subject_role, object_role in product(rule.subject.roles, rule.object.roles):
                same_role = subject_role == object_role
                others = set(rule.object.roles) - {subject_role}
                if same_role and any(fillers[role] for role in others):
                    continue  # "Ann and Bob met Cy" does not relate Ann and Bob
                yield from self._pairs.pairs(
                    tree,
                    rule,
                    fillers[subject_role],
                    fillers[object_role],
                    predicate,
                    resolver,
                    same_role=same_role,
                    agent=subject_role == "agent" and not self._schema.type(rule.type).biographical,
                )


def _last_before(fillers: list[RoleFiller], verb: int) -> list[RoleFiller]:
    """Return the last filler before a verb, or all fillers if none stands before it."""
    before = [filler for filler in fillers if filler.head < verb]
    return before[-1:] or fillers
