"""Merge the relations of a document: remove duplicates, contradictions and less specific types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hookline import Implied, Relation, Span
from hookline_relations.duplicates import entity_or_span, is_name, without_duplicates
from hookline_relations.typed.rules import SCORER_RULE
from hookline_relations.typed.schema import RelationSchema

__all__ = ["merge"]

OFFICE_TYPES = frozenset({"leads", "member_of", "works_for"})
CERTAIN = 0.9
"""From this score on a relation holds beside those of exclusive rules."""


def merge(
    relations: Iterable[Relation],
    names: Sequence[str],
    schema: RelationSchema,
    *,
    once: bool = False,
    clusters: Sequence[int | None] = (),
) -> list[Relation]:
    """
    Return the relations to write, in the order of the text.

    `names` are the texts of the document's entities, `clusters` their clusters if there are any. A
    type is dropped where one that subsumes it relates the same two names, and an open relation where a
    typed one has the same predicate and arguments. For `once` see `without_duplicates`.
    """
    unique = without_duplicates(relations, names, schema, once=once, clusters=clusters)
    typed = [relation for relation in unique if relation.type != "open"]
    typed = _without_misread_offices(typed)
    typed = _offices_once(typed, names)
    typed = _without_excluded(typed, schema)
    typed = _without_contradictions(typed, schema)
    typed = _without_subsumed(typed, names, schema)
    by_sentence: dict[int, list[Relation]] = defaultdict(list)
    for relation in typed:
        by_sentence[relation.sentence].append(relation)
    distinct = [
        relation
        for relation in unique
        if relation.type == "open"
        and not any(_covers(other, relation) for other in by_sentence[relation.sentence])
    ]
    return sorted(typed + distinct, key=_order)


def _without_misread_offices(relations: Sequence[Relation]) -> list[Relation]:
    """Drop what the scorer says of two where a rule read the office: "resigned as head of Acme"."""
    read = {
        (relation.sentence, relation.subject[:2], relation.object[:2])
        for relation in relations
        if relation.type == "holds_office" and relation.rule != SCORER_RULE
    }
    return [
        relation
        for relation in relations
        if relation.rule != SCORER_RULE
        or relation.type not in OFFICE_TYPES
        or (relation.sentence, relation.subject[:2], relation.object[:2]) not in read
    ]


def _offices_once(relations: Sequence[Relation], names: Sequence[str]) -> list[Relation]:
    """
    Keep one relation for each office that a phrase gives somebody: the one with the clearest name.

    What other types say of a pronoun may be said of its name too; an office is one fact.
    """
    clearest: dict[tuple[object, ...], Relation] = {}
    for relation in relations:
        key = _office_key(relation, names)
        if key not in clearest or _clarity(relation, names) > _clarity(clearest[key], names):
            clearest[key] = relation
    return [
        relation for relation in relations if clearest[_office_key(relation, names)] is relation
    ]


def _office_key(relation: Relation, names: Sequence[str]) -> tuple[object, ...]:
    subject, title = relation.subject, relation.qualifiers.title
    if relation.type != "holds_office" or subject.entity is None or title is None:
        return (relation.sentence, relation.type, subject, relation.object, relation.rule)
    surname = names[subject.entity].lower().split()[-1]
    return (relation.sentence, relation.type, surname, title[:2], _name(relation.object, names))


def _clarity(relation: Relation, names: Sequence[str]) -> int:
    """Return how many ends of a relation are written as the names that they refer to."""
    return sum(is_name(end, names) for end in (relation.subject, relation.object))


def _without_excluded(relations: Sequence[Relation], schema: RelationSchema) -> list[Relation]:
    """Drop uncertain relations with an object that an exclusive rule gives to another subject."""
    exclusive = {rule.name for rule in schema.rules if rule.exclusive}
    taken = {_object_key(relation) for relation in relations if relation.rule in exclusive}
    return [
        relation
        for relation in relations
        if relation.rule in exclusive
        or relation.score >= CERTAIN
        or _object_key(relation) not in taken
    ]


def _object_key(relation: Relation) -> tuple[object, ...]:
    return (relation.sentence, relation.type, relation.object[:2])


def _without_contradictions(
    relations: Sequence[Relation], schema: RelationSchema
) -> list[Relation]:
    """
    Drop the weaker of contradictory relations in a sentence.

    A type holds in one direction between two arguments, the one of the higher score. A subject of a
    functional type has one object, which no other functional type gives it. Two names of one thing
    have no other relation.
    """
    scores: dict[tuple[object, ...], float] = {}
    functional: dict[tuple[object, ...], Relation] = {}
    identical = set()
    for relation in relations:
        sentence, type, subject, object = _direction(relation)
        scores[sentence, type, subject, object] = max(
            scores.get((sentence, type, subject, object), 0.0), relation.score
        )
        if schema.type(relation.type).identity:
            identical.add((sentence, frozenset((subject, object))))
        if schema.type(relation.type).functional:
            for key in _functional_keys(relation):
                if key not in functional or relation.score > functional[key].score:
                    functional[key] = relation
    consistent: list[Relation] = []
    for relation in relations:
        relation_type = schema.type(relation.type)
        sentence, type, subject, object = _direction(relation)
        if not relation_type.identity and (sentence, frozenset((subject, object))) in identical:
            continue
        score = scores[sentence, type, subject, object]
        reverse_score = scores.get((sentence, type, object, subject), 0.0)
        in_order = relation.subject.start < relation.object.start
        if reverse_score > score or (reverse_score == score and not in_order and subject != object):
            continue
        if relation_type.functional and any(
            functional[key].object[:2] != relation.object[:2]
            or functional[key].type != relation.type
            for key in _functional_keys(relation)
        ):
            continue
        consistent.append(relation)
    return consistent


def _direction(relation: Relation) -> tuple[int, str, object, object]:
    return (
        relation.sentence,
        relation.type,
        entity_or_span(relation.subject),
        entity_or_span(relation.object),
    )


def _functional_keys(relation: Relation) -> tuple[tuple[object, ...], ...]:
    """Return the keys that a functional relation occupies: its type and its object for the subject."""
    subject = relation.subject[:2]
    return (
        (relation.sentence, subject, relation.type),
        (relation.sentence, subject, relation.object[:2]),
    )


def _without_subsumed(
    relations: Sequence[Relation], names: Sequence[str], schema: RelationSchema
) -> list[Relation]:
    """
    Drop relations of which a more specific type relates the same two arguments.

    Identical names count as one. An object of the scorer that refers to no known entity may be any:
    then every more specific type of the subject counts.
    """
    full_names = {
        _name(relation.object, names): _name(relation.subject, names)
        for relation in relations
        if schema.type(relation.type).identity
    }
    types: dict[frozenset[object], set[str]] = defaultdict(set)
    subject_types: dict[object, set[str]] = defaultdict(set)
    for relation in relations:
        types[_pair(relation, names, full_names)].add(relation.type)
        subject_types[relation.sentence, relation.subject[:2]].add(relation.type)
    specific = []
    for relation in relations:
        others = types[_pair(relation, names, full_names)]
        if relation.object.entity is None and relation.rule == SCORER_RULE:
            others = others | subject_types[relation.sentence, relation.subject[:2]]
        if others.isdisjoint(schema.type(relation.type).subsumed_by):
            specific.append(relation)
    return specific


def _pair(
    relation: Relation, names: Sequence[str], full_names: Mapping[object, object]
) -> frozenset[object]:
    ends = (_name(relation.subject, names), _name(relation.object, names))
    return frozenset(full_names.get(end, end) for end in ends)


def _name(mention: Span, names: Sequence[str]) -> object:
    return names[mention.entity].lower() if mention.entity is not None else mention[:2]


def _covers(typed: Relation, other: Relation) -> bool:
    """Return whether a typed relation has the predicate and the arguments of an open one."""
    if isinstance(typed.predicate, Implied) or isinstance(other.predicate, Implied):
        return False
    same = _match(typed.subject, other.subject) and _match(typed.object, other.object)
    reverse = _match(typed.subject, other.object) and _match(typed.object, other.subject)
    return (same or reverse) and (
        typed.predicate.start < other.predicate.end and other.predicate.start < typed.predicate.end
    )


def _match(first: Span, second: Span) -> bool:
    return first[:2] == second[:2] or (first.entity is not None and first.entity == second.entity)


def _order(relation: Relation) -> tuple[object, ...]:
    predicate = relation.predicate
    start = relation.subject.start if isinstance(predicate, Implied) else predicate.start
    subject, object = relation.subject, relation.object
    return (
        relation.sentence,
        subject.start,
        start,
        object.start,
        object.end,
        subject.end,
        relation.type,
        relation.rule,
    )
