"""Find the words that fill the roles of a rule around a verb."""

from __future__ import annotations

from typing import NamedTuple

from hookline_relations.mentions.names import name_words
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import conjuncts
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["RoleFiller", "conjunct_fillers", "prepositional_fillers", "verb_fillers"]

EXAMPLES = frozenset({"including", "such", "such as", "like"})
"""Prepositions of the names that are among those of a plural."""


class RoleFiller(NamedTuple):
    """A word that fills a role; `marker` holds the words of its preposition."""

    head: int
    marker: tuple[int, ...] = ()


def conjunct_fillers(
    tree: SentenceTree, head: int, marker: tuple[int, ...] = ()
) -> list[RoleFiller]:
    """
    Return a filler for a word and for each of its conjuncts.

    Of "her sons Bob and Cy" the names after the first are fillers, too, and all names of "rivals
    such as Acme and Bolt".
    """
    heads = conjuncts(tree, head, always=True)
    names = [
        name
        for word in heads
        if tree.words[word].xpos == "NNS"
        for first in tree.dependents(word, "appos")[:1]
        if tree.entity_of[first] is not None
        for name in conjuncts(tree, first, always=True)[1:]
    ]
    examples = [
        name
        for word in heads
        if tree.words[word].xpos == "NNS" and tree.entity_of[word] is None
        for child in tree.dependents(word, "nmod")
        if tree.entity_of[child] is not None and tree.preposition(child) in EXAMPLES
        for name in conjuncts(tree, child, always=True)
    ]
    return [RoleFiller(word, marker) for word in dict.fromkeys((*heads, *names, *examples))]


def prepositional_fillers(tree: SentenceTree, index: int, preposition: str) -> list[RoleFiller]:
    """Return the complements of a noun that this preposition introduces."""
    return [
        filler
        for child in tree.dependents(index, "nmod", "obl")
        if tree.preposition(child) == preposition and child not in tree.excluded
        for filler in conjunct_fillers(tree, child, tree.case(child))
    ]


def verb_fillers(
    tree: SentenceTree, clause: Clause, role: str, governed: int | None
) -> list[RoleFiller]:
    """
    Return what fills a role of a verb; `governed` is its object where that is part of the trigger.

    `agent` and `patient` are the same whether the clause is active or passive.
    """
    if role in ("agent", "patient"):
        fillers: list[RoleFiller] = []
        name = _name_before(tree, clause)
        if name is not None and (role == "patient") == clause.passive:
            fillers += conjunct_fillers(tree, name)
        elif clause.subject is not None and (role == "patient") == clause.passive:
            told = tree.base(clause.head) == "acl" and clause.subject < clause.head
            fillers += [
                filler
                for filler in conjunct_fillers(tree, clause.subject)
                if not told or filler.head < clause.head  # "Acme, led by Ann, and Bolt"
            ]
        for argument in clause.arguments:
            if role == "agent" and clause.passive and argument.preposition == "by":
                fillers += conjunct_fillers(tree, argument.head, argument.marker)
            if role == "patient" and not clause.passive and argument.role == "object":
                fillers += conjunct_fillers(tree, argument.head)
        return fillers
    if role == "make":
        return _makers(tree, clause)
    fillers = [
        filler
        for argument in clause.arguments
        if role in (argument.role, argument.preposition)
        for filler in conjunct_fillers(tree, argument.head, argument.marker)
    ]
    if governed is not None:
        fillers += prepositional_fillers(tree, governed, role)
    elif role not in ("attribute", "time", "recipient"):
        # Parsers often attach "with China" to the object of the verb.
        for argument in clause.arguments:
            if argument.role == "object" and tree.entity_of[argument.head] is None:
                fillers += prepositional_fillers(tree, argument.head, role)
    return fillers


def _name_before(tree: SentenceTree, clause: Clause) -> int | None:
    """
    Return the name that a clause follows with a comma, where a parser gives it to another noun.

    "scored 31 points for the Lakers, who beat Denver", "fought UNITA, led by Ann Lee".
    """
    first = clause.head
    if tree.rels[first] == "acl:relcl":
        first = next(iter(tree.dependents(first, "nsubj")), first)
        if (
            tree.lemmas[first] not in ("who", "which")
            or tree.tags[tree.heads[clause.head]] == "PROPN"
        ):
            return None
    elif not clause.passive or tree.base(first) not in ("acl", "advcl"):
        return None
    comma = first - 1
    if comma < 1 or tree.words[comma].text != "," or tree.label(comma - 1) not in ("ORG", "MISC"):
        return None
    name = tree.head_of(name_words(tree, comma - 1))
    return None if name == clause.subject or tree.heads[first] == name else name


def _makers(tree: SentenceTree, clause: Clause) -> list[RoleFiller]:
    """Return whose product an object is: "ordered 30 of Boeing's jets"."""
    makers: list[int] = []
    for argument in clause.arguments:
        if argument.role == "object":
            below = (argument.head, *tree.dependents(argument.head, "nmod"))
            for noun in below:
                makers += [
                    child
                    for child in tree.dependents(noun, "nmod:poss", "compound")
                    if tree.entity_of[child] not in (None, tree.entity_of[noun])
                ]
    return [RoleFiller(maker) for maker in makers]
