"""Tell which coordinated nouns may belong to another noun, or to a verb that is left out."""

from __future__ import annotations

from hookline_relations.syntax.arguments import Argument
from hookline_relations.syntax.shared_titles import is_role
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["belongs_to_complement", "is_doubtful_conjunct", "is_second_title", "opens_gap"]

GAPPED_PREPOSITIONS = frozenset({"to", "for", "on", "with", "from", "against", "by"})


def opens_gap(tree: SentenceTree, preposition: str, conjunct: int, head: int) -> bool:
    """Return whether the preposition comes again: "linked by road, and the ports by rail"."""
    after = max(tree.subtree(conjunct)) + 1
    if tree.case(conjunct) or after + 1 >= len(tree) or not preposition:
        return False
    alike = tree.label(conjunct) is not None and tree.label(conjunct) == tree.label(head)
    again = tree.tags[after] == "ADP" and tree.words[after].text.lower() == preposition
    return again and not alike  # "played in Oslo and Bergen in May" has no gap


def is_doubtful_conjunct(tree: SentenceTree, argument: Argument, conjunct: int) -> bool:
    """
    Return whether a coordinated noun is not like the first one, or belongs to a verb left out.

    "On Monday and Japan on Friday" and "greetings to Ann, and wishes of luck to Bob" leave out a verb.
    """
    head, preposition = argument.head, argument.preposition
    if conjunct == head:
        return False
    if belongs_to_complement(tree, head, conjunct):
        return True
    labels = {tree.label(head), tree.label(conjunct)}
    if "DATE" in labels and len(labels) == 2 and None not in labels:
        return True
    after = tree.tags[conjunct + 1] if conjunct + 1 < len(tree) else ""
    if tree.tags[conjunct] == "ADJ" and tree.tags[head] in ("NOUN", "VERB") and after == "NOUN":
        return True  # "healing and traditional activities"
    if tree.label(head) == "DATE" and preposition != "of":
        nested = (word for word in tree.subtree(conjunct) if word > conjunct)
        return any(tree.preposition(word) == preposition for word in nested)
    if opens_gap(tree, preposition, conjunct, head):
        return True
    return (
        preposition in GAPPED_PREPOSITIONS
        and not tree.case(conjunct)
        and any(
            tree.preposition(word) == preposition and tree.base(word) in ("nmod", "obl")
            for word in tree.subtree(conjunct)
            if word > conjunct
        )
    )


def belongs_to_complement(tree: SentenceTree, head: int, conjunct: int) -> bool:
    """Return whether a name goes on the list in a noun's complement: "fans from Peru and Chile"."""
    label = tree.label(conjunct)
    if label is None or tree.label(head) is not None or tree.case(conjunct):
        return False
    return any(
        head < child < conjunct and tree.label(child) == label
        for child in tree.dependents(head, "nmod")
    )


def is_second_title(tree: SentenceTree, first: int, second: int) -> bool:
    """Return whether two nouns are one person's: "Acme's founder and chief executive, Ann Lee"."""
    roles = is_role(tree.words[first]) and is_role(tree.words[second])
    if not roles or tree.dependents(second, "det", "nmod:poss"):
        return False
    named = [*tree.dependents(first, "appos"), *tree.dependents(second, "appos")]
    return any(tree.label(name) == "PERSON" and tree.first(name) > second for name in named)
