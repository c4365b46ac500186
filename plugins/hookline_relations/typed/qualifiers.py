"""Read what a clause says of a relation besides its ends: an amount, a count, since and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hookline import Relation, ValueSpan
from hookline_relations.mentions.spans import value_span
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.offices import OFFICE_TYPE
from hookline_relations.typed.relation_types import RelationType
from hookline_relations.typed.tenure import tenure_of

__all__ = ["qualified", "timed"]

TIMES = ("since", "until")
BOUNDS = frozenset(
    {"less", "more", "fewer", "under", "below", "over", "above", "between", "least", "most", "up"}
)
"""Words before an amount that it is only a bound with: "less than $4 billion", "up to $4 billion"."""


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
            changes.setdefault("amount", _amount(tree, child))
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


def _amount(tree: SentenceTree, head: int) -> ValueSpan:
    """
    Return the amount around a word.

    One that is only bounded has no value: "less than $4 billion", "$4 billion to $5 billion".
    """
    exact = value_span(tree, head)
    before = [word for word in tree.subtree(head) if tree.words[word].start < exact.start]
    bounds = [word for word in before if tree.words[word].text.lower() in BOUNDS]
    ends = [exact.end, *(value_span(tree, other).end for other in _other_ends(tree, head))]
    if not bounds and len(ends) == 1:
        return exact
    first = min(bounds, default=-1)
    if first > 0 and tree.words[first - 1].text.lower() == "at":
        first -= 1
    start = tree.words[first].start if first >= 0 else exact.start
    contains = () if exact.entity is None else (exact.entity,)
    return ValueSpan(start, max(ends), contains=contains)


def _other_ends(tree: SentenceTree, head: int) -> Iterator[int]:
    """Yield amounts that make one a range or a choice: "and", "or" or "to" another one."""
    for other in tree.dependents(head, "conj"):
        if tree.label(other) == "MONEY":
            yield other
    end = value_span(tree, head).end
    for other in tree.dependents(tree.heads[head], "obl", "nmod"):
        is_amount = tree.label(other) == "MONEY" and tree.preposition(other) == "to"
        if is_amount and 0 <= tree.words[tree.case(other)[0]].start - end <= 1:
            yield other


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
