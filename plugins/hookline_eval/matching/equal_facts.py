"""Tell which annotated relations state the same fact, one of them with a pronoun for an end."""

from __future__ import annotations

import re

from hookline_eval.gold.layout import Offsets
from hookline_eval.gold.relations import GoldRelation, RelationText

__all__ = ["equal_facts"]

_PRONOUNS = re.compile(
    r"he|him|his|she|hers?|i|me|my|we|us|our|its?|they|them|their|who|whom|whose|which|that",
    re.IGNORECASE,
)


def equal_facts(text: RelationText) -> list[int]:
    """
    Return the number of the fact of each relation of a text.

    A relation with a pronoun for an end ("her … in Lyon") is the fact of the relation of the same label
    with the same other end and a name in place of the pronoun ("Ann lives in Lyon"): the nearest name
    before it, else the nearest one.
    """
    facts = list(range(len(text.relations)))
    for index, relation in enumerate(text.relations):
        names = []
        for other, candidate in enumerate(text.relations):
            ends = _different_ends(relation, candidate)
            if ends is None or not _is_pronoun(ends[0], text.text):
                continue
            (start, _), (name_start, _) = ends
            is_pronoun = _is_pronoun(ends[1], text.text)
            names.append((is_pronoun, name_start > start, abs(name_start - start), other))
        if names:
            old, new = facts[index], facts[min(names)[-1]]
            facts = [new if fact == old else fact for fact in facts]
    return facts


def _different_ends(first: GoldRelation, second: GoldRelation) -> tuple[Offsets, Offsets] | None:
    """Return the first mentions of the ends in which two relations differ, if that is one end."""
    if first.label != second.label:
        return None
    orders = [(second.subjects, second.objects)]
    if first.symmetric:
        orders.append((second.objects, second.subjects))
    for subjects, objects in orders:
        if first.subjects == subjects and first.objects != objects:
            return first.objects[0], objects[0]
        if first.objects == objects and first.subjects != subjects:
            return first.subjects[0], subjects[0]
    return None


def _is_pronoun(span: Offsets, text: str) -> bool:
    return _PRONOUNS.fullmatch(text, *span) is not None
