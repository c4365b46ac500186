"""Find when and where an event took place, in its own clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hookline import Span, ValueSpan
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.syntax.inexact_dates import is_inexact_date
from hookline_relations.syntax.phrases import phrase
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["place_of", "time_of"]

ATTACHED = ("obl", "nmod", "advmod")
DEADLINE = frozenset({"by"})
CALENDAR_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "outside", "inside", "across", "throughout", "within"}
)
PLACE_LABELS = frozenset({"LOC", "FAC"})


def time_of(tree: SentenceTree, index: int) -> ValueSpan | None:
    """Return the date beside a trigger, or the interval between two, with its value."""
    for child in _beside(tree, index, *ATTACHED):
        date = _date(tree, child)
        if date is None:
            continue
        if "between" in tree.preposition(child).split():
            return _interval(tree, child, date)
        if not is_inexact_date(tree, child, DEADLINE):
            return date
    return None


def place_of(tree: SentenceTree, index: int, resolver: MentionResolver) -> Span | None:
    """Return the place beside a trigger: a name, or a phrase for one ("the city of Mosul")."""
    for child in _beside(tree, index, "obl", "nmod"):
        if tree.preposition(child) not in PLACE_PREPOSITIONS:
            continue
        if tree.label(child) in PLACE_LABELS:
            return resolver.mention(tree, name_words(tree, child))
        name = resolver.name_for(tree, child)
        if name is not None and tree.label(name) in PLACE_LABELS:
            return resolver.mention(tree, phrase(tree, child))
    return None


def _beside(tree: SentenceTree, index: int, *relations: str) -> Iterator[int]:
    """Yield what depends on a trigger; for what the text leaves out, what it says instead of it."""
    for child in tree.dependents(index, *relations):
        if child not in tree.excluded:
            yield child
        else:
            yield from (
                other for other in tree.dependents(child, "conj") if other not in tree.excluded
            )


def _date(tree: SentenceTree, word: int) -> ValueSpan | None:
    entity = tree.entity_of[word]
    if entity is None or tree.label(word) != "DATE":
        return None
    date = tree.entities[entity]
    value = date.value if isinstance(date.value, str) else None
    return ValueSpan(date.start, date.end, entity, value=value)


def _interval(tree: SentenceTree, start: int, first: ValueSpan) -> ValueSpan | None:
    """Return the interval behind "between", None where its end is not known."""
    if isinstance(first.value, str) and "/" in first.value:
        return first
    for other in tree.dependents(start, "conj"):
        last = _date(tree, other)
        if last is None or not (isinstance(first.value, str) and isinstance(last.value, str)):
            continue
        if CALENDAR_DATE.fullmatch(first.value) and CALENDAR_DATE.fullmatch(last.value):
            return ValueSpan(
                first.start,
                last.end,
                contains=tuple(e for e in (first.entity, last.entity) if e is not None),
                value=f"{first.value}/{last.value}",
            )
    return None
