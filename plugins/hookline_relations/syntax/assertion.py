"""Tell what a sentence asserts from what it denies, supposes, plans, wishes or asks."""

from __future__ import annotations

from collections.abc import Iterable

from hookline_relations.syntax.phrases import NEGATIONS, negation
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.verb_groups import Chain, condition, joined_by, not_yet
from hookline_relations.syntax.vocabulary import (
    ACCUSING,
    BARE_INFINITIVE,
    CHARGES,
    DENIALS,
    DOUBTED,
    DOUBTFUL,
    FACTIVE,
    FUTURE,
    HEDGES,
    IMPLICATIVE,
    MODALS,
    NONE,
    NOWISE,
)

__all__ = ["asserted", "bare", "denied_content", "shows_denial"]

CONTENT = frozenset({"ccomp", "xcomp", "csubj", "acl"})
INSTEAD = frozenset({"without", "nor", "instead", "rather"})
SHOWN = NEGATIONS | NONE | INSTEAD | DENIALS | {"yet", "longer"}
FINITE_EMBEDDING = frozenset({"ccomp", "xcomp", "advcl", "parataxis"})


def asserted(
    tree: Tree, index: int, chain: Chain, subject: int | None = None
) -> tuple[bool, bool, bool]:
    """
    Return whether a clause is negated, whether it is only possible, and whether it is to come.

    `subject` is what it is about, also where another clause lends it: "nobody" denies all of them.
    """
    verbs = (*chain.links, index)
    negated = any(_negated(tree, verb) for verb in verbs)
    negated = negated or (subject is not None and _none(tree, subject))
    negated = negated or any(negation(tree, word) for word in chain.words)
    if tree.base(index) == "conj" and joined_by(tree, index) & {"or", "nor"}:
        negated = negated or _adverb(tree, tree.heads[index])
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


def denied_content(tree: Tree, index: int) -> bool:
    """Return whether a clause is the content of a denial, so that its own words do not show it."""
    while tree.base(index) == "conj" and tree.heads[index] >= 0:
        index = tree.heads[index]
    head = tree.heads[index]
    if head < 0 or tree.base(index) == "xcomp":
        return False
    told = tree.base(index) == "ccomp" and tree.lemmas[head] in DENIALS | {"doubt"}
    return told or _content_denied(tree, index)


def shows_denial(tree: Tree, words: Iterable[int]) -> bool:
    """Return whether one of these words denies something."""
    return any(tree.lemmas[word] in SHOWN or tree.words[word].text == "longer" for word in words)


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
        if base in ("nsubj", "obj") and _none(tree, child):
            return True
        # "For no reason" and "with no help" deny something else than the clause.
        denying = lemma in NOWISE or tree.preposition(child) == "by"
        if base == "obl" and denying and _none(tree, child):
            return True
        if base in ("mark", "cc", "case") and lemma in INSTEAD:
            return True
        if not_yet(tree, child):
            return True
    return _adverb(tree, verb)


def _adverb(tree: Tree, verb: int) -> bool:
    """Return whether an adverb denies the verb: "not", "hardly ever", "no longer"."""
    return any(
        negation(tree, word) or tree.words[word].text.lower() == "longer"
        for child in tree.kids(verb, "advmod")
        for word in (child, *tree.kids(child, "advmod"))
    )


def _none(tree: Tree, index: int) -> bool:
    """Return whether a noun or pronoun stands for nothing: "nobody", "no one", "neither A nor B"."""
    return tree.lemmas[index] in NONE or any(
        tree.lemmas[child] in NONE for child in tree.kids(index, "det", "cc", "advmod")
    )


def _embedded(tree: Tree, index: int, chain: Chain) -> bool:
    """Return whether the clause is the content of a wish, a claim, a plan or a purpose."""
    top = chain.links[0] if chain.links else index
    while tree.base(top) == "conj" and tree.heads[top] >= 0:
        top = tree.heads[top]
    head = tree.heads[top]
    base = tree.base(top)
    if base in ("ccomp", "xcomp") and head >= 0 and tree.lemmas[head] in DOUBTFUL | DENIALS:
        return True
    if base == "xcomp" and head >= 0 and tree.lemmas[head] not in IMPLICATIVE and tree.verbal(top):
        return True
    if head >= 0 and (_content_denied(tree, top) or _charge(tree, top)):
        return True
    infinitive = any(tree.lemmas[child] == "to" for child in tree.kids(top, "mark"))
    return infinitive and base in ("advcl", "acl")


def _content_denied(tree: Tree, top: int) -> bool:
    """
    Return whether a clause is the content of what is denied or doubted.

    It hangs on a verb or an adjective ("nothing shows that", "it is not true that") or on a noun
    ("no proof that", "has shown no proof that", "the claim that").
    """
    head, base = tree.heads[top], tree.base(top)
    if base not in CONTENT:
        return False
    told = any(tree.lemmas[child] == "that" for child in tree.kids(top, "mark"))
    if base == "acl" and not told:
        return False
    if tree.lemmas[head] in DOUBTED and tree.tags[head] != "VERB":
        return True
    if base != "acl" and _negated(tree, head) and tree.lemmas[head] not in FACTIVE:
        return True
    if tree.tags[head] not in ("NOUN", "PRON"):
        return False
    above = tree.heads[head]
    return _none(tree, head) or (above >= 0 and tree.verbal(above) and _negated(tree, above))


def _charge(tree: Tree, top: int) -> bool:
    """Return whether a clause is what someone is accused of."""
    marks = {tree.lemmas[child] for child in tree.kids(top, "mark", "case")}
    return tree.lemmas[tree.heads[top]] in ACCUSING and bool(marks & CHARGES)


def _question(tree: Tree, index: int) -> bool:
    at = index
    while tree.heads[at] >= 0 and tree.base(at) in FINITE_EMBEDDING | {"conj"}:
        at = tree.heads[at]
    return tree.heads[at] < 0 and tree.words[-1].text in ("?", "?!", "?”", '?"')
