"""Say what the ends of a relation are: an entity, a phrase with some inside, a mention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hookline import Cluster, Document, Event, Relation, Span, ValueSpan
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.origins import Origins
from hookline_relations.syntax.partners import is_partnership
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["EndLinker"]

AnySpan = TypeVar("AnySpan", Span, ValueSpan)


class EndLinker:
    """
    Link spans strictly: `entity` is what a span is, `contains` what stands inside it.

    While relations are searched and merged, the `entity` of a span is the one it is, refers to or
    contains; this is what is written of it.
    """

    def __init__(self, doc: Document) -> None:
        self._entities = doc.entities or ()
        self._text = doc.text
        self._clusters = _mentions_by_span(doc.clusters or ())
        self._origins = Origins(doc.clusters or (), doc.text)

    def linked(self, tree: SentenceTree, span: AnySpan) -> AnySpan:
        """Return a span of a sentence with its entity, the entities that it contains, its cluster."""
        pieces = span.pieces or ((span.start, span.end),)
        words = [word for start, end in pieces for word in tree.words_within(start, end)]
        if not words:
            return span._replace(entity=None, contains=())
        inside = set(words)
        head = tree.head_of(words)
        entity = tree.entity_of[head]
        if entity is not None and not self._is_named(tree, head, inside):
            entity = None
        contains = sorted(
            {
                other
                for word in words
                if (other := tree.entity_of[word]) not in (None, entity)
                and inside.issuperset(tree.entity_words(word))
            }
        )
        cluster = span.cluster
        if entity is not None:
            cluster = self._entities[entity].cluster
        elif (mention := self._clusters.get((span.start, span.end))) is not None:
            cluster = mention
        return span._replace(entity=entity, contains=tuple(contains), cluster=cluster)

    def linked_relation(self, tree: SentenceTree, relation: Relation) -> Relation:
        """Return a relation with its ends linked; a predicate that is a name is no entity."""
        predicate = relation.predicate
        if isinstance(predicate, Span):
            predicate = self.linked(tree, predicate)
        subject, object = (self.linked(tree, end) for end in (relation.subject, relation.object))
        if relation.type not in ("open", "nationality"):
            subject, object = (self._without_adjective(tree, end) for end in (subject, object))
        title = relation.qualifiers.title
        if title is not None:
            qualifiers = relation.qualifiers._replace(title=self.linked(tree, title))
            relation = relation._replace(qualifiers=qualifiers)
        return relation._replace(subject=subject, predicate=predicate, object=object)

    def _without_adjective(self, tree: SentenceTree, span: Span) -> Span:
        """
        Return an end without its entity if that is an adjective: "Russian" is no country.

        Its cluster is that of the country where the document names it, else that of the adjective.
        """
        if span.entity is None or self._entities[span.entity].label != "NORP":
            return span
        head = next(
            index for index, word in enumerate(tree.words) if word.start <= span.start < word.end
        )
        if tree.base(head) not in ("amod", "compound"):
            return span
        entity = self._entities[span.entity]
        country = self._origins.cluster_of(self._text[entity.start : entity.end])
        return span._replace(
            entity=None,
            contains=(span.entity, *span.contains),
            cluster=span.cluster if country is None else country,
        )

    def linked_event(self, tree: SentenceTree, event: Event) -> Event:
        """Return an event with its time and place linked, and its source where it is a phrase here."""
        place = None if event.place is None else self.linked(tree, event.place)
        claim = event.claim
        if claim is not None and claim.source is not None:
            source = claim.source
            if tree.words[0].start <= source.start and source.end <= tree.words[-1].end:
                claim = claim._replace(source=self.linked(tree, source))
        return event._replace(claim=claim, place=place)

    @staticmethod
    def _is_named(tree: SentenceTree, head: int, inside: set[int]) -> bool:
        """Return whether a phrase with this head is the thing named: one thing, under its name."""
        own = name_words(tree, head)
        if head != tree.head_of(own) or is_partnership(tree, head):
            return False
        return inside.difference(own).isdisjoint(tree.dependents(head, "conj"))


def _mentions_by_span(clusters: Sequence[Cluster]) -> dict[tuple[int, int], int]:
    return {
        (mention.start, mention.end): number
        for number, cluster in enumerate(clusters)
        for mention in cluster.mentions
    }
