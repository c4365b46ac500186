"""Find the "or" that leaves open of whom a clause is true: "Peru or Chile attacked"."""

from __future__ import annotations

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["alternative"]

NAMED = frozenset({"PERSON", "ORG", "LOC", "FAC", "PRODUCT"})
PARTING = frozenset({",", "(", "–", "—"})


def alternative(tree: SentenceTree, index: int) -> int | None:
    """Return the "or" between two names of which only one need be an end of what a clause says."""
    if "or" not in tree.lemmas:
        return None
    ends = tree.dependents(index, "nsubj", "obj", "obl:agent")
    if not any(tree.label(word) in NAMED for word in tree.dependents(index, "obj")):
        ends += tree.dependents(
            index, "obl"
        )  # else it is one of the places of an act that is certain
    return next((word for end in ends if (word := _or_behind(tree, end)) is not None), None)


def _or_behind(tree: SentenceTree, name: int) -> int | None:
    """Return the "or" between a name and another of its kind; "Bolt, or Bolt AG, left" names one."""
    others = [word for word in tree.dependents(name, "conj") if tree.label(word) in NAMED]
    if tree.label(name) not in NAMED or any(
        tree.label(word) != tree.label(name) for word in others
    ):
        return None
    for other in others:
        for word in tree.dependents(other, "cc"):
            apposed = len(others) == 1 and tree.words[word - 1].text in PARTING
            inside = tree.entity_of[word] == tree.entity_of[name]
            if tree.lemmas[word] == "or" and not apposed and not inside:
                return word
    return None
