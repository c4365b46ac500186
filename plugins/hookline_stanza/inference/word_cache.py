"""Cache what depends on a word alone: its word pieces and its character features."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import torch
from torch import Tensor

from ..encoder.casing import with_case
from .character_reader import CharacterReader

MAX_WORDS = 50_000
_BLOCK_SIZE, _FIXED_BLOCK_SIZE = 256, 32  # words of a call
_SIZE_MULTIPLE = 16  # fewer rows are rounded in another way


class WordCache:
    """
    Look words up, and compute new ones in blocks of the same length; thread-safe.

    The entry of a word does not depend on when, or with which other words, it was computed.

    Args:
        tokenizer: Splits words into pieces; see `encoder.files.PieceTokenizer`.
        readers: Character models; their features are concatenated.
        fixed_shapes: Whether to compute the same number of words in every call.
    """

    def __init__(
        self, tokenizer: Any, readers: Sequence[CharacterReader], *, fixed_shapes: bool
    ) -> None:
        self._block_size = _FIXED_BLOCK_SIZE if fixed_shapes else _BLOCK_SIZE
        self._multiple = _FIXED_BLOCK_SIZE if fixed_shapes else _SIZE_MULTIPLE
        self._tokenizer = tokenizer
        self._readers = readers
        self._lock = Lock()
        self._index: dict[str, int] = {}
        self._pieces: list[list[int]] = []
        self._features = torch.zeros(0)
        (self._no_pieces,) = self._split(["-"])  # what Stanza reads for a word without pieces

    def look_up(self, words: Sequence[str]) -> tuple[list[list[int]], Tensor]:
        """Return the pieces of each word, combined with its case, and [words, features]."""
        with self._lock:
            new = sorted({word for word in words if word not in self._index})
            if new and len(self._index) + len(new) > MAX_WORDS:
                self._index, self._pieces, self._features = {}, [], torch.zeros(0)
                new = sorted(set(words))
            if new:
                self._add(new)
            indices = [self._index[word] for word in words]
            pieces = [self._pieces[index] for index in indices]
            if not self._readers:
                return pieces, torch.zeros(len(words), 0)
            return pieces, self._features.index_select(0, torch.tensor(indices))

    def _split(self, words: Sequence[str]) -> list[list[int]]:
        ids: list[list[int]] = self._tokenizer(list(words), add_special_tokens=False)["input_ids"]
        return ids

    def _add(self, words: Sequence[str]) -> None:
        first = len(self._pieces)
        self._pieces += [
            with_case(word, pieces or self._no_pieces)
            for word, pieces in zip(words, self._split(words), strict=True)
        ]
        self._index.update(zip(words, range(first, first + len(words)), strict=True))
        if self._readers:
            self._append(first, self._compute_features(words))

    def _append(self, first: int, features: Tensor) -> None:
        """Store features in the rows from `first` on; the table doubles, so that few calls copy it."""
        after, room = first + len(features), len(self._features)
        if after > room:
            room = max(after, min(2 * room, MAX_WORDS))
            kept = self._features[:first]
            self._features = torch.empty(room, features.size(1))
            if first:
                self._features[:first] = kept
        self._features[first:after] = features

    def _compute_features(self, words: Sequence[str]) -> Tensor:
        by_length: dict[int, list[int]] = {}
        for index, word in enumerate(words):
            by_length.setdefault(len(word), []).append(index)
        order: list[int] = []
        blocks: list[Tensor] = []
        for indices in by_length.values():
            for start in range(0, len(indices), self._block_size):
                block = indices[start : start + self._block_size]
                padded = [words[index] for index in block]
                padded += padded[:1] * (-len(padded) % self._multiple)
                features = torch.cat([reader(padded) for reader in self._readers], 1)
                order += block
                blocks.append(features[: len(block)])
        computed = torch.cat(blocks)
        return torch.empty_like(computed).index_copy_(0, torch.tensor(order), computed)
