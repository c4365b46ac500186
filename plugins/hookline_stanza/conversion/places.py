"""Take a place and the larger place behind its comma apart: "Kano, Nigeria"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline import Entity, Token

from .spans import token_range

__all__ = ["split_places"]

_DISTRICT = "DC"
"""What stands behind a comma within one name: "Washington, D.C."."""

_QUARTERS = ("north", "south", "east", "west")
_SIDES = frozenset((*_QUARTERS, *(f"{quarter}ern" for quarter in _QUARTERS), "central"))


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
        first, end = token_range(tokens, entity)
        parts: list[list[Token]] = [[]]
        for token in tokens[first:end]:
            if token.text == ",":
                parts.append([])
            else:
                parts[-1].append(token)
        for number in range(len(parts) - 1, 0, -1):
            if "".join(word.text for word in parts[number]).replace(".", "") == _DISTRICT:
                parts[number - 1] += parts.pop(number)
        parts = [part[1:] if part and part[0].text == "in" else part for part in parts]
        if len(parts) == 1 or not all(map(_is_place, parts)):
            yield entity
            continue
        for part in parts:
            yield entity._replace(start=part[0].start, end=part[-1].end)


def _is_place(words: Sequence[Token]) -> bool:
    """Tell whether words can be the name of a place of their own, or a side of one."""
    texts = [word.text for word in words]
    if len(texts) > 1 and texts[0] in _SIDES:
        texts = texts[1:]
    return (
        bool(texts)
        and texts[0][:1].isupper()
        and texts[-1] != "of"
        and not any(char.isdigit() for text in texts for char in text)
    )
