"""Read what a clause says of a relation besides its ends: an amount, a count, since and until when."""

from __future__ import annotations

from hookline import Relation, ValueSpan
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.relation_types import RelationType

__all__ = ["qualified", "value_span"]

TIMES = ("since", "until")


def qualified(
    tree: SentenceTree, clause: Clause, relation: Relation, relation_type: RelationType
) -> Relation:
    """Return a relation of a clause with the qualifiers that its type may have."""
    wanted = relation_type.qualified_by
    if not wanted:
        return relation
    changes: dict[str, ValueSpan] = {}
    for child in tree.dependents(clause.head, "obl", "obj", "nmod"):
        preposition = tree.preposition(child)
        if "amount" in wanted and tree.label(child) == "MONEY":
            changes.setdefault("amount", value_span(tree, child))
        elif preposition in TIMES and preposition in wanted and tree.label(child) == "DATE":
            changes.setdefault(preposition, value_span(tree, child))
    count = _count(tree, relation) if "count" in wanted else None
    if count is not None:
        changes["count"] = count
    return relation._replace(qualifiers=relation.qualifiers._replace(**changes))  # type: ignore[arg-type]


def value_span(tree: SentenceTree, word: int) -> ValueSpan:
    """Return the entity over a word, with its value."""
    index = tree.entity_of[word]
    assert index is not None  # it has a label
    entity = tree.entities[index]
    return ValueSpan(entity.start, entity.end, index, value=entity.value)


def _count(tree: SentenceTree, relation: Relation) -> ValueSpan | None:
    """Return the number before the object: "killed 20 Syrians"."""
    for index, word in enumerate(tree.words):
        if not (relation.object.start <= word.start and word.end <= relation.object.end):
            continue
        for number in tree.dependents(index, "nummod"):
            token = tree.words[number]
            digits = token.text.replace(",", "")
            value = int(digits) if digits.isdecimal() else None
            return ValueSpan(token.start, token.end, value=value)
    return None
