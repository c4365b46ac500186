"""Repair frequent errors of parsers that the words themselves reveal."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token

__all__ = ["NOMINAL_TAGS", "repair_parse"]

CONTRACTED_NOT = frozenset({"n't", "n’t"})
NOMINAL_TAGS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})

OFFICE_PARTICIPLES = frozenset({"managing", "founding", "acting"})
"""Participles that belong to the name of an office."""


def repair_parse(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Change heads and relations in place; the result has no cycles if `heads` has none."""
    _attach_prepositions(words, heads, rels)
    _attach_negations(words, heads, rels)
    _attach_conjuncts(heads, rels)
    _relabel_participles(words, heads, rels)


def _attach_prepositions(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """
    Attach a preposition to the first noun after it whose head precedes both.

    Parsers tend to attach "by" in "by both as a hub" to the hub. A noun with a preposition is no
    apposition, nor is one introduced by "and".
    """
    for index, head in enumerate(heads):
        if rels[index] != "case" or head <= index or words[index].upos == "PART":
            continue
        for noun in range(index + 1, head):
            governed = 0 <= heads[noun] < index and not _is_ancestor(heads, index, noun)
            if governed and words[noun].upos in NOMINAL_TAGS:
                heads[index] = head = noun
                break
        if rels[head] == "appos":
            rels[head] = "nmod"
    for index, head in enumerate(heads):
        if rels[index] == "cc" and head > index and rels[head] == "appos":
            rels[head] = "conj"


def _attach_negations(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Attach a contracted "not" to the verb it is written with, or to that of the auxiliary."""
    for index in range(1, len(words)):
        word, before = words[index], words[index - 1]
        if word.text.lower() not in CONTRACTED_NOT or before.upos not in ("AUX", "VERB"):
            continue
        auxiliary = rels[index - 1].partition(":")[0] in ("aux", "cop")
        verb = heads[index - 1] if auxiliary else index - 1
        if verb != heads[index] and 0 <= verb != index and not _is_ancestor(heads, index, verb):
            heads[index], rels[index] = verb, "advmod"


def _attach_conjuncts(heads: list[int], rels: list[str]) -> None:
    """Attach a conjunct of a word inside a name to the whole name: "Minister Ann and Bob"."""
    for index in range(len(heads)):
        while rels[index] == "conj" and heads[index] >= 0 and rels[heads[index]] == "flat":
            heads[index] = heads[heads[index]]


def _relabel_participles(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Read "managing" in "Ann, managing director of Acme" as part of the office, not as a clause."""
    for index in range(len(words)):
        if words[index].text.lower() not in OFFICE_PARTICIPLES or rels[index] != "acl":
            continue
        noun = next((word for word in range(index + 1, len(words)) if rels[word] != "amod"), -1)
        if noun >= 0 and heads[noun] == index and words[noun].upos == "NOUN":
            heads[noun], rels[noun] = heads[index], "appos"
            heads[index], rels[index] = noun, "amod"


def _is_ancestor(heads: Sequence[int], ancestor: int, word: int) -> bool:
    """Return whether `ancestor` is `word` or governs it, so that it cannot become its child."""
    while word >= 0 and word != ancestor:
        word = heads[word]
    return word == ancestor
