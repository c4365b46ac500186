"""Group the candidates of a sentence that refer to the same person."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.paths import antecedent
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["coreference_groups"]

QUOTATION_MARKS = ('"', "“", "”", "``", "''")
REPEATED = frozenset({"HE", "SHE", "I", "WE"})
"""Kinds of pronouns that refer to the same person wherever a sentence repeats them."""
THIRD_PERSON = frozenset({"HE", "SHE"})


def coreference_groups(tree: SentenceTree, candidates: Sequence[Candidate]) -> list[int]:
    """
    Return the number of the group of each candidate; those of one group are coreferent.

    Names of persons are grouped where one holds all words of the other, and so are equal pronouns.
    "He" or "she" is the only person named before it in a sentence with one of the two pronouns; "who"
    is the noun of its relative clause or the name before it. Quotations have pronouns of their own.
    """
    groups = list(range(len(candidates)))
    persons: list[int] = []
    quoted = _quoted(tree)
    pronouns: dict[tuple[str, bool], int] = {}
    for index, candidate in enumerate(candidates):
        if candidate.kind == "PERSON":
            name = _name(tree, candidate)
            for other in persons:
                if len(name) > 1 and name <= _name(tree, candidates[other]):
                    _join(groups, index, other)
            persons.append(index)
        elif candidate.kind in REPEATED:
            key = candidate.kind, quoted[candidate.head]
            _join(groups, index, pronouns.setdefault(key, index))
    third_person = [index for (kind, _), index in pronouns.items() if kind in THIRD_PERSON]
    if len(third_person) == 1 and len({groups[index] for index in persons}) == 1:
        person, pronoun = candidates[persons[0]].head, candidates[third_person[0]].head
        if person < pronoun and quoted[person] == quoted[pronoun]:
            _join(groups, third_person[0], persons[0])
    for index, candidate in enumerate(candidates):
        if candidate.kind == "WHO":
            noun = antecedent(tree, candidate.head)
            for other in persons:
                if candidates[other].head == noun or _precedes(tree, candidates[other], candidate):
                    _join(groups, index, other)
    return groups


def _precedes(tree: SentenceTree, name: Candidate, pronoun: Candidate) -> bool:
    """Return whether a name stands right before a pronoun or its comma: "the painter Ann Lee, who"."""
    before = pronoun.first - 1
    if before > 0 and tree.words[before].text == ",":
        before -= 1
    return name.last == before


def _join(groups: list[int], index: int, other: int) -> None:
    old, new = groups[index], groups[other]
    groups[:] = [new if group == old else group for group in groups]


def _quoted(tree: SentenceTree) -> list[bool]:
    """Return for each word whether it is inside quotation marks."""
    inside = False
    quoted = []
    for word in tree.words:
        if word.text in QUOTATION_MARKS:
            inside = word.text == "“" or (word.text != "”" and not inside)
        quoted.append(inside)
    return quoted


def _name(tree: SentenceTree, candidate: Candidate) -> set[str]:
    return {tree.words[word].text for word in range(candidate.first, candidate.last + 1)}
