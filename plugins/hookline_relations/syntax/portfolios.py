"""Tell the words of a title from names: "Shadow Home" in "Shadow Home Secretary" names no body."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.vocabulary import OFFICES, words

__all__ = ["without_portfolios"]

PORTFOLIOS = words("shadow home foreign crown")
BEARERS = OFFICES | {"prosecutor", "solicitor"}


def without_portfolios(tokens: Sequence[Token], over: Sequence[int | None]) -> list[int | None]:
    """Return the entity over each word of a sentence, None for those that are part of a title."""
    kept = list(over)
    for noun in range(1, len(tokens)):
        entity = over[noun - 1]
        if entity is None or over[noun] == entity:
            continue
        if (tokens[noun].lemma or tokens[noun].text).lower() not in BEARERS:
            continue
        first = noun - 1
        while first > 0 and over[first - 1] == entity:
            first -= 1
        named = range(first, noun)
        if all(tokens[index].text.lower() in PORTFOLIOS for index in named):
            for index in named:
                kept[index] = None
    return kept
