"""Put right what parsers are apt to get wrong and the words themselves tell."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token

__all__ = ["NOMINAL", "mend"]

CONTRACTED = frozenset({"n't", "n’t"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})

OFFICES = frozenset({"managing", "founding", "acting"})
"""Participles that belong to the name of an office."""


def mend(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Change heads and relations in place, no head to a word below itself."""
    _prepositions(words, heads, rels)
    _negations(words, heads, rels)
    _names(heads, rels)
    _participles(words, heads, rels)


def _prepositions(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """
    Give a preposition to the first noun after it that hangs on something before it.

    Parsers are apt to tie "by" in "by both as a hub" to the hub. A noun introduced by a
    preposition is no apposition, nor is one introduced by "and".
    """
    for index, head in enumerate(heads):
        if rels[index] != "case" or head <= index or words[index].upos == "PART":
            continue
        for noun in range(index + 1, head):
            governed = 0 <= heads[noun] < index and not _under(heads, noun, index)
            if governed and words[noun].upos in NOMINAL:
                heads[index] = head = noun
                break
        if rels[head] == "appos":
            rels[head] = "nmod"
    for index, head in enumerate(heads):
        if rels[index] == "cc" and head > index and rels[head] == "appos":
            rels[head] = "conj"


def _negations(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Give a contracted "not" to the verb that it is written with, or to that of an auxiliary."""
    for index in range(1, len(words)):
        word, before = words[index], words[index - 1]
        if word.text.lower() not in CONTRACTED or before.upos not in ("AUX", "VERB"):
            continue
        helping = rels[index - 1].partition(":")[0] in ("aux", "cop")
        verb = heads[index - 1] if helping else index - 1
        if verb != heads[index] and 0 <= verb != index and not _under(heads, verb, index):
            heads[index], rels[index] = verb, "advmod"


def _names(heads: list[int], rels: list[str]) -> None:
    """Tie what is coordinated with a word inside a name to the whole: "Minister Ann and Bob"."""
    for index in range(len(heads)):
        while rels[index] == "conj" and heads[index] >= 0 and rels[heads[index]] == "flat":
            heads[index] = heads[heads[index]]


def _participles(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Read "Ann, managing director of Acme" as what she is, not as what she manages."""
    for index in range(len(words)):
        if words[index].text.lower() not in OFFICES or rels[index] != "acl":
            continue
        noun = next((at for at in range(index + 1, len(words)) if rels[at] != "amod"), len(words))
        if noun < len(words) and heads[noun] == index and words[noun].upos == "NOUN":
            heads[noun], rels[noun] = heads[index], "appos"
            heads[index], rels[index] = noun, "amod"


def _under(heads: Sequence[int], word: int, index: int) -> bool:
    """Return whether `index` is above a word, which then cannot become the head of it."""
    while word >= 0 and word != index:
        word = heads[word]
    return word == index
