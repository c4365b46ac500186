"""Collect the words of a verb group: auxiliaries, negation, particles and linked verbs."""

from __future__ import annotations

from typing import NamedTuple

from hookline_relations.syntax.phrases import is_negation
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import (
    ACCUSING,
    CHARGE_MARKERS,
    CONDITIONS,
    FALSEHOOD,
    INTRANSITIVE,
)

__all__ = ["VerbChain", "condition", "conjunctions", "is_not_yet", "verb_chain", "verb_group"]

MAX_LINKS = 5
LIGHT_MARKS = frozenset({"to", "by"})

# Adverbs that form one verb with the verb before them, as particles do.
PARTICLES = frozenset({"apart", "aside", "away", "back", "down", "off", "out", "together", "up"})

NEARNESS = frozenset({"close", "near", "short"})
"""Adverbs that say that an act did not come about: "stopped short of", "came close to"."""

GRANTING = frozenset({"award", "grant", "give", "offer", "deny", "assign", "allocate"})
"""Verbs that keep an object in the passive: "was given a prize"."""

NONFINITE_TAGS = frozenset({"VB", "VBG", "VBN"})


class VerbChain(NamedTuple):
    """
    The verbs that govern a verb and share its subject, outermost first: "agreed to" for "meet".

    `words` are the words of these verb groups; `passive` is the voice of the governed verb.
    """

    links: tuple[int, ...] = ()
    words: tuple[int, ...] = ()
    passive: bool = False


def verb_chain(tree: SentenceTree, index: int, governor: VerbChain | None) -> VerbChain:
    """Return the chain of a verb, given that of the clause that governs it."""
    base, head = tree.base(index), tree.heads[index]
    passive = _is_passive(tree, index)
    if governor is None or head < 0 or len(governor.links) >= MAX_LINKS:
        return VerbChain((), (), passive)
    if base == "conj" and not _has_subject(tree, index):
        return _shared_chain(tree, index, governor, passive)
    markers = tree.dependents(index, "mark", "case")
    lemmas = {tree.lemmas[marker] for marker in markers}
    accuses = tree.lemmas[head] in ACCUSING and governor.passive and lemmas & CHARGE_MARKERS
    if base == "xcomp":
        belongs_to_governor = governor.passive or not tree.dependents(head, "obj", "iobj")
    else:
        has_light_marker = (
            lemmas & LIGHT_MARKS
            and not governor.links
            and not _has_subject(tree, index)
            and index > head  # not "by helping Ann, they left"
        )
        belongs_to_governor = base == "advcl" and bool(accuses or has_light_marker)
    if not belongs_to_governor:
        return VerbChain((), (), passive)
    words = [*governor.words, *_group_words(tree, head)]
    if base == "advcl" and accuses:
        words += markers
    return VerbChain((*governor.links, head), tuple(words), passive)


def _has_subject(tree: SentenceTree, index: int) -> bool:
    return bool(tree.dependents(index, "nsubj", "csubj"))


def _shared_chain(tree: SentenceTree, index: int, governor: VerbChain, passive: bool) -> VerbChain:
    """Return the chain of a coordinated verb, which shares the words before the first one."""
    head = tree.heads[index]
    if tree.dependents(index, "aux") or tree.dependents(index, "cop"):
        words = () if _has_finite_auxiliary(tree, index) else governor.words
        return VerbChain(governor.links if words else (), words, passive)
    negations = [
        child
        for child in tree.dependents(head, "advmod")
        if is_negation(tree, child) and child < head
    ]
    same_form = tree.words[index].xpos in NONFINITE_TAGS and (
        tree.words[index].xpos == tree.words[head].xpos
    )
    if not same_form:
        shared = negations if conjunctions(tree, index) & {"or", "nor"} else []
        return VerbChain((), tuple(shared), passive)
    if conjunctions(tree, index) & {"but"}:
        negations = []
    active = governor.passive and _is_active(tree, index)
    shared = [
        child
        for child in tree.children[head]
        if (tree.base(child) == "aux" and not (active and tree.rels[child] == "aux:pass"))
        or (tree.lemmas[child] == "to" and tree.base(child) == "mark" and not _has_to(tree, index))
        or (
            tree.lemmas[child] in LIGHT_MARKS
            and tree.base(child) == "mark"
            and governor.links
            and not _has_to(tree, index)
        )
        or child in negations
    ]
    passive = passive or (governor.passive and tree.words[index].xpos == "VBN" and not active)
    return VerbChain(governor.links, (*governor.words, *shared), passive)


