"""Tell the encoder, whose word pieces are in small letters, how a word is written.

The number of a piece carries the case of its word in the bits above its own number. The encoder adds
a vector for each case, in the place where BERT adds one for the first and the second text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

CASES = 4
"""Small letters or none; a capital first; capitals alone; anything else."""

SHIFT = 16
"""Bits of a piece's own number."""

PIECE = (1 << SHIFT) - 1
"""What of a number with a case is the piece's own."""


def case_of(word: str) -> int:
    """Return the number of a word's case."""
    if word.islower() or word.lower() == word:
        return 0
    if word[:1].isupper() and not any(map(str.isupper, word[1:])):
        return 1
    if word.upper() == word:
        return 2
    return 3


def with_case(word: str, pieces: Iterable[int]) -> list[int]:
    """Return the pieces of a word with its case."""
    case = case_of(word) << SHIFT
    return [piece | case for piece in pieces]


def with_cases(
    words: Sequence[str], pieces: Sequence[int], owners: Sequence[int | None]
) -> list[int]:
    """Return the pieces of a sentence with the cases of their words.

    Args:
        words: Of the sentence.
        pieces: Their numbers, and those that begin, end and fill up the sentence.
        owners: Which word each piece is of; None for the others.
    """
    cases = [case_of(word) << SHIFT for word in words]
    return [
        piece if owner is None else piece | cases[owner]
        for piece, owner in zip(pieces, owners, strict=True)
    ]
