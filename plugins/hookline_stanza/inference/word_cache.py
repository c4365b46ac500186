"""Remember what depends on a word alone: its pieces, and what the heads read from its letters."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import torch
from torch.nn.utils.rnn import PackedSequence

from ..encoder.casing import with_case
from ..numerics.lstm import FEWEST

Tensor = torch.Tensor

REMEMBERED = 50_000
_BLOCK = 256


class Letters:
    """Read words with one of Stanza's character models.

    Args:
        model: A `stanza.models.common.char_model.CharacterModel`.
        vocab: The characters that it knows.
        transform: A linear layer to apply to the result.
    """

    def __init__(self, model: Any, vocab: Any, transform: Any = None) -> None:
        self._model = model.eval()
        self._vocab = vocab
        self._transform = transform

    def read(self, words: Sequence[str]) -> Tensor:
        """Return [words, features] for words of one length."""
        model = self._model
        ids = torch.tensor([self._vocab.map(list(word)) for word in words])
        embedded = model.char_emb(ids.to(model.char_emb.weight.device))
        rows, length, _ = embedded.shape
        packed = PackedSequence(
            embedded.transpose(0, 1).reshape(rows * length, -1), torch.full((length,), rows)
        )
        first = [part.expand(-1, rows, -1).contiguous() for part in _first_states(model)]
        output, (hidden, _) = model.charlstm.lstm(packed, tuple(first))
        if model.attn:
            weights = torch.sigmoid(model.char_attn(output.data))
            found = (output.data * weights).view(length, rows, -1).sum(0)
        else:
            found = hidden[-2:].transpose(0, 1).reshape(rows, -1)
        features: Tensor = found if self._transform is None else self._transform(found)
        return features


def _first_states(model: Any) -> tuple[Tensor, Tensor]:
    return model.charlstm_h_init, model.charlstm_c_init


class Lexicon:
    """Look words up; those not seen yet are read in groups of one length.

    What is known of a word does not depend on when, or among which words, it was read. Several
    threads may ask at once.

    Args:
        tokenizer: Splits words into pieces: see `weights.Pieces`.
        letters: The character models whose features to remember, side by side.
    """

    def __init__(self, tokenizer: Any, letters: Sequence[Letters]) -> None:
        self._tokenizer = tokenizer
        self._letters = letters
        self._lock = Lock()
        self._places: dict[str, int] = {}
        self._pieces: list[list[int]] = []
        self._features = torch.zeros(0)
        (self._blank,) = self._split(["-"])  # what Stanza takes for a word without pieces

    def look_up(self, words: Sequence[str]) -> tuple[list[list[int]], Tensor]:
        """Return the pieces of each word, and [words, features]."""
        with self._lock:
            new = sorted({word for word in words if word not in self._places})
            if new and len(self._places) + len(new) > REMEMBERED:
                self._places, self._pieces, self._features = {}, [], torch.zeros(0)
                new = sorted(set(words))
            if new:
                self._learn(new)
            places = [self._places[word] for word in words]
            pieces = [self._pieces[place] for place in places]
            if not self._letters:
                return pieces, torch.zeros(len(words), 0)
            return pieces, self._features.index_select(0, torch.tensor(places))

    def _split(self, words: Sequence[str]) -> list[list[int]]:
        found: list[list[int]] = self._tokenizer(list(words), add_special_tokens=False)["input_ids"]
        return found

    def _learn(self, words: Sequence[str]) -> None:
        first = len(self._pieces)
        self._pieces += [
            with_case(word, pieces or self._blank)
            for word, pieces in zip(words, self._split(words), strict=True)
        ]
        self._places.update(zip(words, range(first, first + len(words)), strict=True))
        if self._letters:
            features = self._read(words)
            self._features = torch.cat([self._features, features]) if first else features

    def _read(self, words: Sequence[str]) -> Tensor:
        groups: dict[int, list[int]] = {}
        for place, word in enumerate(words):
            groups.setdefault(len(word), []).append(place)
        features: Tensor | None = None
        for places in groups.values():
            for start in range(0, len(places), _BLOCK):
                block = places[start : start + _BLOCK]
                asked = [words[place] for place in block]
                asked += asked[:1] * (FEWEST - len(asked))
                found = torch.cat([one.read(asked) for one in self._letters], 1)[: len(block)]
                if features is None:
                    features = found.new_zeros(len(words), found.size(1))
                features[torch.tensor(block)] = found
        if features is None:
            raise AssertionError("there are words to read")
        return features
