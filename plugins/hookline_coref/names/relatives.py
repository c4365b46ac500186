"""Find who the text says to be a relative of whom: "King's niece Alveda King" are two persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.text.words import DocumentWords

__all__ = ["relatives"]

_NAMING = frozenset({"appos", "flat", "compound", "nmod"})
"""Relations between a noun and the name that it introduces."""


def relatives(
    words: DocumentWords, mentions: Sequence[DetectedMention], people: set[int], lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """
    Yield the names of persons that are somebody's relative, by index, each with whose.

    That is the index of another name, -1 where a pronoun or nothing says it ("his brother Tom").
    """
    at = {mentions[index].head: index for index in people if mentions[index].head >= 0}
    for index in sorted(people):
        head = mentions[index].head
        if head < 0:
            continue
        noun = _kin(words, head, lexicon)
        if noun < 0:
            continue
        owners = (child for child in words.children[noun] if words.subtypes[child] == "nmod:poss")
        owner = at.get(next(owners, -1), -1)
        if owner != index:
            yield index, owner


def _kin(words: DocumentWords, name: int, lexicon: Lexicon) -> int:
    """Return the noun of kinship that introduces a name or stands behind it, -1 without one."""
    nouns = [child for child in words.children[name] if words.relations[child] in _NAMING]
    if words.heads[name] >= 0 and words.relations[name] in _NAMING:
        nouns.insert(0, words.heads[name])
    return next(
        (
            noun
            for noun in nouns
            if words.lemmas[noun] in lexicon.kin and words.subtypes[noun] != "nmod:poss"
        ),
        -1,
    )
