"""Find the complements of a noun: "a founding justice of | the High Court of | Australia"."""

from __future__ import annotations

from collections.abc import Iterator

from hookline_relations.open.predicates import PredicateBuilder
from hookline_relations.syntax.phrases import conjuncts, follows_comma, phrase, shows_negation
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["complements"]

MAX_DEPTH = 3
# Prepositions that list members of a group or compare.
NON_COMPLEMENTS = frozenset({"including", "such as", "like", "than", "as", "according to"})

Complement = tuple[tuple[int, ...], tuple[int, ...], int]
"""The words of the predicate, those of the object, and the depth."""


def complements(
    tree: SentenceTree,
    predicates: PredicateBuilder,
    predicate: tuple[int, ...],
    head: int,
    words: tuple[int, ...],
    depth: int = 0,
) -> Iterator[Complement]:
    """
    Yield the complements of a noun, each followed by its own.

    The predicate is extended by the words of the noun up to the complement. `words` are those of the
    noun's phrase, without which a complement does not count.
    """
    if depth == MAX_DEPTH:
        return
    phrase_words = set(words)
    for child in tree.children[head]:
        of_adjective = tree.base(child) == "obl" and tree.tags[head] == "ADJ"
        if child < head or (child not in phrase_words and not of_adjective):
            continue
        marker = tree.case(child)
        if marker and (tree.base(child) == "nmod" or of_adjective):
            if tree.preposition(child) in NON_COMPLEMENTS or not tree.nominal(child):
                continue
            if marker[0] < head or not tree.words[marker[0]].text.isalpha():
                continue
            before = tuple(
                sorted({*predicate, *(word for word in words if word < marker[0]), *marker})
            )
            joined = tree.preposition(child) == "between"
            for noun in (child,) if joined else conjuncts(tree, child, always=True):
                if noun != child and tree.case(noun):
                    continue
                object = phrase(tree, noun, joined=joined)
                object = tuple(word for word in object if word not in marker)
                if object and object[0] > marker[-1]:
                    yield before, object, depth
                    yield from complements(tree, predicates, before, noun, object, depth + 1)
        elif (
            tree.base(child) == "acl"
            and tree.dependents(child, "mark")
            and not follows_comma(tree, child)
        ):
            yield from _clause(tree, predicates, predicate, words, child, depth)


def _clause(
    tree: SentenceTree,
    predicates: PredicateBuilder,
    predicate: tuple[int, ...],
    words: tuple[int, ...],
    child: int,
    depth: int,
) -> Iterator[Complement]:
    """Yield the objects of an infinitive or gerund that completes a noun: "ability to project"."""
    marks = [
        mark
        for mark in tree.dependents(child, "mark")
        if tree.lemmas[mark] != "that" and mark < child
    ]
    if not marks or tree.dependents(child, "nsubj"):
        return
    noun_words = {*predicate, *(word for word in words if word < min(marks))}
    for verb in (child, *tree.dependents(child, "conj")):
        clause = predicates.clause(verb)
        if clause is None or tree.dependents(verb, "nsubj") or shows_negation(tree, clause.group):
            continue
        before = {*noun_words, *(tree.dependents(verb, "mark") or marks), *clause.group}
        for argument in predicates.arguments(clause):
            if argument.role not in ("object", "oblique") or argument.head < verb:
                continue
            for noun in conjuncts(tree, argument.head, always=True):
                if noun != argument.head and tree.case(noun):
                    continue
                object = tuple(word for word in phrase(tree, noun) if word not in argument.marker)
                if not object:
                    continue
                inner = {*predicates.words(clause, argument, object)} - {*marks}
                outer = tuple(sorted((before | inner) - {*object}))
                yield outer, object, depth
                yield from complements(tree, predicates, outer, noun, object, depth + 1)
