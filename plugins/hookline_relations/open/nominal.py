"""
Find what noun phrases say without a verb: appositions, titles, possessors, "including".

Nominal relations in the manner of ReNoun and MinIE (Yahya et al. 2014; Gashteovski, Gemulla and
Del Corro 2017).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hookline_relations.mentions.names import name_words, title_words
from hookline_relations.syntax.phrases import conjuncts, phrase
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import ADDRESS

__all__ = ["Nominal", "nominals"]

PLURALS = frozenset({"NNS", "NNPS"})
NUMERIC = frozenset({"DATE", "MONEY"})
# A place after a comma is where the first one is, not what it is.
SAME_KIND = frozenset({"LOC", "PERSON", "FAC", "NORP"})
NAMING_SOME = frozenset({"including", "such as"})
CONTAINING = frozenset({"of", "including", "such as", "like", "than", "as"})


class Nominal(NamedTuple):
    """A relation of a noun phrase: words of both ends and of the predicate (none: "is" is implied)."""

    subject: tuple[int, ...]
    predicate: tuple[int, ...]
    object: tuple[int, ...]
    rule: str


def nominals(tree: Tree) -> Iterator[Nominal]:
    """Yield the relations that the noun phrases of a sentence express."""
    for index in range(len(tree)):
        if tree.base(index) == "appos" and tree.heads[index] >= 0:
            yield from _apposition(tree, tree.heads[index], index)
        elif tree.base(index) in ("nmod", "obl") and tree.heads[index] >= 0:
            yield from _included(tree, tree.heads[index], index)
            yield from _possessed(tree, tree.heads[index], index)
    yield from _titles(tree)


def _titles(tree: Tree) -> Iterator[Nominal]:
    seen: set[int] = set()
    for index in range(len(tree)):
        entity = tree.entity[index]
        if entity is None or entity in seen or tree.entities[entity].label != "PERSON":
            continue
        seen.add(entity)
        name = name_words(tree, index)
        title = title_words(tree, name[0])
        if title and tree.words[title[-1]].xpos not in PLURALS:
            yield Nominal(name, (), title, "open:title")
    for index in range(len(tree)):
        if tree.rels[index] != "nmod:desc" or tree.heads[index] < index:
            continue
        head = tree.heads[index]
        if tree.entity[head] is None and tree.lemmas[index] not in ADDRESS:
            yield Nominal(name_words(tree, head), (), phrase(tree, index), "open:title")


def _apposition(tree: Tree, first: int, second: int) -> Iterator[Nominal]:
    labels = tree.label(first), tree.label(second)
    if not tree.nominal(first) or not tree.nominal(second) or tree.tags[second] in ("NUM", "SYM"):
        return
    if tree.kids(first, "nummod") and tree.kids(second, "nummod"):
        return
    if labels[0] != "PERSON" and _listed(tree, second):
        return
    if NUMERIC & {*labels} or (None not in labels and SAME_KIND & {*labels}):
        return
    if tree.entity[first] is not None and tree.entity[first] == tree.entity[second]:
        return
    named_last = labels[0] is None and (
        labels[1] == "PERSON" or (tree.tags[first] != "PROPN" and tree.tags[second] == "PROPN")
    )
    subject, object = (second, first) if named_last else (first, second)
    for end in conjuncts(tree, subject) if subject == second else (subject,):
        for said in conjuncts(tree, object, always=True) if object == second else (object,):
            yield Nominal(phrase(tree, end), (), phrase(tree, said), "open:apposition")


def _listed(tree: Tree, index: int) -> bool:
    """Return whether the phrase is rather one of a list: a comma and "and" follow it."""
    after = [word.text for word in tree.words[max(tree.subtree(index)) + 1 :][:2]]
    return len(after) == 2 and after[0] == "," and after[1] in ("and", "or")


def _included(tree: Tree, head: int, index: int) -> Iterator[Nominal]:
    marker = tree.case(index)
    if not marker or tree.preposition(index) not in NAMING_SOME:
        return
    whole = head if tree.base(index) == "nmod" else tree.kid(head, "obj")
    if whole is None or (index in tree.subtree(whole) - {index} and whole != head):
        return
    for end in conjuncts(tree, index):
        yield Nominal(phrase(tree, whole), marker, phrase(tree, end), "open:including")


def _possessed(tree: Tree, head: int, index: int) -> Iterator[Nominal]:
    """Yield "Japan | relations with | China" from "Japan's relations with China"."""
    marker = tree.case(index)
    if (
        tree.base(index) != "nmod"
        or not marker
        or tree.preposition(index) in CONTAINING
        or index < head
    ):
        return
    owner = tree.kid(head, "nmod:poss")
    if owner is None or tree.label(owner) in (None, *NUMERIC) or tree.tags[head] != "NOUN":
        return
    ends = [end for end in conjuncts(tree, index) if tree.entity[end] is not None]
    for end in ends:
        if tree.label(end) not in NUMERIC:
            yield Nominal(
                phrase(tree, owner), (head, *marker), phrase(tree, end), "open:possessive"
            )
