"""Entities as one tag a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from hookline import Entity, Token

__all__ = ["Scheme", "entity_tags"]

Scheme = Literal["BIO", "BIOES"]


def entity_tags(tokens: Sequence[Token], entities: Sequence[Entity], scheme: Scheme) -> list[str]:
    """
    Return the tag of each token.

    An entity takes the tokens that it touches; of two that share a token the one that begins first
    has it, the longer of two that begin together. BIO is the scheme in which every entity begins
    with B (also called IOB2); BIOES marks its last token, and a single one, as well.
    """
    tags = ["O"] * len(tokens)
    first = 0
    for start, end, label in sorted(entities, key=lambda entity: (entity.start, -entity.end)):
        while first < len(tokens) and tokens[first].end <= start:
            first += 1
        taken = []
        for index in range(first, len(tokens)):
            if tokens[index].start >= end:
                break
            if tokens[index].end > start and tokens[index].end > tokens[index].start:
                taken.append(index)
        if not taken or any(tags[index] != "O" for index in taken):
            continue
        for index in taken:
            tags[index] = f"I-{label}"
        tags[taken[0]] = f"B-{label}"
        if scheme == "BIOES":
            tags[taken[-1]] = f"{'S' if len(taken) == 1 else 'E'}-{label}"
    return tags
