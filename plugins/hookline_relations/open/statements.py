"""State what a clause says: its subject, its predicate, and each of its arguments in turn."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

from hookline_relations.open.complements import complements
from hookline_relations.open.predicates import Predicates, follows
from hookline_relations.syntax.arguments import Argument
from hookline_relations.syntax.assertion import bare, denied_content, shows_denial
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import clause_words, conjuncts, phrase
from hookline_relations.syntax.tree import Tree

__all__ = ["Statement", "statements"]

MOST_NESTED = 40  # of one argument
# How sure a statement is of the first thing that a verb says, in order of what it needs most.
FIRST = {
    "object": 0.9,
    "attribute": 0.9,
    "report": 0.9,
    "oblique": 0.85,
    "recipient": 0.8,
    "time": 0.75,
    "circumstance": 0.75,
}
NEEDED = ("object", "attribute", "report", "oblique", "recipient", "time", "circumstance")
RULES = {role: f"open:{role}" for role in NEEDED}
NAMING = frozenset({"attribute", "object", "oblique"})
LINKED = 0.05  # less, where the subject or the object is that of another clause
BESIDE = 0.1  # less, for what is said besides the first thing: a parser is less sure of it
NESTED = 0.6
DEEPER = 0.05  # less, for each noun between


class Statement(NamedTuple):
    """The words of a subject, a predicate and an object, the rule that joins them, and its score."""

    subject: tuple[int, ...]
    predicate: tuple[int, ...]
    object: tuple[int, ...]
    rule: str
    score: float
    says: bool = False
    """Whether the object says what the subject is."""


def statements(tree: Tree, clause: Clause, predicates: Predicates) -> Iterator[Statement | None]:
    """
    Yield what a clause says, argument by argument; None for what is no statement.

    An argument is told of every subject, and so is each complement of its noun after it.
    """
    subject = predicates.subject(clause)
    if subject is None or bare(tree, clause.head):
        return
    if denied_content(tree, clause.head):
        return  # what is denied is written as the content of the denial only
    subjects = _subjects(tree, clause, subject)
    linked = bool(clause.chain.links) or subject != clause.subject
    arguments = predicates.arguments(clause)
    first = min(arguments, key=partial(_need, clause), default=None)
    for argument in arguments:
        says = argument.role == "attribute"
        score = FIRST[argument.role] - LINKED * linked - BESIDE * (argument is not first)
        for head, words in _ends(tree, clause, argument):
            predicate = predicates.of(clause, argument, words)
            for who in subjects:
                rule, sure = RULES[argument.role], round(score, 2)
                yield _statement(tree, clause, who, predicate, words, rule, sure, says)
            if argument.role not in NAMING or not follows(clause, argument, words):
                continue
            nested = complements(tree, predicates, predicate, head, words)
            for longer, inner, depth in islice(nested, MOST_NESTED):
                sure = round(NESTED - DEEPER * depth, 2)
                for who in subjects:
                    yield _statement(tree, clause, who, longer, inner, "open:nested", sure, says)


def _need(clause: Clause, argument: Argument) -> tuple[bool, int, int]:
    """Return a key by which what a verb needs most is least: what follows it, by its role."""
    return (argument.head < clause.head, NEEDED.index(argument.role), argument.head)


def _statement(
    tree: Tree,
    clause: Clause,
    subject: tuple[int, ...],
    predicate: tuple[int, ...],
    object: tuple[int, ...],
    rule: str,
    score: float,
    says: bool,
) -> Statement | None:
    if not {*object}.isdisjoint(subject):
        return None
    rest = tuple(word for word in predicate if word not in {*object, *subject})
    if not rest or (clause.negated and not shows_denial(tree, (*subject, *rest, *object))):
        return None
    return Statement(subject, rest, object, rule, score, says)


def _subjects(tree: Tree, clause: Clause, subject: int) -> list[tuple[int, ...]]:
    if tree.base(subject) == "csubj":
        return [clause_words(tree, subject)]
    top = clause.head
    while tree.heads[top] >= 0 and tree.heads[top] != subject:
        top = tree.heads[top]
    # Those "who died" are "those" in what their own clause says.
    own = tree.subtree(top) if tree.heads[top] == subject and tree.base(top) == "acl" else ()
    found = [phrase(tree, head) for head in conjuncts(tree, subject, always=True)]
    return [kept for words in found if (kept := tuple(w for w in words if w not in own))]


def _ends(tree: Tree, clause: Clause, argument: Argument) -> list[tuple[int, tuple[int, ...]]]:
    """Return the head and the words of each thing that an argument names."""
    head = argument.head
    if argument.role in ("report", "circumstance"):
        without = [clause.head] if clause.head in tree.subtree(head) else []
        words = clause_words(tree, head, without)
        if argument.role == "circumstance":
            # "Shortly after he left": only what follows the conjunction is the clause.
            before = head < clause.head
            words = tuple(
                word
                for word in words
                if word > argument.marker[-1] or (before and word in argument.marker)
            )
        return [(head, words)] if len(words) > 1 else []
    if argument.preposition == "between":
        return [(head, phrase(tree, head, joined=True))]
    marker = set(argument.marker)
    heads = [end for end in conjuncts(tree, head, always=True) if not tree.case(end) or end == head]
    found = [(end, phrase(tree, end)) for end in heads]
    own = bool(marker) and tree.heads[argument.marker[0]] == head
    ends = []
    for end, words in found:
        kept = tuple(word for word in words if word not in marker)
        if own and not follows(clause, argument, kept or (end,)):
            kept = tuple(sorted({*kept, *marker}))  # the preposition precedes the verb too
        ends.append((end, kept))
    return [(end, words) for end, words in ends if words]
