"""Check the words around the verb or noun that triggers a rule."""

from __future__ import annotations

from collections.abc import Collection

from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import SHAM, UNCERTAIN

__all__ = [
    "companion",
    "has_other_particle",
    "is_blocked",
    "noun_predicate",
    "verb_forms",
    "words_beside",
]

MIN_STEM = 2
QUOTES = frozenset({'"', "“", "”", "'", "‘", "’", "``", "''", "«", "»"})
RESULTS = frozenset({"dead", "death", "guilty"})
"""Words beside a verb that say what became of its object."""


def verb_forms(tree: SentenceTree, verb: int) -> tuple[str, ...]:
    """Return the lemma of a verb, and the verbs of a participle that the lemma may be."""
    lemma = tree.lemmas[verb]
    if lemma != tree.words[verb].text.lower():
        return (lemma,)
    for ending in ("ing", "ed", "en"):
        stem = lemma.removesuffix(ending)
        if stem != lemma and len(stem) > MIN_STEM:
            undoubled = stem[:-1] if stem[-1] == stem[-2] else stem
            return lemma, stem, f"{stem}e", undoubled
    return (lemma,)


def has_other_particle(tree: SentenceTree, verb: int, particles: Collection[str]) -> bool:
    """Return whether a verb has a particle that is not one of these."""
    return any(
        tree.lemmas[child] not in particles for child in tree.dependents(verb, "compound:prt")
    )


def companion(tree: SentenceTree, clause: Clause, lemma: str) -> int | None:
    """Return the particle of a verb, or the noun it governs, with this lemma."""
    for child in tree.dependents(clause.head, "compound:prt", "advmod"):
        if tree.lemmas[child] == lemma:
            return child
    for child in tree.dependents(clause.head, "xcomp", "obl"):
        if tree.lemmas[child] == lemma and lemma in RESULTS:
            return child  # "shot him dead", "hacked him to death"
    after = clause.head + 1
    if lemma in RESULTS and after < len(tree) and tree.lemmas[after] == lemma:
        return after  # "shot dead three men"
    for argument in clause.arguments:
        if argument.role == "object" and tree.lemmas[argument.head] == lemma:
            return argument.head
    if clause.passive and clause.subject is not None and tree.lemmas[clause.subject] == lemma:
        return clause.subject
    return None


def words_beside(tree: SentenceTree, noun: int, title: tuple[int, ...]) -> set[int]:
    """Return a noun, the words of its title and its modifiers."""
    modifiers = tree.dependents(noun, "amod", "compound", "advmod", "nmod", "nmod:desc", "acl")
    return {noun, *title, *modifiers}


def is_blocked(
    tree: SentenceTree, noun: int, title: tuple[int, ...], blockers: Collection[str]
) -> bool:
    """Return whether a word beside a noun blocks a rule, or casts doubt on the noun."""
    words = words_beside(tree, noun, title)
    texts = {tree.lemmas[word] for word in words}
    texts |= {tree.words[word].text.lower() for word in words}
    texts |= {text.partition("-")[0] for text in texts}
    texts |= {_joined(tree, word) for word in words}
    texts |= {tree.preposition(word) for word in tree.dependents(noun, "nmod")}
    return (
        not texts.isdisjoint(blockers)
        or _is_quoted(tree, noun)
        or any(
            tree.words[word].text.lower() in UNCERTAIN or _joined(tree, word) in SHAM
            for word in tree.dependents(noun, "amod", "compound", "det")
        )
    )


def _is_quoted(tree: SentenceTree, noun: int) -> bool:
    """Return whether a common noun stands alone in quotation marks: "her “husband”"."""
    if not 0 < noun < len(tree) - 1 or tree.entity_of[noun] is not None:
        return False
    return {tree.words[noun - 1].text, tree.words[noun + 1].text} <= QUOTES


def _joined(tree: SentenceTree, word: int) -> str:
    """Return a word in lower case, with the one that a hyphen joins to it: "so-called"."""
    text = tree.words[word].text.lower()
    return f"{tree.words[word - 2].text.lower()}-{text}" if _is_joined(tree, word) else text


def noun_predicate(tree: SentenceTree, noun: int, title: tuple[int, ...]) -> tuple[int, ...]:
    """Return the contiguous words of a noun with its modifiers, without names."""
    modifiers = {child for child in tree.dependents(noun, "compound", "amod") if child < noun}
    usable = {
        word
        for word in {noun, *title} | modifiers
        if tree.entity_of[word] is None and tree.tags[word] not in ("PART", "DET", "PUNCT")
    }
    first = last = noun
    while first - 1 in usable:
        first -= 1
    while last + 1 in usable:
        last += 1
    while last > noun and tree.tags[last] == "ADP":
        last -= 1  # "ambassador" of "ambassador to Peru"
    while _is_joined(tree, first):  # "vice-president"
        if tree.entity_of[first - 2] is not None:
            first += first < noun  # "group" of "a Paris-based group"
            break
        first -= 2
    return tuple(range(first, last + 1))


def _is_joined(tree: SentenceTree, word: int) -> bool:
    """Return whether a hyphen joins a word to the one before it."""
    if word < 2:
        return False
    before, hyphen, own = tree.words[word - 2 : word + 1]
    return hyphen.text in ("-", "–", "‑") and before.end == hyphen.start and hyphen.end == own.start
