"""Find when and where an event took place, in its own clause."""

from __future__ import annotations

from hookline import Entity, Span, ValueSpan
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.syntax.phrases import phrase
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["place_of", "time_of"]

ATTACHED = ("obl", "nmod", "advmod")
NOT_ITS_TIME = frozenset(
    {"before", "after", "since", "until", "till", "from", "to", "than", "about"}
)
PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "outside", "inside", "across", "throughout", "within"}
)
PLACE_LABELS = frozenset({"LOC", "FAC"})


def time_of(tree: SentenceTree, index: int) -> ValueSpan | None:
    """Return the date beside a trigger, with its value."""
    for child in tree.dependents(index, *ATTACHED):
        entity = tree.entity_of[child]
        if entity is None or tree.label(child) != "DATE":
            continue
        if not NOT_ITS_TIME.isdisjoint(tree.preposition(child).split()):
            continue
        date: Entity = tree.entities[entity]
        value = date.value if isinstance(date.value, str) else None
        return ValueSpan(date.start, date.end, entity, value=value)
    return None


def place_of(tree: SentenceTree, index: int, resolver: MentionResolver) -> Span | None:
    """Return the place beside a trigger: a name, or a phrase for one ("the city of Mosul")."""
    for child in tree.dependents(index, "obl", "nmod"):
        if tree.preposition(child) not in PLACE_PREPOSITIONS:
            continue
        if tree.label(child) in PLACE_LABELS:
            return resolver.mention(tree, name_words(tree, child))
        name = resolver.name_for(tree, child)
        if name is not None and tree.label(name) in PLACE_LABELS:
            return resolver.mention(tree, phrase(tree, child))
    return None
