"""Write the relations of someone for every coreferent mention of a sentence, or for the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hookline import Relation
from hookline_relations.mentions.candidates import (
    PRONOUN_KINDS,
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
    """Yield relations with the name in place of a pronoun for it: Ann for the "who" behind her."""
    if not relations:
        return
    names = _names_of_pronouns(tree, resolver)
    for relation in relations:
        subject, object = (
            end if (name := names.get(end[:2])) is None else resolver.candidate_mention(tree, name)
            for end in (relation.subject, relation.object)
        )
        if subject[:2] != object[:2]:
            yield relation._replace(subject=subject, object=object)


def _names_of_pronouns(
    tree: SentenceTree, resolver: MentionResolver
) -> dict[tuple[int, int], Candidate]:
    """
    Return for the offsets of pronouns the name in their sentence that they stand for.

    What a stage before says of a pronoun goes before what the sentence suggests.
    """
    candidates = find_candidates(tree)
    by_group: dict[int, Candidate] = {}
    by_entity: dict[int, Candidate] = {}
    by_cluster: dict[int, Candidate] = {}
    by_head: dict[int, Candidate] = {}
    groups = coreference_groups(tree, candidates)
    for candidate, group in zip(candidates, groups, strict=True):
        if candidate.entity is None:
            continue
        by_group.setdefault(group, candidate)
        by_entity[candidate.entity] = candidate
        by_head[candidate.head] = candidate
        cluster = resolver.candidate_mention(tree, candidate).cluster
        if cluster is not None:
            by_cluster.setdefault(cluster, candidate)
    names: dict[tuple[int, int], Candidate] = {}
    for candidate, group in zip(candidates, groups, strict=True):
        if candidate.kind not in PRONOUN_KINDS:
            continue
        mention = resolver.candidate_mention(tree, candidate)
        name = None
        if mention.entity is not None:
            name = by_entity.get(mention.entity)
            if name is None and mention.cluster is not None:
                name = by_cluster.get(mention.cluster)
        elif candidate.kind == "WHICH":
            name = by_head.get(antecedent(tree, candidate.head))
        if name is None:
            name = by_group.get(group)
            if name is not None and resolver.are_apart(
                mention, resolver.candidate_mention(tree, name)
            ):
                name = None
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
