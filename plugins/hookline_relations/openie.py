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
from hookline_relations.arguments import Argument
from hookline_relations.assertion import bare, denied_content, shows_denial
from hookline_relations.clauses import Clause
from hookline_relations.complements import complements
from hookline_relations.mentions import Mentions
from hookline_relations.nominal import nominals
from hookline_relations.phrases import clause_words, conjuncts, phrase
from hookline_relations.predicates import Predicates, follows
from hookline_relations.tree import Tree

__all__ = ["open_relations"]

MOST_RELATIONS = 400
# How sure a relation is: the share of those of its kind that agree with a reader, in steps.
SCORES = {
    "object": 0.9,
    "attribute": 0.9,
    "recipient": 0.7,
    "oblique": 0.85,
    "time": 0.8,
    "report": 0.85,
    "circumstance": 0.6,
}
NAMING = frozenset({"attribute", "object", "oblique"})
LINKED = 0.1  # less, where the subject or the object is that of another clause
NESTED = 0.6
DEEPER = 0.05  # less, for each noun between
IMPLIED = 0.7


def open_relations(tree: Tree, clauses: Sequence[Clause], mentions: Mentions) -> Iterator[Relation]:
    """Yield the open relations of a sentence: those of its clauses, then those of its nouns."""
    return islice(_relations(tree, clauses, mentions), MOST_RELATIONS)


def _relations(tree: Tree, clauses: Sequence[Clause], mentions: Mentions) -> Iterator[Relation]:
    predicates = Predicates(tree, clauses)
    for clause in clauses:
        yield from _of_clause(tree, clause, mentions, predicates)
    for subject, predicate, object, rule in nominals(tree):
        if set(subject) & set(object):
            continue
        yield Relation(
            "open",
            mentions.of(tree, subject),
            mentions.of(tree, predicate) if predicate else Implied(),
            mentions.of(tree, object, says=not predicate),
            tree.number,
            rule,
            IMPLIED,
        )


def _of_clause(
    tree: Tree, clause: Clause, mentions: Mentions, predicates: Predicates
) -> Iterator[Relation]:
    subject = predicates.subject(clause)
    if subject is None or bare(tree, clause.head):
        return
    if denied_content(tree, clause.head):
        return  # what is denied is written as the content of the denial only
    subjects = _subjects(tree, clause, subject)
    linked = bool(clause.chain.links) or subject != clause.subject
    for argument in predicates.arguments(clause):
        score = SCORES[argument.role] - LINKED * linked
        for head, words in _ends(tree, clause, argument):
            predicate = predicates.of(clause, argument, words)
            found = [(predicate, words, score, f"open:{argument.role}")]
            if argument.role in NAMING and follows(clause, argument, words):
                found += [
                    (inner, end, NESTED - DEEPER * depth, "open:nested")
                    for inner, end, depth in complements(tree, predicates, predicate, head, words)
                ]
            for predicate, words, sure, rule in found:
                for who in subjects:
                    if set(words) & set(who):
                        continue
                    rest = tuple(word for word in predicate if word not in {*words, *who})
                    if not rest:
                        continue
                    if clause.negated and not shows_denial(tree, (*who, *rest, *words)):
                        continue
                    yield Relation(
                        "open",
                        mentions.of(tree, who),
                        mentions.of(tree, rest),
                        mentions.of(tree, words, says=argument.role == "attribute"),
                        tree.number,
                        rule,
                        round(sure, 2),
                    )


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
    ends = []
    for end, words in found:
        kept = tuple(word for word in words if word not in marker)
        if (
            marker
            and not follows(clause, argument, kept or (end,))
            and tree.heads[argument.marker[0]] == head
        ):
            kept = tuple(sorted({*kept, *marker}))
        ends.append((end, kept))
    return [(end, words) for end, words in ends if words]
