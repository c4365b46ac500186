"""Detect what a sentence negates, supposes, plans, wishes or asks rather than asserts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hookline_relations.syntax.phrases import NEGATIONS, is_negation, quantifier_negation
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.verb_groups import (
    VerbChain,
    condition,
    conjunctions,
    is_not_yet,
)
from hookline_relations.syntax.vocabulary import (
    ACCUSING,
    BARE_INFINITIVE,
    CHARGE_MARKERS,
    FACTIVE,
    FUTURE,
    HEDGES,
    IMPLICATIVE,
    MODALS,
    NEGATING_NOUNS,
    NEGATIVE_QUANTIFIERS,
    NEGATIVE_VERBS,
    NONASSERTIVE,
    NONASSERTIVE_HEADS,
)

__all__ = [
    "Assertion",
    "assertion",
    "is_bare_infinitive",
    "is_negated_content",
    "is_question",
    "shows_negation",
]

COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj", "acl"})
INSTEAD = frozenset({"without", "nor", "instead", "rather"})
NEGATIVE_WORDS = NEGATIONS | NEGATIVE_QUANTIFIERS | INSTEAD | NEGATIVE_VERBS | {"yet", "longer"}
FINITE_EMBEDDING = frozenset({"ccomp", "xcomp", "advcl", "parataxis"})


class Assertion(NamedTuple):
    """Whether a clause is negated, only possible (or asked for, or asked about), or in the future."""

    negated: bool
    possible: bool
    planned: bool


def assertion(
    tree: SentenceTree, index: int, chain: VerbChain, subject: int | None = None
) -> Assertion:
    """
    Return how far a clause is asserted.

    `subject` is its subject, also where another clause shares it: "nobody" negates each of them.
    """
    verbs = (*chain.links, index)
    negated = any(_is_negated(tree, verb) for verb in verbs)
    negated = negated or (subject is not None and _is_negative(tree, subject))
    negated = negated or any(is_negation(tree, word) for word in chain.words)
    if tree.base(index) == "conj" and conjunctions(tree, index) & {"or", "nor"}:
        negated = negated or _has_negative_adverb(tree, tree.heads[index])
    possible = planned = False
    for verb in verbs:
        lemmas = {tree.lemmas[child] for child in tree.dependents(verb, "aux")} | {
            tree.lemmas[word] for word in chain.words if tree.base(word) == "aux"
        }
        possible = possible or bool(lemmas & MODALS)
        planned = planned or bool(lemmas & FUTURE)
        possible = possible or condition(tree, verb) is not None
        possible = possible or any(
            tree.lemmas[child] in HEDGES for child in tree.dependents(verb, "advmod")
        )
    for verb in chain.links:
        negated = negated or tree.lemmas[verb] in NEGATIVE_VERBS
        possible = possible or tree.lemmas[verb] not in IMPLICATIVE | NEGATIVE_VERBS
    possible = (
        possible
        or is_bare_infinitive(tree, index)
        or _is_embedded(tree, index, chain)
        or is_question(tree, index)
    )
    return Assertion(negated, possible, planned)


def is_negated_content(tree: SentenceTree, index: int) -> bool:
    """Return whether a clause is negated by the clause above it, which its own words do not show."""
    while tree.base(index) == "conj" and tree.heads[index] >= 0:
        index = tree.heads[index]
    head = tree.heads[index]
    if head < 0 or tree.base(index) == "xcomp":
        return False
    denied = tree.base(index) == "ccomp" and tree.lemmas[head] in NEGATIVE_VERBS | {"doubt"}
    return denied or _is_denied_complement(tree, index)


def shows_negation(tree: SentenceTree, words: Iterable[int]) -> bool:
    """Return whether one of these words negates."""
    return any(
        tree.lemmas[word] in NEGATIVE_WORDS or tree.words[word].text == "longer" for word in words
    )


def is_bare_infinitive(tree: SentenceTree, index: int) -> bool:
    """
    Return whether a clause is an infinitive without "to", auxiliary or subject: no statement.

    The infinitive of "help them win" or "let them win" is a statement.
    """
    if tree.words[index].xpos != "VB" or tree.dependents(index, "nsubj", "aux", "mark", "cop"):
        return False
    head = tree.heads[index]
    return head >= 0 and tree.lemmas[head] not in BARE_INFINITIVE and tree.base(index) != "conj"


def _is_negated(tree: SentenceTree, verb: int) -> bool:
    for child in tree.children[verb]:
        base, lemma = tree.base(child), tree.lemmas[child]
        if base in ("nsubj", "obj") and _is_negative(tree, child):
            return True
        # "For no reason" and "with no help" do not negate the clause.
        negating = lemma in NEGATING_NOUNS or tree.preposition(child) == "by"
        if base == "obl" and negating and _is_negative(tree, child):
            return True
        if base in ("mark", "cc", "case") and lemma in INSTEAD:
            return True
        if is_not_yet(tree, child):
            return True
    return _has_negative_adverb(tree, verb)


def _has_negative_adverb(tree: SentenceTree, verb: int) -> bool:
    """Return whether an adverb negates the verb: "not", "hardly ever", "no longer"."""
    return any(
        is_negation(tree, word) or tree.words[word].text.lower() == "longer"
        for child in tree.dependents(verb, "advmod")
        for word in (child, *tree.dependents(child, "advmod"))
    )


def _is_negative(tree: SentenceTree, index: int) -> bool:
    """Return whether a noun or pronoun is negative: "nobody", "no one", "neither A nor B"."""
    if quantifier_negation(tree, index) is not None:
        return True
    return tree.lemmas[index] in NEGATIVE_QUANTIFIERS or any(
        tree.lemmas[child] in NEGATIVE_QUANTIFIERS
        for child in tree.dependents(index, "det", "cc", "advmod")
    )


def _is_embedded(tree: SentenceTree, index: int, chain: VerbChain) -> bool:
    """Return whether the clause is the content of a wish, a claim, a plan or a purpose."""
    top = chain.links[0] if chain.links else index
    while tree.base(top) == "conj" and tree.heads[top] >= 0:
        top = tree.heads[top]
    head = tree.heads[top]
    base = tree.base(top)
    if (
        base in ("ccomp", "xcomp")
        and head >= 0
        and tree.lemmas[head] in NONASSERTIVE | NEGATIVE_VERBS
    ):
        return True
    if base == "xcomp" and head >= 0 and tree.lemmas[head] not in IMPLICATIVE and tree.verbal(top):
        return True
    if head >= 0 and (_is_denied_complement(tree, top) or _is_charge(tree, top)):
        return True
    infinitive = any(tree.lemmas[child] == "to" for child in tree.dependents(top, "mark"))
    return infinitive and base in ("advcl", "acl")


def _is_denied_complement(tree: SentenceTree, top: int) -> bool:
    """
    Return whether a clause is the complement of something negated or doubted.

    That is a verb or an adjective ("nothing shows that", "it is not true that") or a noun ("no proof
    that", "has shown no proof that", "the claim that").
    """
    head, base = tree.heads[top], tree.base(top)
    if base not in COMPLEMENTS:
        return False
    has_that = any(tree.lemmas[child] == "that" for child in tree.dependents(top, "mark"))
    if base == "acl" and not has_that:
        return False
    if tree.lemmas[head] in NONASSERTIVE_HEADS and tree.tags[head] != "VERB":
        return True
    if base != "acl" and _is_negated(tree, head) and tree.lemmas[head] not in FACTIVE:
        return True
    if tree.tags[head] not in ("NOUN", "PRON"):
        return False
    above = tree.heads[head]
    return _is_negative(tree, head) or (
        above >= 0 and tree.verbal(above) and _is_negated(tree, above)
    )


def _is_charge(tree: SentenceTree, top: int) -> bool:
    """Return whether a clause is the act that someone is accused of."""
    marks = {tree.lemmas[child] for child in tree.dependents(top, "mark", "case")}
    return tree.lemmas[tree.heads[top]] in ACCUSING and bool(marks & CHARGE_MARKERS)


def is_question(tree: SentenceTree, index: int) -> bool:
    top = index
    while tree.heads[top] >= 0 and tree.base(top) in FINITE_EMBEDDING | {"conj"}:
        top = tree.heads[top]
    return tree.heads[top] < 0 and tree.words[-1].text in ("?", "?!", "?”", '?"')
