"""
Look up lemmas: in the dictionary of Stanza's lemmatizer, else with its model; cached.

The model first decides whether a lemma is the word itself or the word in small letters, which that of
most unlisted words is. Stanza spells a lemma for those too, character by character, and discards it;
here only the others are spelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import Any

import torch

WordAndTag = tuple[str, str]
"""Word and UPOS."""

MAX_WORD_LENGTH = 101
"""Characters; a word of this length or more is its own lemma."""

_MAX_CACHED = 50_000
_BLOCK_SIZE, _FIXED_BLOCK_SIZE = 256, 16  # words of a call
_SIZE_MULTIPLE = 16  # fewer rows are rounded in another way


class Lemmatizer:
    """
    Look up lemmas; thread-safe.

    The model reads words of the same length together, a multiple of
    `_SIZE_MULTIPLE` of them, so that the lemma of a word does not depend on the others.

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
        spelled: list[WordAndTag] = []
        for block in _blocks_of_one_length(unlisted, self._block_size):
            for pair, edit in zip(block, self._edits(_padded(block)), strict=False):
                if edit == EDIT_TO_ID["identity"]:
                    self._cache[pair] = pair[0]
                elif edit == EDIT_TO_ID["lower"]:
                    self._cache[pair] = pair[0].lower()
                else:
                    spelled.append(pair)
        for block in _blocks_of_one_length(spelled, self._block_size):
            self._cache.update(zip(block, self._predict(_padded(block)), strict=False))

    def _edits(self, pairs: Sequence[WordAndTag]) -> list[int]:
        """Return the number of the edit of each word; the words have one length."""
        from stanza.models.common.seq2seq_constant import EOS, SOS

        model, vocab = self._trainer.model, self._trainer.vocab
        model.eval()
        characters = torch.tensor([vocab["char"].map([SOS, *text, EOS]) for text, _ in pairs])
        tags = torch.tensor([vocab["pos"].unit2id(upos) for _, upos in pairs])
        inputs, *_ = model.embed(
            characters, torch.zeros_like(characters, dtype=torch.bool), tags, None
        )
        _, (hidden, _) = model.encode(inputs, [inputs.size(1)] * len(pairs))
        edits: list[int] = model.edit_clf(hidden).argmax(1).tolist()
        return edits

    def _predict(self, pairs: Sequence[WordAndTag]) -> Iterable[str]:
        """Return the lemmas that the model spells."""
        from stanza.models.common.doc import Document
        from stanza.models.lemma.data import DataLoader

        trainer = self._trainer
        sentences = Document([[{"id": (1,), "text": text, "upos": upos}] for text, upos in pairs])
        data = DataLoader(
            sentences,
            _BLOCK_SIZE,
            trainer.args,
            vocab=trainer.vocab,
            evaluation=True,
            expand_unk_vocab=True,
        )
        (batch,) = data
        predicted, edits = trainer.predict(batch, trainer.args["beam_size"], data.vocab)
        words = [text for text, _ in pairs]
        return (lemma or "_" for lemma in trainer.postprocess(words, predicted, edits=edits))


def _padded(block: list[WordAndTag]) -> list[WordAndTag]:
    """Return a block whose size is a multiple of `_SIZE_MULTIPLE`."""
    return [*block, *(block[:1] * (-len(block) % _SIZE_MULTIPLE))]


def _blocks_of_one_length(pairs: Iterable[WordAndTag], size: int) -> Iterator[list[WordAndTag]]:
    by_length: dict[int, list[WordAndTag]] = {}
    for pair in pairs:
        by_length.setdefault(len(pair[0]), []).append(pair)
    for same_length in by_length.values():
        for start in range(0, len(same_length), size):
            yield same_length[start : start + size]
