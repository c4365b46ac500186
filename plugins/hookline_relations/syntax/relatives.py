"""Find the noun that a relative or participial clause is about."""

from __future__ import annotations

from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import OFFICES, PERSONS, QUANTITIES

__all__ = ["antecedent_of", "is_about_another"]

DASHES = frozenset({"–", "—", "--"})
NEARER = frozenset({"nmod", "obj", "obl"})
"""Relations of nouns that may stand between a noun and the clause about it."""


def antecedent_of(tree: SentenceTree, index: int) -> int | None:
    """Return the noun that a relative or participial clause modifies."""
    top = index
    while top >= 0 and tree.base(top) in ("conj", "xcomp", "ccomp") and tree.verbal(top):
        top = tree.heads[top]
    if top >= 0 and tree.base(top) == "acl" and tree.heads[top] >= 0:
        return tree.heads[top]
    return None


def is_about_another(tree: SentenceTree, index: int, antecedent: int | None) -> bool:
    """
    Return whether a relative clause cannot be about the noun that it is attached to, or may not be.

    A verb that does not agree with it is about a noun between them or about the clause before ("bad
    teachers, which is a problem"); "that" and "which" are about no person if a thing stands nearer; and
    what follows a comma is as often about the nearer noun.
    """
    if antecedent is None:
        return False
    noun = tree.words[antecedent]
    verbs = tree.dependents(index, "cop", "aux", "aux:pass") or [index]
    verb = tree.words[verbs[0]]
    if noun.xpos in ("NNS", "NNPS"):
        if verb.xpos == "VBZ" or verb.text.lower() == "was":
            return True
    elif noun.xpos == "NN" and tree.lemmas[antecedent] not in QUANTITIES:
        plural = verb.xpos == "VBP" or verb.text.lower() in ("were", "are")
        if plural and not tree.dependents(antecedent, "conj"):
            return True
    pronoun = tree.dependent(index, "nsubj")
    if pronoun is not None and _differs_in_kind(tree, pronoun, antecedent):
        return True
    if pronoun is None or tree.lemmas[pronoun] not in ("which", "that"):
        return False
    between = [
        word
        for word in range(antecedent + 1, pronoun)
        if tree.base(word) in NEARER
        and tree.tags[word] in ("NOUN", "PROPN")
        and not (tree.heads[word] == antecedent and _in_one_name(tree, antecedent, word))
    ]
    if not between:
        return False
    if any(
        tree.verbal(word) and tree.dependents(word, "nsubj")
        for word in range(antecedent + 1, pronoun)
    ):
        return True
    if tree.words[pronoun - 1].text in DASHES:
        return True  # "means — horses; carts — which"
    nearest = tree.words[between[-1]]
    if tree.words[pronoun - 1].text == ",":
        plurals = [word.xpos in ("NNS", "NNPS") for word in (noun, nearest)]
        return tree.lemmas[pronoun] == "which" and plurals[0] == plurals[1]
    return tree.lemmas[antecedent] in PERSONS | OFFICES and tree.lemmas[between[-1]] not in PERSONS


def _differs_in_kind(tree: SentenceTree, pronoun: int, noun: int) -> bool:
    """Return whether "which" is given a person, or "who" a thing: "tourists from parts who fled"."""
    people, lemma = PERSONS | OFFICES, tree.lemmas[pronoun]
    if lemma == "which":
        return tree.lemmas[noun] in people
    if lemma != "who" or tree.tags[noun] != "NOUN" or tree.lemmas[noun] in people:
        return False
    if tree.words[pronoun - 1].text == "," and any(
        tree.rels[word] == "obl:agent" or tree.lemmas[word] in people
        for word in range(noun + 1, pronoun)
    ):
        return True  # "a complaint filed by a lawmaker, who"
    return tree.base(noun) == "nmod" and tree.lemmas[tree.heads[noun]] in people


def _in_one_name(tree: SentenceTree, noun: int, other: int) -> bool:
    """Return whether a noun and one behind it are parts of a name, as in "the Bank of England"."""
    return tree.tags[noun] == tree.tags[other] == "PROPN"
