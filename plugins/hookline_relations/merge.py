"""Bring the relations of a document together: no duplicates, no contradictions, the specific only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from hookline import Implied, Mention, Relation
from hookline_relations.typed.rules import SCORER

__all__ = ["merge"]

ONCE = frozenset({"born_on", "died_on", "founded_on"})
TIGHT = frozenset({"name-of-party", "name-and-employer"})
"""Rules about a name and the name beside it: "Ann of Acme and Bob of Bolt"."""
CERTAIN = 0.9


def merge(
    relations: Iterable[Relation],
    names: Sequence[str],
    yields: Mapping[str, Sequence[str]],
    mutual: Callable[[Relation], bool],
    *,
    once: bool = False,
) -> list[Relation]:
    """
    Return the relations to write, in the order of the text.

    `names` are the texts of the document's entities; a type gives way to those `yields` lists for it
    where they hold between the same two names, and an open relation to a typed one that says it.
    Two relations are the same where their ends have the same offsets or, with `once`, where they are
    the same entities: "Ann … her" is then one end.
    """
    best: dict[tuple[object, ...], Relation] = {}
    for relation in relations:
        if mutual(relation) and relation.object.start < relation.subject.start:
            relation = relation._replace(subject=relation.object, object=relation.subject)
        key = _key(relation, once)
        best[key] = _surer(best[key], relation) if key in best else relation
    typed = [relation for relation in best.values() if relation.type != "open"]
    typed = _specific(_consistent(_by_rule(typed)), names, yields)
    told: dict[int, list[Relation]] = {}
    for relation in typed:
        told.setdefault(relation.sentence, []).append(relation)
    kept = typed + [
        relation
        for relation in best.values()
        if relation.type == "open"
        and not any(_says(other, relation) for other in told.get(relation.sentence, ()))
    ]
    return sorted(kept, key=_order)


def _key(relation: Relation, once: bool) -> tuple[object, ...]:
    if relation.type == "open":
        return (relation.type, relation.subject, relation.predicate, relation.object)
    ends = [
        mention.entity if once and mention.entity is not None else mention[:2]
        for mention in (relation.subject, relation.object)
    ]
    return (relation.sentence, relation.type, *ends)


def _surer(one: Relation, two: Relation) -> Relation:
    """
    Return one of two equal relations.

    The first came from the rules where only one did: it says more exactly why, so that it is kept
    with the higher of the two scores.
    """
    return one._replace(score=max(one.score, two.score))


def _by_rule(relations: Sequence[Relation]) -> list[Relation]:
    """Drop what is less than certain where a rule has tied the same name to the one right before it."""
    taken = {
        (relation.sentence, relation.type, relation.object[:2])
        for relation in relations
        if relation.rule in TIGHT
    }
    return [
        relation
        for relation in relations
        if relation.rule in TIGHT
        or relation.score >= CERTAIN
        or (relation.sentence, relation.type, relation.object[:2]) not in taken
    ]


def _consistent(relations: Sequence[Relation]) -> list[Relation]:
    """
    Drop the weaker of relations that contradict one another in a sentence.

    Of a type that holds both ways between the same two, the surer way stays; one is born once, dies
    once and is founded once, and not on the day one dies.
    """
    ways: dict[tuple[object, ...], float] = {}
    dates: dict[tuple[object, ...], Relation] = {}
    one_thing = {
        (relation.sentence, frozenset(_way(relation)[2:]))
        for relation in relations
        if relation.type == "same_as"
    }
    for relation in relations:
        way = _way(relation)
        ways[way] = max(ways.get(way, 0.0), relation.score)
        if relation.type in ONCE:
            for key in _dates(relation):
                if key not in dates or relation.score > dates[key].score:
                    dates[key] = relation
    strongest: list[Relation] = []
    for relation in relations:
        sentence, type, subject, object = _way(relation)
        other = ways.get((sentence, type, object, subject), 0.0)
        mine = ways[sentence, type, subject, object]
        if relation.type != "same_as" and (sentence, frozenset((subject, object))) in one_thing:
            continue  # two names of one body are not its part and its whole
        first = relation.subject.start < relation.object.start
        if other > mine or (other == mine and not first and subject != object):
            continue
        if relation.type in ONCE and any(
            dates[key].object[:2] != relation.object[:2] or dates[key].type != relation.type
            for key in _dates(relation)
        ):
            continue
        strongest.append(relation)
    return strongest


def _way(relation: Relation) -> tuple[object, ...]:
    ends = [
        mention.entity if mention.entity is not None else mention[:2]
        for mention in (relation.subject, relation.object)
    ]
    return (relation.sentence, relation.type, *ends)


def _dates(relation: Relation) -> tuple[tuple[object, ...], ...]:
    """Return what a dated relation takes for itself: its subject's one date, and that date."""
    subject = relation.subject[:2]
    return (
        (relation.sentence, subject, relation.type),
        (relation.sentence, subject, relation.object[:2]),
    )


def _specific(
    relations: Sequence[Relation], names: Sequence[str], yields: Mapping[str, Sequence[str]]
) -> list[Relation]:
    """
    Drop what a more exact type says of the same two.

    An acronym is the name that it repeats, and a pronoun or noun that stands for nothing known
    may be anything: who leads a body and, as a model has it, belongs to "it" belongs to that body.
    """
    full = {
        _name(relation.object, names): _name(relation.subject, names)
        for relation in relations
        if relation.type == "same_as"
    }
    types: dict[frozenset[object], set[str]] = {}
    of_subject: dict[object, set[str]] = {}
    for relation in relations:
        types.setdefault(_names(relation, names, full), set()).add(relation.type)
        of_subject.setdefault((relation.sentence, relation.subject[:2]), set()).add(relation.type)
    kept = []
    for relation in relations:
        others = types[_names(relation, names, full)]
        if relation.object.entity is None and relation.rule == SCORER:
            others = others | of_subject[relation.sentence, relation.subject[:2]]
        if not others & set(yields.get(relation.type, ())):
            kept.append(relation)
    return kept


def _names(
    relation: Relation, names: Sequence[str], full: Mapping[object, object]
) -> frozenset[object]:
    ends = (_name(relation.subject, names), _name(relation.object, names))
    return frozenset(full.get(end, end) for end in ends)


def _name(mention: Mention, names: Sequence[str]) -> object:
    return names[mention.entity].lower() if mention.entity is not None else mention[:2]


def _says(typed: Relation, other: Relation) -> bool:
    """Return whether a typed relation says what an open one does."""
    if isinstance(typed.predicate, Implied) or isinstance(other.predicate, Implied):
        return False
    as_is = _same(typed.subject, other.subject) and _same(typed.object, other.object)
    turned = _same(typed.subject, other.object) and _same(typed.object, other.subject)
    return (as_is or turned) and _overlap(typed.predicate, other.predicate)


def _same(one: Mention, two: Mention) -> bool:
    return one[:2] == two[:2] or (one.entity is not None and one.entity == two.entity)


def _overlap(one: Mention, two: Mention) -> bool:
    return one.start < two.end and two.start < one.end


def _order(relation: Relation) -> tuple[object, ...]:
    predicate = relation.predicate
    place = relation.subject.start if isinstance(predicate, Implied) else predicate.start
    subject, object = relation.subject, relation.object
    return (
        relation.sentence,
        subject.start,
        place,
        object.start,
        object.end,
        subject.end,
        relation.type,
        relation.rule,
    )
