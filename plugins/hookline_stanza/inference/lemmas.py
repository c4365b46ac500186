"""
Look up lemmas: in the dictionary of Stanza's lemmatizer, else with its model; cached.

The model first decides whether a lemma is the word itself or the word in small letters, which that of
most unlisted words is. Stanza spells a lemma for those too, character by character, and discards it;
here only the others are spelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import Any, NamedTuple, TypeVar

import torch

T = TypeVar("T")
WordAndTag = tuple[str, str]
"""Word and UPOS."""

MAX_WORD_LENGTH = 101
"""Characters; a word of this length or more is its own lemma."""

_MAX_CACHED = 50_000
_BLOCK_SIZE, _FIXED_BLOCK_SIZE = 256, 16  # words of a call
_SIZE_MULTIPLE = 16  # fewer rows are rounded in another way
_WIDTH_MULTIPLE = 16  # characters that are spelled from, with padding


class EncodedWord(NamedTuple):
    """A word as the model's encoder read it: the states of its characters, and the last ones."""

    pair: WordAndTag
    context: torch.Tensor
    hidden: torch.Tensor
    cell: torch.Tensor


class Lemmatizer:
    """
    Look up lemmas; thread-safe.

    The model reads words of the same length together, a multiple of `_SIZE_MULTIPLE` of them, and
    spells those of the same length with padding together, so that the lemma of a word does not depend
    on the others.

    Args:
        trainer: Stanza's lemmatization trainer with a loaded model.
        fixed_shapes: Whether to compute the same number of words in every call.
    """

    def __init__(self, trainer: Any, *, fixed_shapes: bool) -> None:
        self._block_size = _FIXED_BLOCK_SIZE if fixed_shapes else _BLOCK_SIZE
        self._trainer = trainer
        self._lock = Lock()
        self._cache: dict[WordAndTag, str] = {}

    def look_up(self, pairs: Sequence[WordAndTag]) -> list[str]:
        """Return a lemma for each word and tag."""
        with self._lock:
            new = sorted({pair for pair in pairs if pair not in self._cache})
            if len(self._cache) + len(new) > _MAX_CACHED:
                self._cache = {}
                new = sorted(set(pairs))
            if new:
                self._add(new)
            cache = self._cache
            return [cache[pair] for pair in pairs]

    def _add(self, pairs: Sequence[WordAndTag]) -> None:
        from stanza.models.lemma.edit import EDIT_TO_ID

        trainer = self._trainer
        unlisted: list[WordAndTag] = []
        for pair, is_listed in zip(pairs, trainer.skip_seq2seq(pairs), strict=True):
            if len(pair[0]) >= MAX_WORD_LENGTH:
                self._cache[pair] = pair[0]
            elif is_listed:
                self._cache[pair] = trainer.ensemble([pair], [None])[0] or "_"
            else:
                unlisted.append(pair)
        spelled: dict[int, list[EncodedWord]] = {}
        for block in _blocks_of_one_length(unlisted, self._block_size):
            for word, edit in self._edits(block):
                if edit == EDIT_TO_ID["identity"]:
                    self._cache[word.pair] = word.pair[0]
                elif edit == EDIT_TO_ID["lower"]:
                    self._cache[word.pair] = word.pair[0].lower()
                else:
                    width = len(word.context) + -len(word.context) % _WIDTH_MULTIPLE
                    spelled.setdefault(width, []).append(word)
        for width, words in spelled.items():
            for start in range(0, len(words), self._block_size):
                part = words[start : start + self._block_size]
                for word, lemma in zip(part, self._spell(part, width), strict=True):
                    self._cache[word.pair] = lemma

    def _edits(self, block: list[WordAndTag]) -> Iterator[tuple[EncodedWord, int]]:
        """Yield each word of a block as it was read, with the number of its edit."""
        from stanza.models.common.seq2seq_constant import EOS, SOS

        model, vocab = self._trainer.model, self._trainer.vocab
        model.eval()
        pairs = _padded(block)
        characters = torch.tensor([vocab["char"].map([SOS, *text, EOS]) for text, _ in pairs])
        tags = torch.tensor([vocab["pos"].unit2id(upos) for _, upos in pairs])
        inputs, *_ = model.embed(
            characters, torch.zeros_like(characters, dtype=torch.bool), tags, None
        )
        contexts, (hidden, cells) = model.encode(inputs, [inputs.size(1)] * len(pairs))
        edits = model.edit_clf(hidden).argmax(1).tolist()
        for number, pair in enumerate(block):
            word = EncodedWord(pair, contexts[number], hidden[number], cells[number])
            yield word, edits[number]

    def _spell(self, words: Sequence[EncodedWord], width: int) -> list[str]:
        """Return the lemmas that the model spells, for words whose contexts are padded to a width."""
        from stanza.models.common.seq2seq_constant import EOS_ID, PAD_ID, UNK_ID

        model = self._trainer.model
        rows = _padded(words)
        sources, letters = zip(*map(self._copied, (word.pair[0] for word in words)), strict=True)
        contexts = torch.zeros(len(rows), width, rows[0].context.size(1))
        characters = torch.full((len(rows), width - 1), PAD_ID)
        mask = torch.ones(len(rows), width, dtype=torch.bool)
        for number, word in enumerate(rows):
            size = len(word.context)
            contexts[number, :size] = word.context
            source = sources[number] if number < len(words) else sources[0]
            characters[number, : size - 1] = source
            mask[number, :size] = False
        hidden = torch.stack([word.hidden for word in rows])
        cells = torch.stack([word.cell for word in rows])
        inputs = model.embedding(model.SOS_tensor).expand(len(rows), 1, -1)
        steps: list[list[int]] = []
        pending = set(range(len(words)))
        while pending and len(steps) < model.max_dec_len:
            scores, (hidden, cells) = model.decode(
                inputs, hidden, cells, contexts, mask, src=characters
            )
            chosen = scores.squeeze(1).argmax(1)
            steps.append(chosen.tolist())
            pending.difference_update([n for n in pending if steps[-1][n] == EOS_ID])
            known = chosen.masked_fill(chosen >= model.vocab_size, UNK_ID)
            inputs = model.embedding(known).unsqueeze(1)
        lemmas = []
        for number, word in enumerate(words):
            ids = [step[number] for step in steps]
            ids = ids[: ids.index(EOS_ID)] if EOS_ID in ids else ids
            lemma = self._spelled(ids, letters[number])
            lemmas.append(lemma or word.pair[0])
        return lemmas

    def _copied(self, text: str) -> tuple[torch.Tensor, list[str]]:
        """Return the numbers of characters to copy from, and the letters without one of their own."""
        from stanza.models.common.seq2seq_constant import EOS, SOS

        vocab = self._trainer.vocab["char"]
        letters = list(dict.fromkeys(letter for letter in text if letter not in vocab))
        numbers = {letter: len(vocab) + number for number, letter in enumerate(letters)}
        units = [SOS, *text, EOS]
        return torch.tensor([numbers.get(unit, vocab.unit2id(unit)) for unit in units]), letters

    def _spelled(self, ids: Sequence[int], letters: Sequence[str]) -> str:
        """Return what the model spelled; empty if that has a character that it could not name."""
        from stanza.models.common.seq2seq_constant import UNK_ID

        vocab = self._trainer.vocab["char"]
        if any(number == UNK_ID or number >= len(vocab) + len(letters) for number in ids):
            return ""
        return "".join(
            vocab.id2unit(number) if number < len(vocab) else letters[number - len(vocab)]
            for number in ids
        )


def _padded(block: Sequence[T]) -> list[T]:
    """Return a block whose size is a multiple of `_SIZE_MULTIPLE`."""
    return [*block, *([block[0]] * (-len(block) % _SIZE_MULTIPLE))]


def _blocks_of_one_length(pairs: Iterable[WordAndTag], size: int) -> Iterator[list[WordAndTag]]:
    by_length: dict[int, list[WordAndTag]] = {}
    for pair in pairs:
        by_length.setdefault(len(pair[0]), []).append(pair)
    for same_length in by_length.values():
        for start in range(0, len(same_length), size):
            yield same_length[start : start + size]
