"""Split blocks into sentences and tokens with Stanza's tokenizer, many blocks at a time.

Stanza pads the paragraphs of a batch and lets its LSTM read the padding, so that there a token
can depend on its neighbours in the batch. Here no window reads what fills it up, which is what
Stanza computes for a text of one paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch

from ..numerics.lstm import Array, Grid
from .boundary_network import Scanner
from .character_table import Characters, Units

Span = tuple[int, int]

LONGEST_SENTENCE = 160
"""Tokens; a longer sentence is cut, at a clause where there is one."""

_CLAUSE = frozenset(",;:.!?—–)")
_ROWS = 32
_ALIKE = 0.75


class Segmenter:
    """Find sentences and tokens.

    Args:
        trainer: Stanza's tokenization trainer with a loaded model.
        dtype: What the network computes in.
    """

    def __init__(self, trainer: Any, dtype: torch.dtype = torch.float32) -> None:
        self._scanner = Scanner(trainer.model, dtype)
        self._window = int(trainer.args.get("max_seqlen", 1000))
        self._characters = Characters(trainer)

    def split(self, texts: Sequence[str]) -> list[list[list[Span]]]:
        """Return, for each text, its sentences as lists of token spans (code points)."""
        rows = [self._characters.read(text) for text in texts]
        with torch.inference_mode():
            marks = self._predict(rows)
        return [
            [part for tokens in _tokens(row, mark) for part in shorten(tokens, text)]
            for text, row, mark in zip(texts, rows, marks, strict=True)
        ]

    def _predict(self, rows: Sequence[Units]) -> list[Array]:
        """Return a mark per unit: 0 inside a token, 1 its end, 2 the end of a sentence too."""
        marks = [np.zeros(len(row.ids), dtype=np.int64) for row in rows]
        done = [0] * len(rows)
        todo = [i for i, row in enumerate(rows) if len(row.ids)]
        while todo:
            sizes = {i: min(self._window, len(rows[i].ids) - done[i]) for i in todo}
            for part in _groups(sizes):
                windows = [_window(rows[i], done[i], self._window) for i in part]
                for i, found in zip(part, self._run(windows), strict=True):
                    found = found[: len(rows[i].ids) - done[i]]
                    if done[i] + len(found) < len(rows[i].ids):
                        found = found[: _whole(found)]
                    marks[i][done[i] : done[i] + len(found)] = found
                    done[i] += len(found)
            todo = [i for i in todo if done[i] < len(rows[i].ids)]
        for row, mark in zip(rows, marks, strict=True):
            if len(mark):
                mark[-1] = 2
                self._characters.keep_addresses(row, mark)
        return marks

    def _run(self, windows: list[tuple[Array, Array]]) -> Iterator[Array]:
        """Yield the marks of windows."""
        grid = Grid([len(ids) for ids, _ in windows])
        starts = np.cumsum([0, *grid.sizes[:-1]])
        where = starts[grid.row] + grid.step
        ids = np.concatenate([ids for ids, _ in windows])[where]
        features = np.concatenate([more for _, more in windows])[where]
        found = self._scanner(torch.from_numpy(ids), torch.from_numpy(features), grid)
        marks = found.cpu().numpy().reshape(grid.shape)
        for row, size in enumerate(grid.sizes):
            yield marks[:size, row]


def _groups(sizes: dict[int, int]) -> Iterator[list[int]]:
    """Yield the keys in groups of at most `_ROWS` whose sizes are much the same."""
    group: list[int] = []
    for key in sorted(sizes, key=lambda key: -sizes[key]):
        if group and (len(group) == _ROWS or sizes[key] < _ALIKE * sizes[group[0]]):
            yield group
            group = []
        group.append(key)
    if group:
        yield group


def _window(row: Units, at: int, size: int) -> tuple[Array, Array]:
    """Return ids and features of one window, with a pad behind the last."""
    ids, features = row.ids[at : at + size], row.features[at : at + size]
    if at + len(ids) == len(row.ids):
        ids = np.concatenate([ids, np.zeros(1, dtype=ids.dtype)])
        features = np.concatenate([features, np.zeros((1, features.shape[1]), features.dtype)])
    return ids, features


def _whole(marks: Array) -> int:
    """Return where to cut a window that is not the last: behind a sentence, else a token."""
    for wanted in (2, 1):
        ends = np.nonzero(marks >= wanted)[0]
        if len(ends):
            return int(ends[-1]) + 1
    return len(marks)


def _tokens(row: Units, marks: Array) -> Iterator[list[Span]]:
    """Yield sentences of token spans; white space always ends a token."""
    visible = ~row.space
    ends = visible & (marks > 0)
    ends[:-1] |= visible[:-1] & row.space[1:]
    ends[-1:] |= visible[-1:]
    starts = visible.copy()
    starts[1:] &= row.space[:-1] | ends[:-1]
    first, last = np.nonzero(starts)[0], np.nonzero(ends)[0]
    sentence = np.cumsum(marks == 2)[first] - (marks[first] == 2)
    spans = list(zip(row.offsets[first].tolist(), (row.offsets[last] + 1).tolist(), strict=True))
    cuts = [0, *(np.nonzero(np.diff(sentence))[0] + 1).tolist(), len(spans)]
    for at, following in pairwise(cuts):
        if at < following:
            yield spans[at:following]


def shorten(tokens: list[Span], text: str) -> Iterator[list[Span]]:
    """Yield a sentence in parts of at most `LONGEST_SENTENCE` tokens, cut behind a clause."""
    while len(tokens) > LONGEST_SENTENCE:
        cut = clause_end([text[left:right] for left, right in tokens[:LONGEST_SENTENCE]])
        yield tokens[:cut]
        tokens = tokens[cut:]
    yield tokens


def clause_end(words: Sequence[str]) -> int:
    """Return where to cut behind these words, in their second half if there is a clause's end."""
    for at in range(len(words), len(words) // 2, -1):
        if words[at - 1] in _CLAUSE:
            return at
    return len(words)