def _is_active(tree: SentenceTree, index: int) -> bool:
    """Return whether a form in "-ed" cannot share the "was" before it: "was born and studied"."""
    retained = tree.lemmas[index] in GRANTING  # "was decorated and awarded a medal"
    return (bool(tree.dependents(index, "obj")) and not retained) or (
        tree.lemmas[index] in INTRANSITIVE
    )


def conjunctions(tree: SentenceTree, index: int) -> set[str]:
    """Return the conjunctions that join a word to what is before it."""
    return {tree.lemmas[child] for child in tree.dependents(index, "cc")}


def _has_to(tree: SentenceTree, index: int) -> bool:
    return any(tree.lemmas[child] == "to" for child in tree.dependents(index, "mark"))


def _has_finite_auxiliary(tree: SentenceTree, index: int) -> bool:
    return any(
        "VerbForm=Fin" in (tree.words[child].feats or "VerbForm=Fin")
        for child in tree.dependents(index, "aux", "cop")
    )


def _is_passive(tree: SentenceTree, index: int) -> bool:
    if any(tree.rels[child] in ("aux:pass", "nsubj:pass") for child in tree.children[index]):
        return True
    participle = tree.words[index].xpos == "VBN" and not tree.dependents(index, "aux")
    return (
        participle and tree.base(index) in ("acl", "advcl") and not tree.dependents(index, "nsubj")
    )


def _group_words(tree: SentenceTree, index: int) -> list[int]:
    """Return a verb with its auxiliaries, negation, particles and "to"."""
    words = [index] if tree.tags[index] in ("VERB", "AUX", "ADJ") else []
    for child in tree.children[index]:
        base, lemma = tree.base(child), tree.lemmas[child]
        if base in ("aux", "cop") or tree.rels[child] == "compound:prt":
            words.extend(tree.fixed(child))
        elif (
            is_not_yet(tree, child)
            or (base == "advmod" and child == index + 1 and lemma in PARTICLES)
            or (base == "advmod" and lemma in FALSEHOOD)
            or (base == "advmod" and child == index + 1 and lemma in NEARNESS)
        ):
            words.append(child)
        elif base == "advmod" and (is_negation(tree, child) or _no_longer(tree, child)):
            words.extend(_with_no(tree, child))
        elif (
            base in ("mark", "case")
            and (tree.tags[index] in ("VERB", "AUX", "ADJ") or tree.dependents(index, "cop"))
            and (
                lemma in ("to", "without", "instead", "rather")
                or (lemma == "by" and tree.base(index) == "advcl")
            )
        ):
            words.extend(tree.fixed(child))
    return words


def is_not_yet(tree: SentenceTree, index: int) -> bool:
    """Return whether a word is the "yet" of "has yet to leave"."""
    following = tree.lemmas[index + 1 : index + 2]
    return tree.lemmas[index] == "yet" and following == ["to"]


def _no_longer(tree: SentenceTree, index: int) -> bool:
    return tree.lemmas[index] in ("long", "longer", "more") and any(
        tree.lemmas[child] == "no" for child in tree.children[index]
    )


def _with_no(tree: SentenceTree, index: int) -> list[int]:
    return [*(child for child in tree.children[index] if tree.lemmas[child] == "no"), index]


def condition(tree: SentenceTree, index: int) -> int | None:
    """Return the word that marks the clause as a condition or a question ("if", "whether")."""
    for child in tree.dependents(index, "mark"):
        if tree.lemmas[child] in CONDITIONS:
            return child
    return None


def verb_group(tree: SentenceTree, index: int, chain: VerbChain) -> tuple[int, ...]:
    """
    Return the words of a clause's verb group, in order.

    It includes the marker of a condition unless a modal verb shows the condition.
    """
    words = {*chain.words, *_group_words(tree, index)}
    if tree.tags[index] not in ("VERB", "AUX"):
        words.discard(index)
    mark = condition(tree, index)
    if mark is not None and not any(tree.words[word].xpos == "MD" for word in words):
        words.add(mark)
    return tuple(sorted(words))
