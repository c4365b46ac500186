"""Match the rules of typed relations with the clauses, noun phrases and names of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hookline import Implied, Relation, Span
from hookline_relations.events.document_events import SentenceEvents
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.mentions.spans import make_mention
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import phrase
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.fillers import FillerMatcher, noun_forms
from hookline_relations.typed.name_roles import opens_list
from hookline_relations.typed.noun_roles import NounRoles
from hookline_relations.typed.offices import OFFICE_TYPE, OfficeReader
from hookline_relations.typed.place_lists import listed_places
from hookline_relations.typed.qualifiers import qualified
from hookline_relations.typed.rules import Rule
from hookline_relations.typed.schema import RelationSchema
from hookline_relations.typed.triggers import (
    companion,
    has_other_particle,
    is_blocked,
    noun_predicate,
    words_beside,
)
from hookline_relations.typed.verb_roles import RoleFiller, verb_fillers

__all__ = ["RuleMatcher"]

PARTIES = frozenset("DRI")
"""Letters of the parties of the United States, and of independents."""
UNNAMED_FACTOR = 0.85
"""Factor of the score for each argument that is not a name."""


class RuleMatcher:
    """The rules of a schema, indexed by the words that trigger them."""

    def __init__(self, schema: RelationSchema) -> None:
        self._schema = schema
        self._fillers = FillerMatcher(schema.words)
        self._offices = OfficeReader(schema)
        self._countries = frozenset(schema.countries)
        self._wholes = self._countries.union(schema.regions)
        self._verbs: dict[str, list[tuple[Rule, str]]] = {}
        self._nouns: dict[str, list[Rule]] = {}
        self._names: list[Rule] = []
        for rule in schema.rules:
            for verb in rule.verbs:
                lemma, _, second = verb.partition(" ")
                self._verbs.setdefault(lemma, []).append((rule, second))
            for noun in sorted(schema.nouns(rule)):
                self._nouns.setdefault(noun, []).append(rule)
            if not rule.verbs and not rule.nouns:
                self._names.append(rule)

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
            event = events.at(clause.head)
            for relation in self._match_verb(tree, clause, resolver):
                relation_type = self._schema.type(relation.type)
                yield qualified(tree, clause, relation._replace(event=event), relation_type)
        roles = NounRoles(tree, clauses, listed_places(tree, self._wholes))
        for index in range(len(tree)):
            if tree.tags[index] in ("NOUN", "PROPN", "ADJ"):
                for rule in self._noun_rules(tree, index):
                    event = self._noun_event(roles, index, events)
                    for relation in self._match_noun(tree, roles, index, rule, resolver):
                        yield relation._replace(event=event)
            if tree.entity_of[index] is None:
                continue
            words = name_words(tree, index)
            if index == tree.head_of(words):
                for rule in self._names:
                    yield from self._match_name(tree, roles, index, rule, resolver)
                    yield from self._match_inside_name(tree, index, words, rule)
                    yield from _match_constituency(tree, index, rule)

    @staticmethod
    def _noun_event(roles: NounRoles, index: int, events: SentenceEvents) -> int | None:
        """Return the event of a noun of happening, or of the clause that gives someone a role."""
        event = events.at(index)
        if event is not None:
            return event
        clause = roles.role_clause(index)
        if clause is None and (post := roles.post(index)) is not None:
            clause = post.clause
        return None if clause is None else events.at(clause.head)

    def _noun_rules(self, tree: SentenceTree, index: int) -> list[Rule]:
        rules: dict[str, Rule] = {}
        for form in noun_forms(tree, index):
            rules.update((rule.name, rule) for rule in self._nouns.get(form, ()))
            pair = f"{tree.lemmas[index - 1]} {form}" if index else ""
            rules.update((rule.name, rule) for rule in self._nouns.get(pair, ()))
        return list(rules.values())

    def _match_verb(
        self, tree: SentenceTree, clause: Clause, resolver: MentionResolver
    ) -> Iterator[Relation]:
        for rule, second in self._verbs.get(tree.lemmas[clause.head], ()):
            prepositions = {argument.preposition for argument in clause.arguments}
            if prepositions & set(rule.blockers):
                continue
            governed: int | None = None
            predicate = clause.group
            if second:
                other = companion(tree, clause, second)
                if other is None:
                    continue
                if tree.base(other) not in ("compound", "advmod", "xcomp", "obl", "amod"):
                    governed = other
                    noun_phrase = phrase(tree, other)
                    predicate += tuple(word for word in noun_phrase if word <= other)
            elif has_other_particle(tree, clause.head, self._schema.type(rule.type).particles):
                continue
            fillers = {
                role: verb_fillers(tree, clause, role, governed)
                for role in (*rule.subject.roles, *rule.object.roles)
            }
            for subject_role, object_role in product(rule.subject.roles, rule.object.roles):
                same_role = subject_role == object_role
                others = set(rule.object.roles) - {subject_role}
                if same_role and any(fillers[role] for role in others):
                    continue  # "Ann and Bob met Cy" does not relate Ann and Bob
                yield from self._pairs(
                    tree,
                    rule,
                    fillers[subject_role],
                    fillers[object_role],
                    predicate,
                    resolver,
                    same_role=same_role,
                    agent=subject_role == "agent" and not self._schema.type(rule.type).biographical,
                )

    def _match_noun(
        self,
        tree: SentenceTree,
        roles: NounRoles,
        index: int,
        rule: Rule,
        resolver: MentionResolver,
    ) -> Iterator[Relation]:
        title = roles.title(index)
        if is_blocked(tree, index, title, self._offices.blockers(rule)):
            return
        predicate = noun_predicate(tree, index, title)
        post = roles.post(index)
        if post is not None and not rule.office:
            return  # "resigned as an analyst of Acme"
        office = None
        if rule.office:
            beside = words_beside(tree, index, title)
            office = self._offices.read(tree, index, predicate, beside, post)
        first_only = self._schema.type(rule.type).first_object_only
        for subject_role, object_role in product(rule.subject.roles, rule.object.roles):
            objects = roles.fillers(index, object_role)
            for relation in self._pairs(
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
                if _is_department(tree, relation.object):
                    continue  # "State" in "Secretary of State Ann Lee"
                type = rule.type if office.leads else OFFICE_TYPE
                yield relation._replace(type=type, qualifiers=office.qualifiers)

    def _match_inside_name(
        self, tree: SentenceTree, index: int, words: Sequence[int], rule: Rule
    ) -> Iterator[Relation]:
        """Yield the relation inside a single name of two places: "Mecca, Saudi Arabia"."""
        if "apposition" not in rule.object.roles:
            return
        comma = next((word for word in words[1:-1] if tree.words[word].text == ","), None)
        if comma is None:
            return
        if opens_list(tree, words[0], words[-1]):
            return
        if tree.label(index) in rule.subject.labels & rule.object.labels:
            yield Relation(
                rule.type,
                make_mention(tree, range(words[0], comma), tree.entity_of[index]),
                Implied(),
                make_mention(tree, range(comma + 1, words[-1] + 1)),
                tree.number,
                rule.name,
                rule.score,
            )

    def _match_name(
        self,
        tree: SentenceTree,
        roles: NounRoles,
        index: int,
        rule: Rule,
        resolver: MentionResolver,
    ) -> Iterator[Relation]:
        for subject_role, object_role in product(rule.subject.roles, rule.object.roles):
            objects = roles.fillers(index, object_role)
            if not objects:
                continue
            subjects = roles.fillers(index, subject_role)
            if not subjects:
                continue
            objects = [filler for filler in objects if _may_be_named(tree, filler.head, rule)]
            yield from self._pairs(tree, rule, subjects, objects, (), resolver)

    def _is_kind_of_place(self, tree: SentenceTree, head: int, kind: str) -> bool:
        """Return whether a place is a country, or a "town"; names of others than places pass."""
        if kind == "any" or tree.label(head) != "LOC":
            return True
        name = " ".join(tree.words[word].text for word in name_words(tree, head))
        is_country = name.removeprefix("the ").removeprefix("The ") in self._countries
        return is_country == (kind == "country")

    def _pairs(
        self,
        tree: SentenceTree,
        rule: Rule,
        subjects: Sequence[RoleFiller],
        objects: Sequence[RoleFiller],
        predicate: tuple[int, ...],
        resolver: MentionResolver,
        *,
        same_role: bool = False,
        marked: bool = True,
        agent: bool = False,
    ) -> Iterator[Relation]:
        """
        Yield a relation for each pair of fillers that fits.

        `marked` adds their prepositions; a subject that is the `agent` of an act may be indefinite:
        "a gunman shot Ann".
        """
        paired = (
            not same_role and len(subjects) == len(objects) > 1 and "respectively" in tree.lemmas
        )
        for position, subject in enumerate(subjects):
            if paired:
                partners = objects[position : position + 1]
            else:
                partners = objects[position + 1 :] if same_role else objects
            for object in partners:
                if subject.head == object.head:
                    continue
                left = self._fillers.mention(
                    tree, subject.head, rule.subject, resolver, indefinite=agent
                )
                right = self._fillers.mention(tree, object.head, rule.object, resolver)
                if left is None or right is None or not _are_distinct(left, right):
                    continue
                if not self._is_kind_of_place(tree, subject.head, rule.subject_is):
                    continue
                if not self._is_kind_of_place(tree, object.head, rule.object_is):
                    continue
                if rule.names in ("subject", "both") and not _is_name(tree, left):
                    continue
                if rule.names in ("object", "both") and not _is_name(tree, right):
                    continue
                markers = (*subject.marker, *object.marker) if marked else ()
                words = sorted({*predicate, *markers})
                score = rule.score
                for filler in (subject, object):
                    if tree.entity_of[filler.head] is None:
                        score *= UNNAMED_FACTOR
                yield Relation(
                    rule.type,
                    left,
                    make_mention(tree, words) if words else Implied(),
                    right,
                    tree.number,
                    rule.name,
                    round(score, 3),
                )


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
    yield Relation(
        rule.type,
        make_mention(tree, name_words(tree, index), tree.entity_of[index]),
        Implied(),
        place._replace(entity=entity),
        tree.number,
        rule.name,
        rule.score,
    )


def _may_be_named(tree: SentenceTree, head: int, rule: Rule) -> bool:
    """Return whether the words of a name allow it as the object of a rule about two names."""
    texts = {tree.words[word].text.lower() for word in name_words(tree, head)}
    return texts.isdisjoint(rule.blockers) and not (rule.when and texts.isdisjoint(rule.when))


def _is_department(tree: SentenceTree, mention: Span) -> bool:
    """Return whether a mention is the word "State" alone, which names a department, not a place."""
    return any(
        word.text == "State" and mention[:2] == (word.start, word.end) for word in tree.words
    )


def _is_name(tree: SentenceTree, mention: Span) -> bool:
    return mention.entity is not None and tree.entities[mention.entity][:2] == mention[:2]


def _are_distinct(left: Span, right: Span) -> bool:
    """Return whether two mentions do not overlap, are not one entity, and one is an entity."""
    if left.entity is None and right.entity is None:
        return False
    if left.entity is not None and left.entity == right.entity:
        return False
    return left.end <= right.start or right.end <= left.start
