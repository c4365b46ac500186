"""Tell what a sentence asserts from what it denies, supposes, plans, wishes or asks."""

from __future__ import annotations

from hookline_relations.groups import Chain, condition
from hookline_relations.lexicon import (
    BARE_INFINITIVE,
    DENIALS,
    DOUBTFUL,
    FUTURE,
    HEDGES,
    IMPLICATIVE,
    MODALS,
    NONE,
)
from hookline_relations.phrases import NEGATIONS
from hookline_relations.tree import Tree

__all__ = ["asserted", "bare"]

FINITE_EMBEDDING = frozenset({"ccomp", "xcomp", "advcl", "parataxis"})


def asserted(tree: Tree, index: int, chain: Chain) -> tuple[bool, bool, bool]:
    """Return whether a clause is negated, whether it is only possible, and whether it is to come."""
    verbs = (*chain.links, index)
    negated = any(_negated(tree, verb) for verb in verbs)
    possible = planned = False
    for verb in verbs:
        lemmas = {tree.lemmas[child] for child in tree.kids(verb, "aux")} | {
            tree.lemmas[word] for word in chain.words if tree.base(word) == "aux"
        }
        possible = possible or bool(lemmas & MODALS)
        planned = planned or bool(lemmas & FUTURE)
        possible = possible or condition(tree, verb) is not None
        possible = possible or any(
            tree.lemmas[child] in HEDGES for child in tree.kids(verb, "advmod")
        )
    for verb in chain.links:
        negated = negated or tree.lemmas[verb] in DENIALS
        possible = possible or tree.lemmas[verb] not in IMPLICATIVE | DENIALS
    possible = (
        possible or bare(tree, index) or _embedded(tree, index, chain) or _question(tree, index)
    )
    return negated, possible, planned


def bare(tree: Tree, index: int) -> bool:
    """
    Return whether an infinitive has lost what it depends on: it is no statement by itself.

    "Help them win" and "let them win" are, and so is what has a subject of its own.
    """
    if tree.words[index].xpos != "VB" or tree.kids(index, "nsubj", "aux", "mark", "cop"):
        return False
    head = tree.heads[index]
    return head >= 0 and tree.lemmas[head] not in BARE_INFINITIVE and tree.base(index) != "conj"


def _negated(tree: Tree, verb: int) -> bool:
    for child in tree.children[verb]:
        base, lemma = tree.base(child), tree.lemmas[child]
        if base == "advmod" and (lemma in NEGATIONS or tree.words[child].text.lower() == "longer"):
            return True
        if base in ("nsubj", "obj") and (
            lemma in NONE or any(tree.lemmas[det] in NONE for det in tree.kids(child, "det"))
        ):
            return True
        if base in ("mark", "cc", "case") and lemma in ("without", "nor"):
            return True
    return False


def _embedded(tree: Tree, index: int, chain: Chain) -> bool:
    """Return whether the clause is the content of a wish, a claim, a plan or a purpose."""
    top = chain.links[0] if chain.links else index
    while tree.base(top) == "conj" and tree.heads[top] >= 0:
        top = tree.heads[top]
    head = tree.heads[top]
    base = tree.base(top)
    if base in ("ccomp", "xcomp") and head >= 0:
        return tree.lemmas[head] in DOUBTFUL | DENIALS or (
            base == "xcomp" and tree.lemmas[head] not in IMPLICATIVE and tree.verbal(top)
        )
    infinitive = any(tree.lemmas[child] == "to" for child in tree.kids(top, "mark"))
    return infinitive and base in ("advcl", "acl")


def _question(tree: Tree, index: int) -> bool:
    at = index
    while tree.heads[at] >= 0 and tree.base(at) in FINITE_EMBEDDING | {"conj"}:
        at = tree.heads[at]
    return tree.heads[at] < 0 and tree.words[-1].text in ("?", "?!", "?”", '?"')
