"""Relate what fills the two arguments of a rule, where the words and the names allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline import Implied, Relation, Span
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.mentions.spans import make_mention
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.fillers import FillerMatcher
from hookline_relations.typed.rules import Rule
from hookline_relations.typed.schema import RelationSchema
from hookline_relations.typed.verb_roles import RoleFiller

__all__ = ["PairMatcher"]

UNNAMED_FACTOR = 0.85
"""Factor of the score for each argument that is not a name."""


class PairMatcher:
    """Pair the fillers of a rule's arguments by the labels and lists of a schema."""

    def __init__(self, schema: RelationSchema) -> None:
        self._fillers = FillerMatcher(schema.words)
        self._countries = frozenset(schema.countries)
        self._wholes = self._countries.union(schema.regions)

    def pairs(
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
                if _is_department(tree, object.head, right):
                    continue  # "State" in "Secretary of State Ann Lee"
                if rule.when and _texts(tree, right).isdisjoint(rule.when):
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

    def is_whole(self, name: str) -> bool:
        """Return whether a place is known as a country, state or province."""
        return name in self._wholes

    def _is_kind_of_place(self, tree: SentenceTree, head: int, kind: str) -> bool:
        """Return whether a place is a country, or a "town"; names of others than places pass."""
        if kind == "any" or tree.label(head) != "LOC":
            return True
        name = " ".join(tree.words[word].text for word in name_words(tree, head))
        is_country = name.removeprefix("the ").removeprefix("The ") in self._countries
        return is_country == (kind == "country")


def _texts(tree: SentenceTree, mention: Span) -> set[str]:
    """Return the words of a mention, in lower case."""
    within = tree.words_within(mention.start, mention.end)
    return {tree.words[word].text.lower() for word in within}


def _is_name(tree: SentenceTree, mention: Span) -> bool:
    return mention.entity is not None and tree.entities[mention.entity][:2] == mention[:2]


def _are_distinct(left: Span, right: Span) -> bool:
    """Return whether two mentions do not overlap, are not one entity, and one is an entity."""
    if left.entity is None and right.entity is None:
        return False
    if left.entity is not None and left.entity == right.entity:
        return False
    return left.end <= right.start or right.end <= left.start


def _is_department(tree: SentenceTree, head: int, mention: Span) -> bool:
    """Return whether a mention is the word "State" alone, which names a department, not a place."""
    word = tree.words[head]
    return word.text == "State" and mention[:2] == (word.start, word.end)
