"""Turn clauses and noun phrases into open relations: one for each subject and each argument."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline import Implied, Relation
from hookline_relations.arguments import Argument
from hookline_relations.assertion import bare, denied_content, shows_denial
from hookline_relations.clauses import Clause
from hookline_relations.mentions import Mentions
from hookline_relations.nominal import nominals
from hookline_relations.phrases import clause_words, conjuncts, phrase
from hookline_relations.tree import Tree

__all__ = ["open_relations"]

MOST_RELATIONS = 400
NEITHER = frozenset({"neither", "nor", "not"})
VERBAL = frozenset({"AUX", "VERB"})


def open_relations(tree: Tree, clauses: Sequence[Clause], mentions: Mentions) -> Iterator[Relation]:
    """Yield the open relations of a sentence: those of its clauses, then those of its nouns."""
    count = 0
    for clause in clauses:
        for relation in _of_clause(tree, clause, mentions):
            yield relation
            count += 1
            if count == MOST_RELATIONS:
                return
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
            0.8,
        )
        count += 1
        if count == MOST_RELATIONS:
            return


def _of_clause(tree: Tree, clause: Clause, mentions: Mentions) -> Iterator[Relation]:
    if clause.subject is None or bare(tree, clause.head):
        return
    if denied_content(tree, clause.head):
        return  # what is denied is written as the content of the denial only
    subjects = _subjects(tree, clause)
    for argument in clause.arguments:
        predicate = _predicate(tree, clause, argument)
        if not predicate:
            continue
        for words in _ends(tree, clause, argument):
            for subject in subjects:
                if set(words) & set(subject):
                    continue
                rest = tuple(word for word in predicate if word not in {*words, *subject})
                if not rest:
                    continue
                if clause.negated and not shows_denial(tree, (*subject, *rest, *words)):
                    continue
                yield Relation(
                    "open",
                    mentions.of(tree, subject),
                    mentions.of(tree, rest),
                    mentions.of(tree, words, says=argument.role == "attribute"),
                    tree.number,
                    f"open:{argument.role}",
                    0.9 if not clause.chain.links else 0.8,
                )


def _subjects(tree: Tree, clause: Clause) -> list[tuple[int, ...]]:
    assert clause.subject is not None
    if tree.base(clause.subject) == "csubj":
        return [clause_words(tree, clause.subject)]
    heads = conjuncts(tree, clause.subject)
    return [phrase(tree, head, joined=len(heads) == 1) for head in heads]


def _predicate(tree: Tree, clause: Clause, argument: Argument) -> tuple[int, ...]:
    """Return the words of the predicate for one argument: the verb group and its preposition."""
    words = {*clause.group, *argument.marker}
    for end in (clause.subject, argument.head):
        # The ends of "neither A nor B" are taken apart, and the denial must not be lost.
        if end is not None and tree.kids(end, "conj"):
            words |= {
                child for child in tree.kids(end, "cc", "det") if tree.lemmas[child] in NEITHER
            }
    if tree.tags[clause.head] not in VERBAL and argument.head != clause.head:
        words.add(clause.head)
    return tuple(sorted(words))


def _ends(tree: Tree, clause: Clause, argument: Argument) -> list[tuple[int, ...]]:
    head = argument.head
    if argument.role == "report":
        without = [clause.head] if clause.head in tree.subtree(head) else []
        words = clause_words(tree, head, without)
        words = tuple(word for word in words if word not in argument.marker)
        return [words] if len(words) > 1 else []
    if head == clause.head:
        heads = conjuncts(tree, head)
        return [phrase(tree, end, joined=len(heads) == 1) for end in heads]
    marker = set(argument.marker)
    if argument.preposition == "between":
        return [phrase(tree, head, joined=True)]
    heads = tuple(end for end in conjuncts(tree, head) if not tree.case(end) or end == head)
    together = len(heads) == 1 and not any(tree.case(end) for end in tree.kids(head, "conj"))
    found = [phrase(tree, end, joined=together) for end in heads]
    return [tuple(word for word in words if word not in marker) for words in found]
