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
from hookline_relations.syntax.paths import antecedent
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.schema import RelationSchema

__all__ = ["clearest", "propagated"]


def clearest(
    tree: SentenceTree, relations: Sequence[Relation], resolver: MentionResolver
) -> Iterator[Relation]:
    """
    Yield relations with names for their ends where the sentence has them.

    A pronoun gives way to the name that it stands for (Ann for the "who" behind her), and so does any
    mention that a stage before put in the cluster of the name.
    """
    if not relations:
        return
    candidates = find_candidates(tree)
    in_cluster: dict[int, Candidate] = {}
    for candidate in candidates:
        if candidate.entity is not None:
            cluster = resolver.candidate_mention(tree, candidate).cluster
            if cluster is not None:
                in_cluster[cluster] = max(
                    in_cluster.get(cluster, candidate), candidate, key=_length
                )
    names = _names_of_pronouns(tree, candidates, resolver)
    named = {candidate_span(tree, item) for item in candidates if item.entity is not None}

    def clear(end: Span) -> Span:
        cluster = resolver.cluster_of(end)
        name = names.get(end[:2]) if cluster is None else in_cluster.get(cluster)
        if name is None or end[:2] in named:
            return end
        return resolver.candidate_mention(tree, name)

    for relation in relations:
        subject, object = clear(relation.subject), clear(relation.object)
        if subject[:2] != object[:2]:
            yield relation._replace(subject=subject, object=object)


def _length(candidate: Candidate) -> int:
    return candidate.last - candidate.first


def _names_of_pronouns(
    tree: SentenceTree, candidates: Sequence[Candidate], resolver: MentionResolver
) -> dict[tuple[int, int], Candidate]:
    """Return for the offsets of pronouns the name that their sentence suggests."""
    in_group: dict[int, Candidate] = {}
    by_entity: dict[int, Candidate] = {}
    by_head: dict[int, Candidate] = {}
    groups = coreference_groups(tree, candidates)
    for candidate, group in zip(candidates, groups, strict=True):
        if candidate.entity is not None:
            in_group.setdefault(group, candidate)
            by_entity[candidate.entity] = candidate
            by_head[candidate.head] = candidate
    names: dict[tuple[int, int], Candidate] = {}
    for candidate, group in zip(candidates, groups, strict=True):
        if candidate.kind == "WHICH":
            name = by_head.get(antecedent(tree, candidate.head))
        elif candidate.kind in PERSONAL_KINDS or candidate.kind == "WHO":
            name = in_group.get(group)
            entity = resolver.candidate_mention(tree, candidate).entity
            if entity is not None:
                name = by_entity.get(entity, name)
        else:
            continue
        if name is not None:
            names[candidate_span(tree, candidate)] = name
    return names


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
