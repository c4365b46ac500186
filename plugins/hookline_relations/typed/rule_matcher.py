"""Match the rules of typed relations with the clauses, noun phrases and names of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from hookline import Relation
from hookline_relations.events.document_events import SentenceEvents
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.gaps import gapped_clauses
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.fillers import noun_forms
from hookline_relations.typed.name_rules import WITHOUT_FILLER, match_name
from hookline_relations.typed.neighbours import CONNECTORS
from hookline_relations.typed.noun_roles import NounRoles
from hookline_relations.typed.noun_rules import NounRuleMatcher
from hookline_relations.typed.pairing import PairMatcher
from hookline_relations.typed.place_lists import listed_places
from hookline_relations.typed.qualifiers import qualified
from hookline_relations.typed.rules import Rule
from hookline_relations.typed.schema import RelationSchema
from hookline_relations.typed.sentences_passed import sentencing
from hookline_relations.typed.sport_clauses import players_of_sides
from hookline_relations.typed.sport_rows import bracketed_rows, sport_rows
from hookline_relations.typed.verb_rules import VerbRuleMatcher

__all__ = ["RuleMatcher"]

OWN_ROLES = frozenset({"self", "side"})
"""Roles that the name itself fills."""
ALSO_READ_AS = MappingProxyType({"PERSON": ("ORG",), "NORP": ("PERSON",)})
"""Labels that names have as arguments: partners are a firm, "the Whig Henry Clay" is a person."""


class RuleMatcher:
    """The rules of a schema, indexed by the words that trigger them."""

    def __init__(self, schema: RelationSchema) -> None:
        self._schema = schema
        self._pairs = PairMatcher(schema)
        self._verb_rules = VerbRuleMatcher(schema, self._pairs)
        self._noun_rules = NounRuleMatcher(schema, self._pairs)
        self._countries = frozenset(schema.countries)
        self._wholes = frozenset(schema.countries).union(schema.regions)
        self._nouns: dict[str, list[Rule]] = {}
        self._names: list[Rule] = []
        self._types = frozenset(rule.type for rule in schema.rules)
        for rule in schema.rules:
            for noun in sorted(schema.nouns(rule)):
                self._nouns.setdefault(noun, []).append(rule)
            if not rule.verbs and not rule.nouns:
                self._names.append(rule)
        self._of_label: dict[str, tuple[list[Rule], list[str]]] = {}

    def relations(
        self,
        tree: SentenceTree,
        clauses: Sequence[Clause],
        resolver: MentionResolver,
        events: SentenceEvents,
    ) -> Iterator[Relation]:
        """
        Yield the typed relations that a sentence speaks of; one may be yielded several times.

        Whether it states them is said by their events.
        """
        for clause in clauses:
            event = events.at(sentencing(tree, clause, clauses) or clause.head)
            for stated in (clause, *gapped_clauses(tree, clause)):
                for relation in self._verb_rules.match(tree, stated, resolver):
                    relation_type = self._schema.type(relation.type)
                    yield qualified(tree, stated, relation._replace(event=event), relation_type)
        yield from self._of_known_types(sport_rows(tree, self._countries))
        yield from self._of_known_types(players_of_sides(tree, clauses, self._countries))
        roles = NounRoles(tree, clauses, listed_places(tree, self._wholes))
        for index in range(len(tree)):
            if tree.tags[index] in ("NOUN", "PROPN", "ADJ"):
                for rule in self._rules_of_noun(tree, index):
                    yield from self._noun_rules.match(tree, roles, index, rule, resolver, events)
            entity = tree.entity_of[index]
            if entity is not None and index == tree.head_of(name_words(tree, index)):
                rules, name_roles = self._rules_of_name(tree.entities[entity].label)
                filled = {role for role in name_roles if roles.fillers(index, role)}
                filled |= WITHOUT_FILLER
                for rule in rules:
                    if not filled.isdisjoint(rule.object.roles):
                        yield from match_name(tree, roles, index, rule, resolver, self._pairs)

    def rows(self, tree: SentenceTree) -> Iterator[Relation]:
        """Yield what a row of a table or list says without grammar: results, line-ups, brackets."""
        yield from self._of_known_types(sport_rows(tree, self._countries))
        yield from self._of_known_types(bracketed_rows(tree, self._countries))

    def _of_known_types(self, relations: Iterator[Relation]) -> Iterator[Relation]:
        return (relation for relation in relations if relation.type in self._types)

    def _rules_of_name(self, label: str) -> tuple[list[Rule], list[str]]:
        """Return the rules about two names that one with this label may match, and their roles."""
        if label not in self._of_label:
            rules = [rule for rule in self._names if _may_be_about(rule, label)]
            roles = sorted({role for rule in rules for role in rule.object.roles})
            self._of_label[label] = rules, roles
        return self._of_label[label]

    def _rules_of_noun(self, tree: SentenceTree, index: int) -> list[Rule]:
        rules: dict[str, Rule] = {}
        for form in noun_forms(tree, index):
            rules.update((rule.name, rule) for rule in self._nouns.get(form, ()))
            before = {tree.lemmas[index - 1], tree.words[index - 1].text.lower()} if index else ()
            for word in sorted(before):
                rules.update((rule.name, rule) for rule in self._nouns.get(f"{word} {form}", ()))
            hyphened = index > 1 and tree.words[index - 1].text in CONNECTORS
            if hyphened:  # "director-general"
                whole = f"{tree.lemmas[index - 2]}-{form}"
                rules.update((rule.name, rule) for rule in self._nouns.get(whole, ()))
        return list(rules.values())


def _may_be_about(rule: Rule, label: str) -> bool:
    """Return whether a name with this label can be the one that a rule about two names starts from."""
    labels = {label, *ALSO_READ_AS.get(label, ())}
    for argument in (rule.subject, rule.object):
        if OWN_ROLES.issuperset(argument.roles):
            return not labels.isdisjoint(argument.labels)
    return True
