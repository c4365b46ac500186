"""Follow a noun into its complements: "a founding justice of | the High Court of | Australia"."""

from __future__ import annotations

from collections.abc import Iterator

from hookline_relations.open.predicates import Predicates
from hookline_relations.syntax.phrases import after_comma, conjuncts, phrase
from hookline_relations.syntax.tree import Tree

__all__ = ["complements"]

DEEPEST = 3
# Prepositions that list members of a group, or compare.
LISTING = frozenset({"including", "such as", "like", "than", "as", "according to"})

Inner = tuple[tuple[int, ...], tuple[int, ...], int]


def complements(
    tree: Tree,
    predicates: Predicates,
    predicate: tuple[int, ...],
    head: int,
    words: tuple[int, ...],
    depth: int = 0,
) -> Iterator[Inner]:
    """
    Yield predicate, object and depth for each complement of a noun, and for theirs in turn.

    The predicate grows by the words of the noun up to the complement. `words` are those of the noun's
    phrase; a complement that is not among them has been found to be no part of it.
    """
    if depth == DEEPEST:
        return
    inside = set(words)
    for child in tree.children[head]:
        taken = tree.base(child) == "obl" and tree.tags[head] == "ADJ"
        if child < head or (child not in inside and not taken):
            continue
        marker = tree.case(child)
        if marker and (tree.base(child) == "nmod" or taken):
            if tree.preposition(child) in LISTING or not tree.nominal(child):
                continue
            if marker[0] < head or not tree.words[marker[0]].text.isalpha():
                continue
            before = tuple(
                sorted({*predicate, *(word for word in words if word < marker[0]), *marker})
            )
            joined = tree.preposition(child) == "between"
            ends = (
                [child]
                if joined
                else [
                    end
                    for end in conjuncts(tree, child, always=True)
                    if end == child or not tree.case(end)
                ]
            )
            for end in ends:
                found = phrase(tree, end, joined=joined)
                found = tuple(word for word in found if word not in marker)
                if found and found[0] > marker[-1]:
                    yield before, found, depth
                    yield from complements(tree, predicates, before, end, found, depth + 1)
        elif (
            tree.base(child) == "acl" and tree.kids(child, "mark") and not after_comma(tree, child)
        ):
            yield from _clause(tree, predicates, predicate, words, child, depth)


def _clause(
    tree: Tree,
    predicates: Predicates,
    predicate: tuple[int, ...],
    words: tuple[int, ...],
    child: int,
    depth: int,
) -> Iterator[Inner]:
    """Yield the objects of an infinitive or gerund that completes a noun: "ability to project"."""
    marks = [
        mark for mark in tree.kids(child, "mark") if tree.lemmas[mark] != "that" and mark < child
    ]
    if not marks or tree.kids(child, "nsubj"):
        return
    noun = {*predicate, *(word for word in words if word < min(marks))}
    for verb in (child, *tree.kids(child, "conj")):
        clause = predicates.clause(verb)
        if clause is None or tree.kids(verb, "nsubj") or clause.negated:
            continue
        own = tree.kids(verb, "mark") or marks
        before = {*noun, *own, *clause.group}
        for argument in predicates.arguments(clause):
            if argument.role not in ("object", "oblique") or argument.head < verb:
                continue
            for end in conjuncts(tree, argument.head, always=True):
                if end != argument.head and tree.case(end):
                    continue
                found = tuple(word for word in phrase(tree, end) if word not in {*argument.marker})
                if not found:
                    continue
                led = {*predicates.of(clause, argument, found)} - {*marks}
                outer = tuple(sorted(({*before} | led) - {*found}))
                yield outer, found, depth
                yield from complements(tree, predicates, outer, end, found, depth + 1)
