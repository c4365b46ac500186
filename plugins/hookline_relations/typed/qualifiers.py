"""Read what a clause says of a relation besides its ends: an amount, a count, since and until when."""

from __future__ import annotations

from collections.abc import Collection

from hookline import Relation, ValueSpan
from hookline_relations.mentions.spans import value_span
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.offices import OFFICE_TYPE
from hookline_relations.typed.relation_types import RelationType
from hookline_relations.typed.tenure import tenure_of

__all__ = ["qualified", "timed"]

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
        if "amount" in wanted and tree.label(child) == "MONEY":
            changes.setdefault("amount", value_span(tree, child))
    count = _count(tree, relation) if "count" in wanted else None
    if count is not None:
        changes["count"] = count
    # the values are spans, which mypy compares with all fields, `status` included
    qualifiers = relation.qualifiers._replace(**changes)  # type: ignore[arg-type]
    return timed(tree, clause.head, clause, relation._replace(qualifiers=qualifiers), wanted)


def timed(
    tree: SentenceTree,
    trigger: int,
    clause: Clause | None,
    relation: Relation,
    wanted: Collection[str],
) -> Relation:
    """
    Return a relation with the times of the verb or noun that states it, where its type has times.

    One who led until a time in the past held an office.
    """
    if not set(TIMES) <= set(wanted):
        return relation
    tenure = tenure_of(tree, trigger, clause)
    qualifiers = relation.qualifiers._replace(since=tenure.since, until=tenure.until)
    if relation.type != "leads" or tenure.until is None or not tenure.over:
        return relation._replace(qualifiers=qualifiers)
    return relation._replace(type=OFFICE_TYPE, qualifiers=qualifiers._replace(status="former"))


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
