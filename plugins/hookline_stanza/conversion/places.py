"""Take a place and the larger place behind its comma apart: "Kano, Nigeria"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from hookline import Entity, Token

__all__ = ["split_places"]

_PARTS_OF_NAMES = frozenset({"DC", "D.C.", "D.C"})
"""What stands behind a comma within one name: "Washington, D.C."."""


def split_places(tokens: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """
    Yield the entities; a place with a comma becomes one place for each part.

    An address, whose parts are no places ("3270 M Street, Washington"), stays whole.

    Args:
        tokens: Tokens of the document.
        entities: Entities, in order.
    """
    for entity in entities:
        if entity.label != "LOC":
            yield entity
            continue
        first = bisect_left(tokens, entity.start, key=lambda token: token.start)
        end = bisect_left(tokens, entity.end, key=lambda token: token.start)
        parts: list[list[Token]] = [[]]
        for token in tokens[first:end]:
            if token.text == ",":
                parts.append([])
            else:
                parts[-1].append(token)
        if len(parts) == 1 or not all(map(_is_name, parts)):
            yield entity
            continue
        for part in parts:
            yield entity._replace(start=part[0].start, end=part[-1].end)


def _is_name(words: Sequence[Token]) -> bool:
    """Tell whether words can be the name of a place of their own."""
    return (
        bool(words)
        and words[0].text[:1].isupper()
        and words[0].text not in _PARTS_OF_NAMES
        and not any(char.isdigit() for word in words for char in word.text)
    )
