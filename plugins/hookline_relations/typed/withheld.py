"""Recognize places that something is kept from: "deny X a base in Y"."""

from __future__ import annotations

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = ["is_withheld", "withheld_site"]

WITHHOLDING = words("deny refuse prevent block bar forbid ban reject deprive stop prohibit")
SITES = words(
    "haven sanctuary refuge base foothold office presence headquarters headquarter seat home camp "
    "shelter station site branch outpost stronghold"
)


def withheld_site(tree: SentenceTree, subject: Candidate, object: Candidate) -> bool:
    """Reject the place of a site that somebody is denied."""
    return is_withheld(tree, object.head)


def is_withheld(tree: SentenceTree, place: int) -> bool:
    """Return whether a place belongs to the site that a verb of denial keeps from someone."""
    site = tree.heads[place]
    while site >= 0 and tree.entity_of[site] is not None:
        site = tree.heads[site]
    if site < 0 or tree.lemmas[site] not in SITES:
        return False
    verb = tree.heads[site]
    if verb >= 0 and tree.base(site) == "appos":  # as parsers read the second object
        verb = tree.heads[verb]
    return verb >= 0 and tree.lemmas[verb] in WITHHOLDING
