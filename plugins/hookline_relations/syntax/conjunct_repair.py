"""Repair what parsers coordinate with the wrong word."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.dependents import child_of
from hookline_relations.syntax.vocabulary import REPORT_VERBS

__all__ = ["repair_conjuncts"]

MAX_WORDS = 400
"""A longer sentence is left as it is: the work grows with the square of its length."""
FINITE = frozenset({"VBD", "VBZ"})
SHIFTED = frozenset({"had", "would"})
"""Auxiliaries of what somebody said of a time before or after."""


def repair_conjuncts(
    words: Sequence[Token], heads: list[int], rels: list[str], labels: Sequence[str | None]
) -> None:
    """
    Change heads and relations in place; the result has no cycles if `heads` has none.

    `labels` holds the label of the entity over each word.
    """
    if len(words) > MAX_WORDS:
        return
    for index in range(len(words)):
        _move_name(words, heads, rels, labels, index)
        _move_finite_verb(words, heads, rels, index)
        _move_from_content(words, heads, rels, index)


def _move_name(
    words: Sequence[Token],
    heads: list[int],
    rels: Sequence[str],
    labels: Sequence[str | None],
    index: int,
) -> None:
    """Give a name to the noun before it, not to another person: "Ann Lee and boyfriend Bob Ray"."""
    first, noun = heads[index], index - 1
    if rels[index] != "appos" or labels[index] != "PERSON" or noun <= first:
        return
    coordinated = heads[noun] == first and rels[noun] == "conj"
    if first >= 0 and labels[first] == "PERSON" and coordinated and words[noun].upos == "NOUN":
        heads[index] = noun


def _move_finite_verb(
    words: Sequence[Token], heads: list[int], rels: list[str], index: int
) -> None:
    """Coordinate a finite verb with a finite clause: "was too weak to take Oslo but held Bergen"."""
    first = heads[index]
    form = words[index].xpos
    if rels[index] != "conj" or form not in FINITE | {"VBN"} or first < 0 or first > index:
        return
    above = heads[first]
    if words[first].xpos != "VB" or above < 0 or rels[first] not in ("advcl", "xcomp", "ccomp"):
        return
    if child_of(heads, rels, first, "mark") is None or child_of(heads, rels, index, "nsubj"):
        return
    perfect = words[above].xpos == "VBN" and child_of(heads, rels, above, "aux") is not None
    finite = words[above].xpos in FINITE or child_of(heads, rels, above, "cop") is not None
    if perfect or (finite and form != "VBN"):
        heads[index] = above


def _move_from_content(
    words: Sequence[Token], heads: list[int], rels: list[str], index: int
) -> None:
    """
    Coordinate a clause with the one that reports, not with what is said, where only it could be.

    That is a clause with a subject, behind a comma, without the "that" of the other. What is said in
    the past keeps its tense in both, unlike "said that A had left, and B met C".
    """
    content = heads[index]
    if rels[index] != "conj" or not 0 <= content < index or rels[content] not in ("ccomp", "csubj"):
        return
    above, mark = heads[content], child_of(heads, rels, content, "mark")
    subject = child_of(heads, rels, index, "nsubj")
    conjunction = child_of(heads, rels, index, "cc")
    if mark is None or subject is None or conjunction is None or not above < mark < content:
        return
    joined = words[conjunction].text in ("and", "but") and words[conjunction - 1].text == ","
    if not joined or words[mark].text != "that" or words[subject].upos == "PRON":
        return
    if words[index].xpos not in FINITE | {"VBP"} or child_of(heads, rels, index, "mark", "aux"):
        return
    shifted = any(
        words[child].text.lower() in SHIFTED
        for child, head in enumerate(heads)
        if head == content and rels[child] == "aux"
    )
    reports = (words[above].lemma or "").lower() in REPORT_VERBS
    if above >= 0 and words[above].upos in ("VERB", "ADJ", "ADV") and (shifted or not reports):
        heads[index] = above
