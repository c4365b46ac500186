"""Represent entities as one tag per token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from hookline import Entity, Token

__all__ = ["TagScheme", "entity_tags"]

TagScheme = Literal["BIO", "BIOES"]


def entity_tags(
    tokens: Sequence[Token], entities: Sequence[Entity], scheme: TagScheme
) -> list[str]:
    """
    Return the tag of each token.

    An entity covers the tokens that it overlaps. Of two entities that share a token only the one that
    begins first is tagged, or the longer one if both begin together. In BIO every entity begins with
    a B tag (the scheme is also called IOB2); BIOES also marks the last token, and single ones.
    """
    tags = ["O"] * len(tokens)
    first = 0
    for start, end, label, *_ in sorted(entities, key=lambda entity: (entity.start, -entity.end)):
        while first < len(tokens) and tokens[first].end <= start:
            first += 1
        covered = []
        for index in range(first, len(tokens)):
            if tokens[index].start >= end:
                break
            if tokens[index].end > start and tokens[index].end > tokens[index].start:
                covered.append(index)
        if not covered or any(tags[index] != "O" for index in covered):
            continue
        for index in covered:
            tags[index] = f"I-{label}"
        tags[covered[0]] = f"B-{label}"
        if scheme == "BIOES":
            tags[covered[-1]] = f"{'S' if len(covered) == 1 else 'E'}-{label}"
    return tags
