"""
Make the entity labels of a document consistent, and find mentions that the model missed.

A name usually has one meaning within a text (one sense per discourse; Gale, Church and Yarowsky,
1992), so the label probabilities of its mentions are multiplied, as those of independent judgements
are. A name that occurs twice as an entity is one everywhere, and the last word of a person's name
refers to that person.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hookline import Entity, Token

from .entity_labels import NAME_LABELS

MAX_DISTANCE = 1000
"""Tokens; mentions farther apart do not affect each other."""

_SMOOTHING = 1e-3  # added to probabilities, so that no single mention excludes a label
_ADDED_LABELS = frozenset(("PERSON", "LOC", "ORG"))
_PERSON = NAME_LABELS.index("PERSON")


def make_consistent(
    tokens: Sequence[Token], entities: Sequence[Entity], label_scores: Sequence[NDArray[Any]]
) -> list[Entity]:
    """
    Return the entities with one label for each name, and with missed mentions added.

    Args:
        tokens: Tokens of the document.
        entities: Entities under the model's labels, in order.
        label_scores: For each entity, the [labels] log probabilities of `NAME_LABELS`; empty for an
            entity that is no name, such as a date.
    """
    token_ranges = []
    mentions: dict[str, list[tuple[int, NDArray[Any]]]] = {}
    for entity, scores in zip(entities, label_scores, strict=True):
        first = end = bisect_left(tokens, entity.start, key=_start)
        while end < len(tokens) and tokens[end].end <= entity.end:
            end += 1
        token_ranges.append((first, end))
        if len(scores):
            smoothed = np.log(np.exp(scores) + _SMOOTHING)
            words = [token.text for token in tokens[first:end]]
            mentions.setdefault(" ".join(words), []).append((first, smoothed))
            if len(words) > 1 and scores.argmax() == _PERSON:
                mentions.setdefault(words[-1], []).append((first, smoothed))
    evidence = {name: _Evidence(same) for name, same in mentions.items() if len(same) > 1}
    labelled = []
    for entity, scores, (first, end) in zip(entities, label_scores, token_ranges, strict=True):
        name = " ".join(token.text for token in tokens[first:end])
        label = evidence[name].label(first) if len(scores) and name in evidence else None
        labelled.append(entity._replace(label=label) if label else entity)
    return sorted([*labelled, *_missed_mentions(tokens, token_ranges, evidence)])


def _start(token: Token) -> int:
    return token.start


class _Evidence:
    """The label scores of all mentions of one name, by the index of their first token."""

    def __init__(self, mentions: Sequence[tuple[int, NDArray[Any]]]) -> None:
        self._positions = [position for position, _ in mentions]
        zero = np.zeros(len(NAME_LABELS))
        self._sums = list(accumulate((scores for _, scores in mentions), initial=zero))

    def label(self, position: int) -> str | None:
        """Return the best label over the mentions near a token; None for fewer than two of them."""
        low = np.searchsorted(self._positions, position - MAX_DISTANCE, side="left")
        high = np.searchsorted(self._positions, position + MAX_DISTANCE, side="right")
        if high - low < 2:
            return None
        return NAME_LABELS[int((self._sums[high] - self._sums[low]).argmax())]


def _missed_mentions(
    tokens: Sequence[Token],
    token_ranges: Sequence[tuple[int, int]],
    evidence: dict[str, _Evidence],
) -> list[Entity]:
    """Return capitalized occurrences of names outside all entities; longer names are tried first."""
    by_first_word: dict[str, list[tuple[tuple[str, ...], _Evidence]]] = {}
    for name, name_evidence in evidence.items():
        if name[0].isupper() and len(name) > 2:
            words = tuple(name.split(" "))
            by_first_word.setdefault(words[0], []).append((words, name_evidence))
    for candidates in by_first_word.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    taken = bytearray(len(tokens))
    for first, end in token_ranges:
        taken[first:end] = b"\x01" * (end - first)
    added = []
    for index, token in enumerate(tokens):
        if taken[index]:
            continue
        for words, name_evidence in by_first_word.get(token.text, ()):
            end = index + len(words)
            window = tokens[index:end]
            if any(taken[index:end]) or tuple(word.text for word in window) != words:
                continue
            label = name_evidence.label(index)
            if window[-1].sentence == token.sentence and label in _ADDED_LABELS:
                added.append(Entity(token.start, window[-1].end, label))
                taken[index:end] = b"\x01" * len(words)
                break
    return added
