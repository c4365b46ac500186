"""Make places of the states in the tags that American news puts behind politicians: "(D-Ohio)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline import Entity, Token

from .spans import token_range

__all__ = ["with_states"]

_PARTIES = frozenset({"D", "R", "I", "L"})
_HYPHENS = frozenset({"-", "–"})


def with_states(tokens: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """
    Yield the entities; of a tag such as "D-Ohio" the place "Ohio" is one, and the party is not.

    That is where an entity begins with the tag, or it stands in a bracket or between commas behind a
    person.

    Args:
        tokens: Tokens of the document.
        entities: Entities, in order.
    """
    ranges = [token_range(tokens, entity) for entity in entities]
    covered = {index for first, end in ranges for index in range(first, end)}
    for entity, (first, end) in zip(entities, ranges, strict=True):
        if _is_tag(tokens, first) and tokens[first + 2].start < entity.end:
            entity = entity._replace(start=tokens[first + 2].start, label="LOC")
        yield entity
        if entity.label != "PERSON" or end >= len(tokens) or tokens[end].text not in ("(", ","):
            continue
        state = last = end + 3
        if _is_tag(tokens, end + 1) and state not in covered:
            while last + 1 not in covered and _goes_on(tokens, state, last + 1):
                last += 1
            yield Entity(tokens[state].start, tokens[last].end, "LOC")


def _is_tag(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the letter of a party, a hyphen and a name follow without a space."""
    if first + 2 >= len(tokens) or tokens[first].text not in _PARTIES:
        return False
    party, hyphen, place = tokens[first : first + 3]
    is_tight = party.end == hyphen.start and hyphen.end == place.start
    return is_tight and hyphen.text in _HYPHENS and place.text[:1].isupper()


def _goes_on(tokens: Sequence[Token], state: int, index: int) -> bool:
    """Return whether a token is another word of the name that begins at one before it."""
    if index >= len(tokens) or tokens[index].sentence != tokens[state].sentence:
        return False
    return tokens[index].text[:1].isupper()
