"""Tell a date that is the time itself from one that only bounds or estimates it."""

from __future__ import annotations

import re
from collections.abc import Set

from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = ["is_inexact_date"]

ESTIMATES = words("around about approximately roughly circa probably possibly perhaps")
YEARS = re.compile(r"\d{4}[-–—]\d{2,4}")
"""The first and the last year of a time, as one word."""
BOUNDS = words("before after since until till by from to than between")


def is_inexact_date(tree: SentenceTree, head: int, accepted: Set[str] = frozenset()) -> bool:
    """
    Return whether a date is a bound, an estimate, or one of several: "before 1970", "1970 or 1971".

    `head` is the head of the date; `accepted` are words before it that count for nothing.
    """
    if YEARS.fullmatch(tree.words[head].text):
        return True  # "Ann Lee (1921-2003)"
    first = tree.heads[head]
    if tree.base(head) == "conj" and first not in tree.excluded and tree.label(first) == "DATE":
        return is_inexact_date(tree, first, accepted)
    others = tree.dependents(head, "conj")
    if any(tree.lemmas[word] == "or" for other in others for word in tree.dependents(other, "cc")):
        return True
    before = {tree.words[word].text.lower() for word in tree.subtree(head) if word < head}
    return not (ESTIMATES | BOUNDS).isdisjoint(before - accepted)
