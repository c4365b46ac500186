"""Write a relation once, however often it was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookline import Relation, Span
from hookline_relations.typed.schema import RelationSchema

__all__ = ["entity_or_span", "is_name", "without_duplicates"]


def without_duplicates(
    relations: Iterable[Relation],
    names: Sequence[str],
    schema: RelationSchema,
    *,
    once: bool,
    clusters: Sequence[int | None],
) -> list[Relation]:
    """
    Return relations without duplicates, each with the highest score of them.

    Typed relations of a sentence are duplicates if their arguments have the same offsets or, with
    `once`, are the same things; the one that is kept then has the clearest mention of each: a name
    before other mentions, the longer one of two names. The first argument of a symmetric relation is
    the one that is mentioned first. `names` are the texts of the document's entities, `clusters`
    their clusters, or nothing.
    """
    unique: dict[tuple[object, ...], Relation] = {}
    for relation in relations:
        symmetric = schema.type(relation.type).symmetric
        if symmetric:
            relation = _in_order(relation)
        key = _key(relation, once, clusters)
        if symmetric and key not in unique:
            reverse = _reverse(relation)
            other = _key(reverse, once, clusters)
            if other in unique:
                key, relation = other, reverse
        if key in unique:
            relation = _joined(unique[key], relation, names, once=once)
        unique[key] = relation
    return [
        _in_order(relation) if schema.type(relation.type).symmetric else relation
        for relation in unique.values()
    ]


def _in_order(relation: Relation) -> Relation:
    """Return a relation with the end that is mentioned first as subject."""
    return relation if relation.subject.start <= relation.object.start else _reverse(relation)


def _reverse(relation: Relation) -> Relation:
    return relation._replace(subject=relation.object, object=relation.subject)


def _key(relation: Relation, once: bool, clusters: Sequence[int | None]) -> tuple[object, ...]:
    if relation.type == "open":
        return (relation.type, relation.subject, relation.predicate, relation.object)
    ends = (relation.subject, relation.object)
    if not once:
        return (relation.sentence, relation.type, *(end[:2] for end in ends))
    things = [_thing(end, clusters) for end in ends]
    if things[0] == things[1]:
        things = [entity_or_span(end) for end in ends]
    return (relation.sentence, relation.type, *things)


def _thing(end: Span, clusters: Sequence[int | None]) -> object:
    """Return what an end is, refers to or contains: its cluster, else its entity, else its offsets."""
    if end.entity is None or not clusters or clusters[end.entity] is None:
        return entity_or_span(end)
    return "cluster", clusters[end.entity]


def _joined(first: Relation, second: Relation, names: Sequence[str], *, once: bool) -> Relation:
    """Return the first of two equal relations, with the higher score and the clearer mentions."""
    # The first one is kept, since a rule comes before the scorer and explains more.
    joined = first._replace(score=max(first.score, second.score))
    if not once:
        return joined
    subject, object = (
        max(ends, key=lambda end: end.end - end.start if is_name(end, names) else 0)
        for ends in ((first.subject, second.subject), (first.object, second.object))
    )
    return joined._replace(subject=subject, object=object)


def is_name(end: Span, names: Sequence[str]) -> bool:
    """Return whether an end is written as the name that it refers to."""
    return end.entity is not None and len(names[end.entity]) == end.end - end.start


def entity_or_span(end: Span) -> object:
    """Return the entity that an end is, refers to or contains, or else its offsets."""
    return end[:2] if end.entity is None else end.entity
