"""Find the candidate arguments of a sentence: names, pronouns, years and adjectives of origin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = ["MAX_CANDIDATES", "PERSONAL_KINDS", "Candidate", "candidate_span", "find_candidates"]

MAX_CANDIDATES = 80
"""The most candidates of a sentence: it bounds the work on an endless one."""

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
"""The kind of each pronoun; a relative adverb counts as one."""
PERSONAL_KINDS = frozenset({"HE", "SHE", "I", "WE", "THEY"})

RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
RANGE_MARKERS = frozenset({"-", "–", "—", "to", "until"})
DIVISIBLE = frozenset({"LOC", "FAC"})
"""Labels of names that a comma divides in two places."""
IGNORED = frozenset({"MONEY"})


class Candidate(NamedTuple):
    """
    The words `first` to `last` of a sentence, and the one that governs them.

    `kind` is the label of the name, the class of the pronoun, `NAME` for a name without a label, or
    `ADJ` for a capitalized adjective; `entity` is the index of the name if it is a whole one.
    """

    first: int
    last: int
    head: int
    kind: str
    entity: int | None


def find_candidates(tree: SentenceTree) -> list[Candidate]:
    """Return the candidates of a sentence in order, at most `MAX_CANDIDATES` of them."""
    candidates: list[Candidate] = []
    first = 0
    while first < len(tree) and len(candidates) < MAX_CANDIDATES:
        last = first
        entity = tree.entity_of[first]
        if entity is not None:
            last = tree.entity_words(first)[-1]
            if tree.entities[entity].label not in IGNORED:
                candidates.extend(_named(tree, first, last, entity))
        else:
            kind = _kind(tree, first)
            if kind == "NAME":
                while last + 1 < len(tree) and _is_proper(tree, last + 1):
                    last += 1
            if kind is not None:
                candidates.append(_candidate(tree, first, last, kind, None))
        first = last + 1
    candidates = [item for item in candidates if item.head not in tree.excluded]
    return candidates[:MAX_CANDIDATES]


def candidate_span(tree: SentenceTree, candidate: Candidate) -> tuple[int, int]:
    """Return the offsets of a candidate in the text of the document."""
    return tree.words[candidate.first].start, tree.words[candidate.last].end


def _candidate(
    tree: SentenceTree, first: int, last: int, kind: str, entity: int | None
) -> Candidate:
    return Candidate(first, last, tree.head_of(range(first, last + 1)), kind, entity)


def _named(tree: SentenceTree, first: int, last: int, entity: int) -> Iterator[Candidate]:
    """Yield a name, or the parts of one that is two places or two dates ("Mecca, Saudi Arabia")."""
    label = tree.entities[entity].label
    parts = list(_parts(tree, first, last, label))
    for start, end in parts:
        yield _candidate(tree, start, end, label, entity if len(parts) == 1 else None)


def _parts(tree: SentenceTree, first: int, last: int, label: str) -> Iterator[tuple[int, int]]:
    separators: Sequence[int] = ()
    inner = range(first + 1, last)
    if label in DIVISIBLE:
        separators = [word for word in inner if tree.words[word].text == ","]
    elif label == "DATE":
        separators = [word for word in inner if _separates_years(tree, word, first, last)]
    start = first
    for separator in separators:
        if start < separator:
            yield start, separator - 1
        start = separator + 1
    yield start, last


def _separates_years(tree: SentenceTree, index: int, first: int, last: int) -> bool:
    if tree.words[index].text.lower() not in RANGE_MARKERS:
        return False
    return all(
        any(YEAR.fullmatch(tree.words[word].text) for word in side)
        for side in (range(first, index), range(index + 1, last + 1))
    )


def _kind(tree: SentenceTree, index: int) -> str | None:
    text = tree.words[index].text
    kind = PRONOUNS.get(text.lower())
    if kind in ("WHICH", "WHERE"):
        xpos = tree.words[index].xpos
        relative = xpos in RELATIVE_TAGS if xpos else tree.tags[index] == "PRON"
        return kind if relative else None
    if kind is not None:
        return kind
    if _is_proper(tree, index):
        return "NAME"
    if tree.tags[index] == "ADJ" and text[:1].isupper() and index:
        return "ADJ"
    if YEAR.fullmatch(text):
        return "DATE"
    return None


def _is_proper(tree: SentenceTree, index: int) -> bool:
    return (
        tree.tags[index] == "PROPN"
        and tree.entity_of[index] is None
        and any(letter.isalpha() for letter in tree.words[index].text)
    )
