"""Split blocks into sentences and tokens with Stanza's tokenizer, many blocks at a time.

Stanza pads the paragraphs of a batch and lets its LSTM read the padding, so that there a token
can depend on its neighbours in the batch. Here every window is packed at its own length, which
is what Stanza computes for a text of one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import torch

Span = tuple[int, int]

LONGEST_SENTENCE = 160
"""Tokens; a longer sentence is cut, at a clause where there is one."""

_SPACE = re.compile(r"[\s\u0080-\u009f]+")
_CLAUSE = frozenset(",;:.!?—–)")
_BATCH = 32
_FEWEST_ROWS = 64  # below this, a matrix product may round otherwise than in a larger batch


class Segmenter:
    """Find sentences and tokens.

    Args:
        trainer: Stanza's tokenization trainer with a loaded model.
    """

    def __init__(self, trainer: Any) -> None:
        from stanza.models.tokenization.data import TokenizationDataset

        self._trainer = trainer
        self._window = int(trainer.args.get("max_seqlen", 1000))
        self._data = TokenizationDataset(
            trainer.args,
            input_text="",
            vocab=trainer.vocab,
            evaluation=True,
            dictionary=trainer.dictionary,
        )
        self._space = trainer.vocab.unit2id(" ")

    def split(self, texts: Sequence[str]) -> list[list[list[Span]]]:
        """Return, for each text, its sentences as lists of token spans (code points)."""
        rows = [_units(text) for text in texts]
        marks = self._predict([[unit for unit, _ in row] for row in rows])
        return [
            [part for tokens in _tokens(row, mark) for part in shorten(tokens, text)]
            for text, row, mark in zip(texts, rows, marks, strict=True)
        ]

    def _predict(self, rows: Sequence[Sequence[str]]) -> list[list[int]]:
        """Return a mark per unit: 0 inside a token, 1 its end, 2 the end of a sentence too."""
        from stanza.models.tokenization.utils import update_pred_regex

        features = [self._features(row) for row in rows]
        marks: list[list[int]] = [[] for _ in rows]
        todo = [i for i, row in enumerate(rows) if row]
        while todo:
            todo.sort(key=lambda i: (-min(self._window, len(rows[i]) - len(marks[i])), i))
            for first in range(0, len(todo), _BATCH):
                part = todo[first : first + _BATCH]
                windows = [self._cut(features[i], len(marks[i])) for i in part]
                for i, found in zip(part, self._run(windows), strict=True):
                    room = len(rows[i]) - len(marks[i])
                    marks[i] += found if len(found) >= room else _whole(found)
            todo = [i for i in todo if len(marks[i]) < len(rows[i])]
        for row, mark in zip(rows, marks, strict=True):
            if row:
                mark[-1] = 2
                mark[:] = [int(m) for m in update_pred_regex(list(row), mark)]
        return marks

    def _features(self, row: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        if not row:
            return torch.zeros(0, dtype=torch.long), torch.zeros(0, 0)
        ((units, _, features, _),) = self._data.para_to_sentences([(unit, 0) for unit in row])
        return torch.from_numpy(units), torch.from_numpy(features).float()

    def _cut(
        self, features: tuple[torch.Tensor, torch.Tensor], at: int
    ) -> tuple[torch.Tensor, torch.Tensor, int]:
        """Return units and features of one window, a pad behind the last, and its true length."""
        units, more = (part[at : at + self._window] for part in features)
        size = len(units)
        if at + size == len(features[0]):
            units = torch.cat([units, units.new_zeros(1)])
            more = torch.cat([more, more.new_zeros(1, more.size(1))])
        return units, more, size

    def _run(self, windows: list[tuple[torch.Tensor, torch.Tensor, int]]) -> Iterator[list[int]]:
        units = [window[0] for window in windows]
        features = [window[1] for window in windows]
        longest = max(map(len, units))
        while longest * len(units) < _FEWEST_ROWS:
            units.append(torch.full((longest,), self._space))
            features.append(torch.zeros(longest, features[0].size(1)))
        order = sorted(range(len(units)), key=lambda i: -len(units[i]))
        model = self._trainer.model.eval()
        device = next(model.parameters()).device
        pad = torch.nn.utils.rnn.pad_sequence
        with torch.no_grad():
            scores = model(
                pad([units[i] for i in order], batch_first=True).to(device),
                pad([features[i] for i in order], batch_first=True).to(device),
                [len(units[i]) for i in order],
            )
        marks = scores.argmax(2).cpu()
        place = {i: row for row, i in enumerate(order)}
        for i, (_, _, size) in enumerate(windows):
            yield marks[place[i], :size].tolist()


def _units(text: str) -> list[tuple[str, int]]:
    """Return the characters that the model reads, with offsets: runs of white space are one."""
    out: list[tuple[str, int]] = []
    at = 0
    for match in _SPACE.finditer(text):
        out += zip(text[at : match.start()], range(at, match.start()), strict=True)
        if out and match.end() < len(text):
            out.append((" ", match.start()))
        at = match.end()
    out += zip(text[at:], range(at, len(text)), strict=True)
    return out


def _whole(marks: list[int]) -> list[int]:
    """Cut a window that is not the last back to its last sentence, or to its last token."""
    for wanted in (2, 1):
        for end in range(len(marks), 0, -1):
            if marks[end - 1] >= wanted:
                return marks[:end]
    return marks


def _tokens(row: Sequence[tuple[str, int]], marks: Sequence[int]) -> Iterator[list[Span]]:
    """Yield sentences of token spans; white space always ends a token."""
    sentence: list[Span] = []
    begin = end = -1
    for (unit, offset), mark in zip(row, marks, strict=True):
        if unit == " ":
            if begin >= 0:
                sentence.append((begin, end))
                begin = -1
        else:
            begin = offset if begin < 0 else begin
            end = offset + 1
            if mark:
                sentence.append((begin, end))
                begin = -1
        if mark == 2 and sentence and begin < 0:
            yield sentence
            sentence = []
    if begin >= 0:
        sentence.append((begin, end))
    if sentence:
        yield sentence


def shorten(tokens: list[Span], text: str) -> Iterator[list[Span]]:
    """Yield a sentence in parts of at most `LONGEST_SENTENCE` tokens, cut behind a clause."""
    while len(tokens) > LONGEST_SENTENCE:
        cut = clause_end([text[left:right] for left, right in tokens[:LONGEST_SENTENCE]])
        yield tokens[:cut]
        tokens = tokens[cut:]
    yield tokens


def clause_end(words: Sequence[str]) -> int:
    """Return where to cut a sentence of at least `LONGEST_SENTENCE` words."""
    for at in range(LONGEST_SENTENCE, LONGEST_SENTENCE // 2, -1):
        if words[at - 1] in _CLAUSE:
            return at
    return LONGEST_SENTENCE
