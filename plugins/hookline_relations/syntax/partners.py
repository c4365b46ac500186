"""Recognize the name of a firm that joins those of its partners: "Lund & Petrie"."""

from __future__ import annotations

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["is_partner", "is_partnership"]


def is_partnership(tree: SentenceTree, index: int) -> bool:
    """Return whether a name is the first of a firm's partners."""
    conjuncts = tree.dependents(index, "conj")
    return bool(conjuncts) and any(is_partner(tree, child) for child in conjuncts)


def is_partner(tree: SentenceTree, index: int) -> bool:
    """Return whether a conjunct is one of the names that make the name of a firm: "Lund & Petrie"."""
    head, inside = tree.heads[index], tree.entity_of[index]
    if tree.base(index) != "conj" or head < 0 or tree.tags[index] != "PROPN":
        return False
    if inside is not None and inside == tree.entity_of[head]:
        return False
    names = (head, *tree.dependents(head, "conj"))
    if any(tree.tags[name] != "PROPN" or _has_parts(tree, name) for name in names):
        return False
    last = next(
        (
            other
            for other in tree.dependents(head, "conj")
            if any(tree.words[cc].text == "&" for cc in tree.dependents(other, "cc"))
        ),
        None,
    )
    return last is not None and index <= last and not tree.case(index)


def _has_parts(tree: SentenceTree, name: int) -> bool:
    """Return whether a name has other words than its head and its article."""
    return bool(tree.dependents(name, "flat", "compound", "amod", "nmod"))
