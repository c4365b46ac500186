"""Write the relations of someone for every coreferent mention of a sentence, or for the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hookline import Relation, Span
from hookline_relations.mentions.candidates import (
    PERSONAL_KINDS,
    Candidate,
    candidate_span,
    find_candidates,
)
from hookline_relations.mentions.coreference import coreference_groups
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.schema import RelationSchema

__all__ = ["clearest", "propagated"]


def clearest(
    tree: SentenceTree, relations: Sequence[Relation], resolver: MentionResolver
) -> Iterator[Relation]:
    """Yield relations with the name in place of a pronoun for it: Ann for the "who" behind her."""
    if not relations:
        return
    candidates = find_candidates(tree)
    groups = coreference_groups(tree, candidates)
    names: dict[int, Candidate] = {}
    by_entity: dict[int, Candidate] = {}
    for candidate, group in zip(candidates, groups, strict=True):
        if candidate.entity is not None:
            names.setdefault(group, candidate)
            by_entity[candidate.entity] = candidate
    pronouns = {
        candidate_span(tree, candidate): names.get(group)
        for candidate, group in zip(candidates, groups, strict=True)
        if candidate.kind in PERSONAL_KINDS or candidate.kind == "WHO"
    }

    def named(end: Span) -> Span:
        if end[:2] not in pronouns:
            return end
        name = pronouns[end[:2]]
        if end.entity is not None:
            name = by_entity.get(end.entity, name)
        return end if name is None else resolver.candidate_mention(tree, name)

    for relation in relations:
        subject, object = named(relation.subject), named(relation.object)
        if subject[:2] != object[:2]:
            yield relation._replace(subject=subject, object=object)


def propagated(
    tree: SentenceTree,
    relations: Sequence[Relation],
    resolver: MentionResolver,
    schema: RelationSchema,
) -> Iterator[Relation]:
    """
    Yield relations, those of biographical types for each coreferent mention: "Ann … her".

    Relations of someone with themselves are left out, and mentions that a stage before put in another
    cluster.
    """
    if not relations:
        return
    candidates = find_candidates(tree)
    groups = coreference_groups(tree, candidates)
    if len(set(groups)) == len(groups):
        yield from relations
        return
    group_of = {
        candidate_span(tree, candidate): group
        for candidate, group in zip(reversed(candidates), reversed(groups), strict=True)
    }
    for relation in relations:
        ends = (relation.subject, relation.object)
        subject_group, object_group = (group_of.get(end[:2]) for end in ends)
        if subject_group is not None and subject_group == object_group:
            continue
        yield relation
        if not schema.type(relation.type).biographical:
            continue
        alternatives = [
            [
                end,
                *(
                    mention
                    for candidate, other in zip(candidates, groups, strict=True)
                    if other == group
                    and not resolver.are_apart(
                        end, mention := resolver.candidate_mention(tree, candidate)
                    )
                ),
            ]
            for end, group in zip(ends, (subject_group, object_group), strict=True)
        ]
        for subject, object in product(*alternatives):
            changed = (subject[:2], object[:2]) != (relation.subject[:2], relation.object[:2])
            if changed and (subject.end <= object.start or object.end <= subject.start):
                yield relation._replace(subject=subject, object=object)
