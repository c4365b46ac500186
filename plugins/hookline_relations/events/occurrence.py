"""Find out whether a later clause says that the event of a noun did not take place."""

from __future__ import annotations

from hookline_relations.events.reading import SentenceReading
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["denied_occurrence", "is_occurrence"]

ANAPHORS = frozenset({"it", "they", "this", "that", "these"})


def denied_occurrence(reading: SentenceReading, noun: int) -> int | None:
    """
    Return the word by which a later clause says that the event of a noun did not take place.

    That is a relative clause ("the sale, which never happened"), or a coordinated one about "it"
    where the noun is the subject of the first ("the sale was announced, but it never took place").
    """
    tree, head = reading.tree, reading.tree.heads[noun]
    clauses = [child for child in tree.dependents(noun, "acl:relcl") if _has_pronoun(tree, child)]
    for child in tree.dependents(noun, "nmod"):  # "the sale of Acme, which …"
        nested = tree.dependents(child, "acl:relcl")
        clauses += [clause for clause in nested if _has_pronoun(tree, clause)]
    if head >= 0 and tree.base(noun) == "nsubj":
        for other in tree.dependents(head, "conj", "parataxis", "advcl"):
            subject = tree.dependent(other, "nsubj")
            if subject is not None and tree.lemmas[subject] in ANAPHORS:
                clauses.append(other)
    for clause in clauses:
        denial = reading.words.negation(clause)
        if denial is not None and is_occurrence(reading, clause):
            return denial
        signature = reading.cues.predicates.get(tree.lemmas[clause])
        if denial is None and signature is not None and signature.name == "reversed":
            return clause  # "the attack, which was a hoax"
    return None


def _has_pronoun(tree: SentenceTree, clause: int) -> bool:
    subject = tree.dependent(clause, "nsubj")
    return subject is not None and tree.lemmas[subject] in ("which", "that")


def is_occurrence(reading: SentenceReading, clause: int) -> bool:
    """Return whether a clause says no more of its subject than that it took place."""
    tree, lemma = reading.tree, reading.tree.lemmas[clause]
    beside = tree.dependents(clause, "compound:prt", "advmod", "obj", "obl")
    verbs = {lemma, *(f"{lemma}_{tree.lemmas[word]}" for word in beside)}
    return not verbs.isdisjoint(reading.cues.occurring)
