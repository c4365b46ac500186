"""Find what can be an end of a relation that the scorer judges: names, pronouns, years, adjectives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import words

__all__ = ["MOST", "Candidate", "candidates"]

MOST = 80
"""How many candidates of a sentence are looked at: what bounds the work on an endless one."""

PRONOUNS = {
    **dict.fromkeys(words("he him his himself"), "HE"),
    **dict.fromkeys(words("she her hers herself"), "SHE"),
    **dict.fromkeys(words("i me my mine myself"), "I"),
    **dict.fromkeys(words("we us our ours ourselves"), "WE"),
    **dict.fromkeys(words("they them their theirs themselves"), "THEY"),
    **dict.fromkeys(words("it its itself"), "IT"),
    **dict.fromkeys(words("who whom whose"), "WHO"),
    **dict.fromkeys(words("which that"), "WHICH"),
    "where": "WHERE",
}
"""The class of each pronoun; a relative adverb counts as one."""

QUESTION = frozenset({"WDT", "WP", "WP$", "WRB"})
YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
RANGE = frozenset({"-", "–", "—", "to", "until"})
PARTED = frozenset({"LOC", "FAC"})
LEFT_OUT = frozenset({"MONEY"})


class Candidate(NamedTuple):
    """
    The words `first` to `last` of a sentence, and the one that governs them.

    `kind` is the label of the name, the class of the pronoun, `NAME` for a name without a label, or
    `ADJ` for an adjective with a capital; `entity` is the index of the name where it is a whole one.
    """

    first: int
    last: int
    head: int
    kind: str
    entity: int | None


def candidates(tree: Tree) -> list[Candidate]:
    """Return the candidates of a sentence in order, at most `MOST` of them."""
    found: list[Candidate] = []
    at = 0
    while at < len(tree) and len(found) < MOST:
        last = at
        entity = tree.entity[at]
        if entity is not None:
            while last + 1 < len(tree) and tree.entity[last + 1] == entity:
                last += 1
            if tree.entities[entity].label not in LEFT_OUT:
                found.extend(_named(tree, at, last, entity))
        else:
            kind = _kind(tree, at)
            if kind == "NAME":
                while last + 1 < len(tree) and _proper(tree, last + 1):
                    last += 1
            if kind is not None:
                found.append(_candidate(tree, at, last, kind, None))
        at = last + 1
    return found[:MOST]


def _candidate(tree: Tree, first: int, last: int, kind: str, entity: int | None) -> Candidate:
    return Candidate(first, last, tree.head_of(range(first, last + 1)), kind, entity)


def _named(tree: Tree, first: int, last: int, entity: int) -> Iterator[Candidate]:
    """Yield a name, or the parts of one that is two places or two dates ("Mecca, Saudi Arabia")."""
    label = tree.entities[entity].label
    parts = list(_parts(tree, first, last, label))
    for start, end in parts:
        yield _candidate(tree, start, end, label, entity if len(parts) == 1 else None)


def _parts(tree: Tree, first: int, last: int, label: str) -> Iterator[tuple[int, int]]:
    breaks: Sequence[int] = ()
    if label in PARTED:
        breaks = [at for at in range(first + 1, last) if tree.words[at].text == ","]
    elif label == "DATE":
        breaks = [at for at in range(first + 1, last) if _between_dates(tree, at, first, last)]
    start = first
    for at in breaks:
        if start < at:
            yield start, at - 1
        start = at + 1
    yield start, last


def _between_dates(tree: Tree, at: int, first: int, last: int) -> bool:
    if tree.words[at].text.lower() not in RANGE:
        return False
    return all(
        any(YEAR.fullmatch(tree.words[word].text) for word in side)
        for side in (range(first, at), range(at + 1, last + 1))
    )


def _kind(tree: Tree, index: int) -> str | None:
    text = tree.words[index].text
    kind = PRONOUNS.get(text.lower())
    if kind is not None:
        xpos = tree.words[index].xpos
        relative = kind in ("WHICH", "WHERE")
        asks = xpos in QUESTION if xpos else tree.tags[index] == "PRON"
        return kind if asks or not relative else None
    if _proper(tree, index):
        return "NAME"
    if tree.tags[index] == "ADJ" and text[:1].isupper() and index:
        return "ADJ"
    if YEAR.fullmatch(text):
        return "DATE"
    return None


def _proper(tree: Tree, index: int) -> bool:
    return (
        tree.tags[index] == "PROPN"
        and tree.entity[index] is None
        and any(letter.isalpha() for letter in tree.words[index].text)
    )
