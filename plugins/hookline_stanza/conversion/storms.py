"""Make names of storms whole: "Hurricane Maria" is no person, nor is "Maria" in the same document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline import Entity, Token

from .spans import token_range

__all__ = ["correct_storms"]

_STORMS = frozenset(("Hurricane", "Typhoon", "Cyclone"))
_TROPICAL = ("Tropical", "Storm")
_NAMES = frozenset(("PERSON", "LOC", "ORG", "MISC"))


def correct_storms(tokens: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """
    Yield the entities; a name of one word behind the kind of a storm has that in it, and is MISC.

    So is the name alone, unless a person of the document has it ("Maria", beside "Maria Lopez").

    Args:
        tokens: Tokens of the document.
        entities: Entities, in order.
    """
    starts: dict[int, int] = {}
    storms: set[str] = set()
    persons: set[str] = set()
    done = 0
    for entity in entities:
        first, end = token_range(tokens, entity)
        if entity.label == "PERSON" and end - first > 1:
            persons.update(token.text for token in tokens[first:end])
        kind = _kind(tokens, first)
        is_free, done = kind >= done, end
        if is_free and entity.label in _NAMES and end - first == 1 and kind < first:
            starts[entity.start] = tokens[kind].start
            storms.add(tokens[first].text)
    storms -= persons
    for entity in entities:
        if entity.start in starts:
            yield entity._replace(start=starts[entity.start], label="MISC")
        else:
            first, end = token_range(tokens, entity)
            is_storm = entity.label in _NAMES and end - first == 1 and tokens[first].text in storms
            yield entity._replace(label="MISC") if is_storm else entity


def _kind(tokens: Sequence[Token], first: int) -> int:
    """Return the first token of the kind of a storm before a token, else the token itself."""
    words = [token.text for token in tokens[max(0, first - 2) : first]]
    if tokens[max(0, first - 1)].sentence != tokens[first].sentence:
        return first
    if tuple(words) == _TROPICAL:
        return first - 2
    return first - 1 if words and words[-1] in _STORMS else first
