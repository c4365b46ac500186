"""What the encoder reads of a sentence, and what it holds of each word afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..numerics.lstm import Array, Tensor

HELD, STEPS = 3, 32
"""What of the encoder goes with the tokens: the mean of so many layers, in so many steps to one."""


class Row(NamedTuple):
    """A sentence, or a part of one, as the encoder reads it."""

    pieces: list[int]
    last: list[int]
    """Where the last piece of each word is."""
    features: Tensor
    """[words, features] of the words' letters."""


def row_of(ends: tuple[int, int], pieces: Sequence[list[int]], features: Tensor) -> Row:
    """Return the row of words.

    Args:
        ends: The pieces that begin and end a row.
        pieces: Of each word.
        features: [words, features] of the words' letters.
    """
    flat = [ends[0]]
    last = []
    for word in pieces:
        flat += word
        last.append(len(flat) - 1)
    flat.append(ends[1])
    return Row(flat, last, features)


def held(states: Sequence[Tensor], starts: Array, rows: Sequence[Row]) -> list[list[bytes]]:
    """Return, for each word of each row, the mean over its pieces in signed bytes."""
    last, *others = states[-HELD:]
    total = last.clone()
    for state in others:
        total.add_(state)
    sums = total.mul_(STEPS / HELD).cpu().numpy()
    # Where each word begins, and behind the last one of a row what ends the row.
    begins = [np.array([0, *row.last]) + start + 1 for row, start in zip(rows, starts, strict=True)]
    counts = np.concatenate([[*np.diff(row), 1] for row in begins])[:, None].astype(np.float32)
    means = np.add.reduceat(sums, np.concatenate(begins), axis=0) / counts
    numbers = np.clip(np.rint(means), -127, 127).astype(np.int8)
    found = []
    at = 0
    for row in begins:
        found.append([word.tobytes() for word in numbers[at : at + len(row) - 1]])
        at += len(row)
    return found
