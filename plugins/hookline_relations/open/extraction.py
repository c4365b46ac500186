"""
Turn clauses and noun phrases into open relations, one for each subject and each argument.

An argument is often incomplete without the object before it ("handcuffed to the bars"), so the
predicate includes that object ("handcuffed him to"), as in MinIE (Gashteovski, Gemulla and Del Corro
2017). Complements of a noun are arguments as well ("became a founding justice of").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from hookline import Implied, Relation
from hookline_relations.events.document_events import SentenceEvents
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.open.hedging import with_cues
from hookline_relations.open.nominal import nominal_statements
from hookline_relations.open.predicates import PredicateBuilder
from hookline_relations.open.reliability import ReliabilityModel
from hookline_relations.open.statements import Statement, clause_statements
from hookline_relations.open.whole_words import with_whole_ends
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["open_relations", "open_statements"]

MAX_RELATIONS = 400
MAX_TRIED = 2000


def open_relations(
    tree: SentenceTree,
    clauses: Sequence[Clause],
    resolver: MentionResolver,
    events: SentenceEvents,
    reliability: ReliabilityModel | None = None,
) -> Iterator[Relation]:
    """
    Yield the open relations of a sentence: those of its clauses, then those of its nouns.

    Those that `reliability` finds doubtful are left out.
    """
    for statement in open_statements(tree, clauses, events):
        if reliability is not None and reliability.is_doubtful(tree, statement):
            continue
        predicate = statement.predicate
        yield Relation(
            "open",
            resolver.mention(tree, statement.subject),
            resolver.mention(tree, predicate) if predicate else Implied(),
            resolver.mention(tree, statement.object, predicative=statement.predicative),
            tree.number,
            statement.rule,
            statement.score,
            events.at(statement.trigger),
        )


def open_statements(
    tree: SentenceTree, clauses: Sequence[Clause], events: SentenceEvents
) -> Iterator[Statement]:
    """Yield what the clauses of a sentence state, then what its nouns state."""
    tried = islice(_statements(tree, clauses, events), MAX_TRIED)
    whole = (stated and with_whole_ends(tree, stated) for stated in tried)
    yield from islice(filter(None, whole), MAX_RELATIONS)


def _statements(
    tree: SentenceTree, clauses: Sequence[Clause], events: SentenceEvents
) -> Iterator[Statement | None]:
    predicates = PredicateBuilder(tree, clauses)
    for clause in clauses:
        status = events.status(clause.head)
        for stated in clause_statements(tree, clause, predicates):
            yield stated and with_cues(tree, stated, status, predicates)
    for statement in nominal_statements(tree):
        if {*statement.subject}.isdisjoint(statement.object):
            yield statement
