"""Tag the state, not the party, in the tags that American news puts behind a politician: "(D-Ohio)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline import Entity, Token

from .spans import token_range

__all__ = ["without_party_tags"]

_PARTIES = frozenset({"D", "R", "I"})
_HYPHENS = frozenset({"-", "–"})


def without_party_tags(tokens: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """
    Yield the entities; one over "D-Ohio" becomes the place "Ohio".

    Args:
        tokens: Tokens of the document.
        entities: Entities, in order.
    """
    for entity in entities:
        first, _ = token_range(tokens, entity)
        if first + 2 < len(tokens) and tokens[first].text in _PARTIES:
            party, hyphen, place = tokens[first : first + 3]
            is_tag = party.end == hyphen.start and hyphen.end == place.start < entity.end
            is_tag = is_tag and hyphen.text in _HYPHENS
            if is_tag and place.text[:1].isupper():
                entity = entity._replace(start=place.start, label="LOC")
        yield entity
