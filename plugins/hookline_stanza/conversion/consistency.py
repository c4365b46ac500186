"""Let the mentions of a name in a document decide together what it is, and find those that were missed.

One name mostly means one thing within a text (one sense per discourse; Gale, Church and Yarowsky,
1992): the labels of its mentions are multiplied as independent judgements are. A name that was found
twice is also one where the model passed over it, and the last word of a person's name is that
person.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from hookline import Entity, Token

from .labels import SENSES

Array = np.ndarray[Any, np.dtype[Any]]

REACH = 1000
"""Tokens; mentions farther apart than this decide nothing for each other."""

_FLOOR = 1e-3  # what the least likely label still has: one mention alone rules nothing out
_FOUND = frozenset(("PERSON", "LOC", "ORG"))
_PERSON = SENSES.index("PERSON")


def consistent(
    tokens: Sequence[Token], entities: Sequence[Entity], senses: Sequence[Array]
) -> list[Entity]:
    """Return the entities of a document with one label for each name, and with missed mentions.

    Args:
        tokens: Of the document.
        entities: What the model found, in the model's labels.
        senses: For each entity, [labels] the log probability of every label of `SENSES`; empty for one
            that is no name, such as a date.
    """
    spans = []
    names: dict[str, list[tuple[int, Array]]] = {}
    for entity, sense in zip(entities, senses, strict=True):
        first = last = bisect_left(tokens, entity.start, key=_start)
        while last < len(tokens) and tokens[last].end <= entity.end:
            last += 1
        spans.append((first, last))
        if len(sense):
            judged = np.log(np.exp(sense) + _FLOOR)
            words = [token.text for token in tokens[first:last]]
            names.setdefault(" ".join(words), []).append((first, judged))
            if len(words) > 1 and sense.argmax() == _PERSON:
                names.setdefault(words[-1], []).append((first, judged))
    evidence = {name: _Evidence(found) for name, found in names.items() if len(found) > 1}
    done = []
    for entity, sense, (first, last) in zip(entities, senses, spans, strict=True):
        name = " ".join(token.text for token in tokens[first:last])
        label = evidence[name].label(first) if len(sense) and name in evidence else None
        done.append(entity._replace(label=label) if label else entity)
    return sorted([*done, *_missed(tokens, spans, evidence)])


def _start(token: Token) -> int:
    return token.start


class _Evidence:
    """What the mentions of one name say together, near a place."""

    def __init__(self, found: Sequence[tuple[int, Array]]) -> None:
        self._places = [place for place, _ in found]
        nothing = np.zeros(len(SENSES))
        self._sums = list(accumulate((sense for _, sense in found), initial=nothing))

    def label(self, place: int) -> str | None:
        """Return the label that mentions within reach give; None when there is only one of them."""
        low = np.searchsorted(self._places, place - REACH, side="left")
        high = np.searchsorted(self._places, place + REACH, side="right")
        if high - low < 2:
            return None
        return SENSES[int((self._sums[high] - self._sums[low]).argmax())]


class _Name(NamedTuple):
    words: tuple[str, ...]
    evidence: _Evidence


def _missed(
    tokens: Sequence[Token], spans: Sequence[tuple[int, int]], evidence: dict[str, _Evidence]
) -> list[Entity]:
    """Return the mentions of names with a capital that are no entity yet, the longest first."""
    names: dict[str, list[_Name]] = {}
    for text, judged in evidence.items():
        if text[0].isupper() and len(text) > 2:
            words = tuple(text.split(" "))
            names.setdefault(words[0], []).append(_Name(words, judged))
    for several in names.values():
        several.sort(key=lambda name: -len(name.words))
    taken = bytearray(len(tokens))
    for first, last in spans:
        taken[first:last] = b"\x01" * (last - first)
    found = []
    for place, token in enumerate(tokens):
        if taken[place]:
            continue
        for words, judged in names.get(token.text, ()):
            end = place + len(words)
            here = tokens[place:end]
            if any(taken[place:end]) or tuple(word.text for word in here) != words:
                continue
            label = judged.label(place)
            if here[-1].sentence == token.sentence and label in _FOUND:
                found.append(Entity(token.start, here[-1].end, label))
                taken[place:end] = b"\x01" * len(words)
                break
    return found
