"""
Encode the letter case of words for the encoder, whose vocabulary is lower-cased.

The id of a word piece carries the case of its word in the bits above the id itself. The encoder adds
a vector for each case through BERT's token-type embeddings, which it has no other use for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

CASE_COUNT = 4
"""Lower case or caseless; first letter upper case; all upper case; mixed."""

CASE_SHIFT = 16
"""Number of bits of a piece id; a vocabulary has at most 2**16 pieces."""

PIECE_MASK = (1 << CASE_SHIFT) - 1
"""The bits of a combined id that hold the piece id."""


def case_of(word: str) -> int:
    """Return the case of a word, from 0 to `CASE_COUNT` - 1."""
    if word.islower() or word.lower() == word:
        return 0
    if word[:1].isupper() and not any(map(str.isupper, word[1:])):
        return 1
    if word.upper() == word:
        return 2
    return 3


def with_case(word: str, pieces: Iterable[int]) -> list[int]:
    """Return the pieces of a word combined with its case."""
    case = case_of(word) << CASE_SHIFT
    return [piece | case for piece in pieces]


def with_cases(
    words: Sequence[str], pieces: Sequence[int], word_indices: Sequence[int | None]
) -> list[int]:
    """
    Return the pieces of a sentence combined with the cases of their words.

    Args:
        words: Words of the sentence.
        pieces: Piece ids, with special tokens and padding.
        word_indices: Index of the word of each piece; None for special tokens and padding.
    """
    cases = [case_of(word) << CASE_SHIFT for word in words]
    return [
        piece if index is None else piece | cases[index]
        for piece, index in zip(pieces, word_indices, strict=True)
    ]
