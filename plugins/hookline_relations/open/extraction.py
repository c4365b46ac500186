"""
Turn clauses and noun phrases into open relations: one for each subject and each argument.

What an argument says by itself would often be no statement ("handcuffed to the bars"), so that the
predicate holds the object before it as well ("handcuffed him to"), as in MinIE (Gashteovski, Gemulla
and Del Corro 2017). Complements of a noun are arguments in turn ("became a founding justice of").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from hookline import Implied, Relation
from hookline_relations.mentions.resolver import Mentions
from hookline_relations.open.nominal import nominals
from hookline_relations.open.predicates import Predicates
from hookline_relations.open.statements import Statement, statements
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import Tree

__all__ = ["open_relations"]

MOST_RELATIONS = 400
MOST_TRIED = 2000
NOMINAL = 0.7  # how sure a relation without a verb is


def open_relations(tree: Tree, clauses: Sequence[Clause], mentions: Mentions) -> Iterator[Relation]:
    """Yield the open relations of a sentence: those of its clauses, then those of its nouns."""
    tried = islice(_statements(tree, clauses), MOST_TRIED)
    for said in islice(filter(None, tried), MOST_RELATIONS):
        yield Relation(
            "open",
            mentions.of(tree, said.subject),
            mentions.of(tree, said.predicate) if said.predicate else Implied(),
            mentions.of(tree, said.object, says=said.says),
            tree.number,
            said.rule,
            said.score,
        )


def _statements(tree: Tree, clauses: Sequence[Clause]) -> Iterator[Statement | None]:
    predicates = Predicates(tree, clauses)
    for clause in clauses:
        yield from statements(tree, clause, predicates)
    for subject, predicate, object, rule in nominals(tree):
        if {*subject}.isdisjoint(object):
            yield Statement(subject, predicate, object, rule, NOMINAL, says=not predicate)
