"""Find the arguments of a clause: objects, complements, reports, and what prepositions introduce."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookline_relations.syntax.phrases import RELATIVE
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.verb_groups import Chain
from hookline_relations.syntax.vocabulary import ADVERBIAL, ASIDES, PLACES

__all__ = ["Argument", "arguments", "relative"]

UNMARKED = frozenset({"obl:unmarked", "obl:tmod", "obl:npmod"})


class Argument(NamedTuple):
    """
    What a clause says about its subject.

    `role` is `object`, `recipient`, `attribute`, `time`, `report` or `oblique`; `marker` holds the
    words that introduce it and `preposition` their text.
    """

    role: str
    head: int
    marker: tuple[int, ...] = ()
    preposition: str = ""


def relative(tree: Tree, index: int) -> bool:
    """Return whether a word is a relative pronoun."""
    return tree.lemmas[index] in RELATIVE and tree.tags[index] in ("PRON", "DET")


def arguments(
    tree: Tree, index: int, chain: Chain, lent: Sequence[Argument], antecedent: int | None
) -> list[Argument]:
    """
    Return what a clause says, in the order of its words.

    `lent` holds the arguments of the clause above, of which a coordinated verb may share the object;
    `antecedent` is the noun that a relative clause is about.
    """
    if tree.tags[index] not in ("VERB", "AUX"):
        return _copular(tree, index, antecedent)
    found: list[Argument] = []
    for child in tree.children[index]:
        found.extend(_argument(tree, index, child, antecedent))
    if not any(argument.role == "object" for argument in found):
        found.extend(_missing_object(tree, index, chain, lent, antecedent))
    dates = {tree.entity[argument.head] for argument in found if argument.role != "time"} - {None}
    return [
        argument
        for argument in found
        if argument.role != "time" or tree.entity[argument.head] not in dates
    ]


def _argument(tree: Tree, index: int, child: int, antecedent: int | None) -> list[Argument]:
    rel, base = tree.rels[child], tree.base(child)
    referent = antecedent if antecedent is not None and relative(tree, child) else child
    if tree.lemmas[child] in ("what", "how", "why", "where", "when") and base != "ccomp":
        return []
    if base in ("obj", "iobj"):
        return [Argument("object" if base == "obj" else "recipient", referent)]
    if base == "xcomp" and not tree.verbal(child) and tree.tags[child] != "ADV":
        return [Argument("attribute", child, tree.case(child), tree.preposition(child))]
    if base == "ccomp":
        return [Argument("report", child)]
    if base == "obl":
        return _obliques(tree, child, referent)
    if base == "advmod" and tree.lemmas[child] in PLACES:
        return [Argument("time", child)]
    if rel == "nsubj" and tree.kids(index, "expl") and tree.lemmas[index] == "be":
        return [Argument("object", child)]
    return []


def _obliques(tree: Tree, child: int, referent: int) -> list[Argument]:
    """Return an oblique and those of its conjuncts that have a preposition of their own."""
    marker = tree.case(child)
    found: list[Argument] = []
    if not marker:
        # A bare place is a dateline ("BERLIN — …") and a bare number a score.
        unnamed = tree.label(child) is None and tree.tags[child] not in ("NUM", "ADV")
        timely = (tree.rels[child] in UNMARKED and unnamed) or tree.label(child) == "DATE"
        named = tree.tags[child] not in ("ADV", "PRON")
        return [Argument("time", child)] if timely and named else []
    if f"{tree.preposition(child)} {tree.lemmas[child]}" in ASIDES and not tree.kids(child, "det"):
        return []
    if tree.words[marker[0]].text.lower() not in ("according", "including"):
        found.append(Argument("oblique", referent, marker, tree.preposition(child)))
    found += [
        Argument("oblique", other, tree.case(other), tree.preposition(other))
        for other in tree.kids(child, "conj")
        if tree.case(other) and tree.nominal(other)
    ]
    return found


def _copular(tree: Tree, index: int, antecedent: int | None) -> list[Argument]:
    """Return what a copula says: a noun, a place, or an adjective with its complements."""
    marker = tree.case(index)
    found: list[Argument] = []
    if marker:
        return [Argument("oblique", index, marker, tree.preposition(index))]
    if tree.tags[index] in ("ADJ", "ADV"):
        for child in tree.kids(index, "obl"):
            referent = antecedent if antecedent is not None and relative(tree, child) else child
            found.extend(_obliques(tree, child, referent))
        found.extend(Argument("report", child) for child in tree.kids(index, "ccomp"))
    if not any(argument.head > index for argument in found):
        found.append(Argument("attribute", index))
    return found


def _missing_object(
    tree: Tree, index: int, chain: Chain, lent: Sequence[Argument], antecedent: int | None
) -> list[Argument]:
    """Return the object that a coordinated verb shares, or that a relative clause leaves out."""
    if lent and tree.base(index) == "conj":
        return [
            argument for argument in lent if argument.role == "object" and argument.head > index
        ]
    top = chain.links[0] if chain.links else index
    if antecedent is None or tree.rels[top] != "acl:relcl" or chain.passive:
        return []
    told = any(
        relative(tree, word) or tree.words[word].xpos == "WRB"
        for word in tree.subtree(top)
        if tree.heads[word] in (top, index)
    )
    told = told or any(tree.lemmas[word] == "whose" for word in tree.subtree(top))
    closed = tree.kids(index, "xcomp", "ccomp") or tree.kid(top, "nsubj") is None
    if told or closed or tree.lemmas[antecedent] in ADVERBIAL:
        return []
    stranded = [child for child in tree.kids(index, "obl") if tree.tags[child] == "ADP"]
    marker = tuple(stranded[:1])
    if marker:
        text = tree.words[marker[0]].text.lower()
        return [Argument("oblique", antecedent, marker, text)]
    return [Argument("object", antecedent)]
