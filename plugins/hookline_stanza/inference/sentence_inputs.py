"""Prepare sentences for the encoder, and read the states of their words from its output."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from ..conversion.columns import Tasks
from ..tokenization.segmenter import MAX_SENTENCE_TOKENS, last_clause_end
from .lemmas import MAX_WORD_LENGTH
from .word_cache import WordCache

_STATE_LAYERS = 3
_STATE_STEPS = 32

MAX_BATCH_PIECES = 1024
"""Word pieces of a batch: enough for full speed, few enough for its activations to stay in cache."""

_SURROGATE = re.compile("[\ud800-\udfff]")  # no tokenizer takes half a surrogate pair
_QUESTION_MARKS = "?？︖﹖⁇"
_END_MARKS = frozenset(_QUESTION_MARKS + "!！︕﹗‼")


class SentenceInput(NamedTuple):
    """A sentence, or a part of one, as the encoder and the heads read it."""

    pieces: list[int]
    last_pieces: list[int]
    """Index of the last piece of each word."""
    char_features: Tensor
    """[words, features]."""


class PreparedSentences(NamedTuple):
    """Inputs of a list of sentences."""

    inputs: list[SentenceInput]
    parts: list[list[int]]
    """For each sentence, the indices of its inputs."""
    entity_inputs: dict[int, int]
    """Index of an input to the index of another one to predict its entities from."""


class InputBuilder:
    """
    Split sentences into parts that fit the encoder, and build its inputs.

    Args:
        words: Pieces and character features of words.
        special_tokens: Pieces that open and close a sequence.
        max_pieces: Longest sequence that the encoder takes.
        tasks: What will be predicted.
    """

    def __init__(
        self, words: WordCache, special_tokens: tuple[int, int], max_pieces: int, tasks: Tasks
    ) -> None:
        self._words = words
        self._special_tokens = special_tokens
        self._room = max_pieces - 2
        self._tasks = tasks

    def prepare(self, sentences: Sequence[Sequence[str]]) -> PreparedSentences:
        """
        Return the inputs of sentences of words.

        Stanza's tagger and parser read a run of question or exclamation marks as one mark, its entity
        model reads all of them: a part with such a run has two inputs.
        """
        words = [
            _SURROGATE.sub("\ufffd", word[:MAX_WORD_LENGTH])
            for sentence in sentences
            for word in sentence
        ]
        normalized = _shorten_marks(words) if self._tasks.syntax else words
        pieces, features = self._words.look_up(words)
        if normalized is words:
            normalized_pieces, normalized_features = pieces, features
        else:
            normalized_pieces, normalized_features = self._words.look_up(normalized)
        prepared = PreparedSentences([], [], {})
        inputs = prepared.inputs
        start = 0
        for sentence in sentences:
            sizes = [len(word) for word in pieces[start : start + len(sentence)]]
            indices = []
            for count in self._split(sentence, sizes):
                part = slice(start, start + count)
                indices.append(len(inputs))
                inputs.append(self._input(normalized_pieces[part], normalized_features[part]))
                if words[part] != normalized[part] and self._tasks.entities:
                    prepared.entity_inputs[len(inputs) - 1] = len(inputs)
                    inputs.append(self._input(pieces[part], features[part]))
                start += count
            prepared.parts.append(indices)
        return prepared

    def _split(self, words: Sequence[str], sizes: list[int]) -> Iterator[int]:
        """Yield the number of words of each part of a sentence; `sizes` are pieces of each word."""
        while len(words) > MAX_SENTENCE_TOKENS or sum(sizes) > self._room:
            fitting = int(np.searchsorted(np.cumsum(sizes), self._room, side="right"))
            cut = last_clause_end(words[: min(fitting, MAX_SENTENCE_TOKENS)])
            yield cut
            words, sizes = words[cut:], sizes[cut:]
        yield len(words)

    def _input(self, pieces: Sequence[list[int]], features: Tensor) -> SentenceInput:
        opening, closing = self._special_tokens
        sequence = [opening]
        last_pieces = []
        for word in pieces:
            sequence += word
            last_pieces.append(len(sequence) - 1)
        sequence.append(closing)
        return SentenceInput(sequence, last_pieces, features)


def _shorten_marks(words: list[str]) -> list[str]:
    """Return the words with runs of marks shortened as Stanza does; the same list if there are none."""
    shortened = {
        word: "?" if word[0] in _QUESTION_MARKS else "!"
        for word in set(words)
        if len(word) > 1 and _END_MARKS.issuperset(word)
    }
    return [shortened.get(word, word) for word in words] if shortened else words


def batches_by_length(inputs: Sequence[SentenceInput]) -> Iterator[list[int]]:
    """Yield the indices of the inputs in batches of similar length and of bounded size."""
    batch: list[int] = []
    room = MAX_BATCH_PIECES
    for index in sorted(
        range(len(inputs)), key=lambda n: (len(inputs[n].pieces), len(inputs[n].last_pieces))
    ):
        size = len(inputs[index].pieces)
        if batch and size > room:
            yield batch
            batch, room = [], MAX_BATCH_PIECES
        batch.append(index)
        room -= size
    if batch:
        yield batch


def quantize_states(
    states: Sequence[Tensor], starts: NDArray[Any], inputs: Sequence[SentenceInput]
) -> list[list[bytes]]:
    """
    Return a state for each word of each input, one signed byte per dimension.

    A state is the mean of the last layers over the pieces of the word, in steps of 1/32.

    Args:
        states: Hidden states of the last layers, each [packed, hidden].
        starts: Packed index of the first piece of each input.
        inputs: The inputs.
    """
    last, *others = states[-_STATE_LAYERS:]
    total = last.clone()
    for state in others:
        total.add_(state)
    sums = total.mul_(_STATE_STEPS / _STATE_LAYERS).cpu().numpy()
    # The first piece of each word, and the closing token behind the last word of each input.
    word_starts = [
        np.array([0, *row.last_pieces]) + start + 1
        for row, start in zip(inputs, starts, strict=True)
    ]
    counts = np.concatenate([[*np.diff(row), 1] for row in word_starts])[:, None]
    means = np.add.reduceat(sums, np.concatenate(word_starts), axis=0) / counts.astype(np.float32)
    codes = np.clip(np.rint(means), -127, 127).astype(np.int8)
    quantized = []
    first = 0
    for row in word_starts:
        quantized.append([word.tobytes() for word in codes[first : first + len(row) - 1]])
        first += len(row)
    return quantized
