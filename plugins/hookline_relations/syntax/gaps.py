"""Find the clauses that leave out the verb of the one before them: "Ann works for A, and Bob for B"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hookline_relations.syntax.arguments import Argument
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["gapped_clauses"]


def gapped_clauses(tree: SentenceTree, clause: Clause) -> Iterator[Clause]:
    """Yield the clauses whose verb is that of another: each a conjunct of it, with an orphan."""
    for subject in tree.dependents(clause.head, "conj"):
        orphans = tree.dependents(subject, "orphan")
        if orphans:
            arguments = tuple(_argument(tree, orphan) for orphan in orphans)
            yield replace(clause, subject=subject, arguments=arguments)


def _argument(tree: SentenceTree, orphan: int) -> Argument:
    marker = tree.case(orphan)
    role = "oblique" if marker else "object"
    return Argument(role, orphan, marker, tree.preposition(orphan))
