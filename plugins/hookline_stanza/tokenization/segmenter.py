"""
Split blocks into sentences and tokens with Stanza's tokenizer, many blocks at a time.

Stanza pads the paragraphs of a batch and its LSTM reads the padding, so that a token may depend on
the other paragraphs. Here no window reads padding; the result is Stanza's for the block alone, but
for what `abbreviations`, `whole_words` and `CharacterTable.keep_addresses_whole` correct, and for
sentences that `split_long_sentence` cuts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ..conversion.spans import Offsets
from ..numerics.lstm import StepGrid
from ..numerics.precision import ComputeFormat
from .abbreviations import correct_full_stops
from .boundary_network import BoundaryNetwork
from .character_table import CharacterTable, TokenizerInput
from .whole_words import join_whole_words

MAX_SENTENCE_TOKENS = 160
"""A longer sentence is split, after a clause if possible."""

_CLAUSE_ENDS = frozenset(",;:.!?—–)")
_MAX_WINDOWS = 64


class Segmenter:
    """
    Find sentences and tokens.

    Args:
        trainer: Stanza's tokenization trainer with a loaded model.
        format: Number format of the network.
    """

    def __init__(self, trainer: Any, format: ComputeFormat) -> None:
        self._network = BoundaryNetwork(trainer.model, format)
        self._window_size = int(trainer.args.get("max_seqlen", 1000))
        self._characters = CharacterTable(trainer)

    def split(self, texts: Sequence[str]) -> list[list[list[Offsets]]]:
        """Return the sentences of each text as lists of token spans."""
        inputs = [self._characters.convert(text) for text in texts]
        with torch.inference_mode():
            marks = self._predict(inputs)
        return [
            [part for tokens in _sentences(row, mark) for part in split_long_sentence(tokens, text)]
            for text, row, mark in zip(texts, inputs, marks, strict=True)
        ]

    def _predict(self, inputs: Sequence[TokenizerInput]) -> list[NDArray[Any]]:
        """Return a mark per character; see `BoundaryNetwork`."""
        marks = [np.zeros(len(row.ids), dtype=np.int64) for row in inputs]
        done = [0] * len(inputs)
        pending = [i for i, row in enumerate(inputs) if len(row.ids)]
        while pending:
            sizes = {i: min(self._window_size, len(inputs[i].ids) - done[i]) for i in pending}
            for batch in _batches(sizes):
                windows = [_window(inputs[i], done[i], self._window_size) for i in batch]
                for i, predicted in zip(batch, self._classify(windows), strict=True):
                    remaining = len(inputs[i].ids) - done[i]
                    predicted = predicted[:remaining]
                    if len(predicted) < remaining:
                        predicted = predicted[: _last_boundary(predicted)]
                    marks[i][done[i] : done[i] + len(predicted)] = predicted
                    done[i] += len(predicted)
            pending = [i for i in pending if done[i] < len(inputs[i].ids)]
        for row, mark in zip(inputs, marks, strict=True):
            if len(mark):
                correct_full_stops(row.text, mark)
                join_whole_words(row.text, mark)
                mark[-1] = 2
                self._characters.keep_addresses_whole(row, mark)
        return marks

    def _classify(self, windows: list[tuple[NDArray[Any], NDArray[Any]]]) -> Iterator[NDArray[Any]]:
        """Yield the marks of each window of ids and features."""
        grid = StepGrid([len(ids) for ids, _ in windows])
        sources = grid.cell_sources()
        ids = np.concatenate([ids for ids, _ in windows])[sources]
        features = np.concatenate([features for _, features in windows])[sources]
        output = self._network(torch.from_numpy(ids), torch.from_numpy(features), grid)
        marks = output[grid.items].cpu().numpy()
        for numbers, size in zip(grid.item_numbers, grid.sizes, strict=True):
            yield marks[numbers[:size]]


def _batches(sizes: dict[int, int]) -> Iterator[list[int]]:
    """Yield the keys in batches of similar sizes, the largest first."""
    keys = sorted(sizes, key=lambda key: -sizes[key])
    for start in range(0, len(keys), _MAX_WINDOWS):
        yield keys[start : start + _MAX_WINDOWS]


def _window(row: TokenizerInput, start: int, size: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return ids and features of one window; the last window ends in a padding character."""
    ids, features = row.ids[start : start + size], row.features[start : start + size]
    if start + len(ids) == len(row.ids):
        ids = np.concatenate([ids, np.zeros(1, dtype=ids.dtype)])
        features = np.concatenate([features, np.zeros((1, features.shape[1]), features.dtype)])
    return ids, features


def _last_boundary(marks: NDArray[Any]) -> int:
    """
    Return the end of the last sentence in the second half of a window, else of the last token there.

    Return its size if none ends there: each further window starts half a window later at least.
    """
    half = len(marks) // 2
    for minimum in (2, 1):
        ends = np.nonzero(marks[half:] >= minimum)[0]
        if len(ends):
            return half + int(ends[-1]) + 1
    return len(marks)


def _sentences(row: TokenizerInput, marks: NDArray[Any]) -> Iterator[list[Offsets]]:
    """Yield sentences of token spans; white space always ends a token."""
    visible = ~row.is_space
    ends = visible & (marks > 0)
    ends[:-1] |= visible[:-1] & row.is_space[1:]
    ends[-1:] |= visible[-1:]
    starts = visible.copy()
    starts[1:] &= row.is_space[:-1] | ends[:-1]
    first, last = np.nonzero(starts)[0], np.nonzero(ends)[0]
    sentence = np.cumsum(marks == 2)[first] - (marks[first] == 2)
    spans = list(zip(row.offsets[first].tolist(), (row.offsets[last] + 1).tolist(), strict=True))
    bounds = [0, *(np.nonzero(np.diff(sentence))[0] + 1).tolist(), len(spans)]
    for start, end in pairwise(bounds):
        if start < end:
            yield spans[start:end]


def split_long_sentence(tokens: list[Offsets], text: str) -> Iterator[list[Offsets]]:
    """Yield a sentence in parts of at most `MAX_SENTENCE_TOKENS`."""
    while len(tokens) > MAX_SENTENCE_TOKENS:
        cut = last_clause_end([text[start:end] for start, end in tokens[:MAX_SENTENCE_TOKENS]])
        yield tokens[:cut]
        tokens = tokens[cut:]
    yield tokens


def last_clause_end(words: Sequence[str]) -> int:
    """Return the end of the last clause that ends in the second half of the words, else of all."""
    for end in range(len(words), len(words) // 2, -1):
        if words[end - 1] in _CLAUSE_ENDS:
            return end
    return len(words)
