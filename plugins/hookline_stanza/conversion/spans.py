"""Compute the spans of entities, of their tokens, and of the words of fused tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from hookline import Entity, Token

Offsets = tuple[int, int]
"""Start and end (exclusive) in code points."""


def entity_spans(tags: Sequence[str], spans: Sequence[Offsets]) -> Iterator[Entity]:
    """Yield the entities of BIOES tags; a run without B starts at the first tag of its label."""
    start, current = -1, ""
    for (word_start, word_end), tag in zip(spans, tags, strict=True):
        position, _, label = tag.partition("-")
        if position in "BS" or position == "O" or label != current:
            start, current = (-1, "") if position == "O" else (word_start, label)
        if position in ("S", "E") and start >= 0:
            yield Entity(start, word_end, current)
            start, current = -1, ""


def joined(
    entities: Iterable[Entity], are_one: Callable[[Entity, Entity], bool]
) -> Iterator[Entity]:
    """
    Yield entities, as one where `are_one` says of neighbours that they are.

    One that reaches into the entity before it begins behind that.
    """
    last: Entity | None = None
    for entity in entities:
        if last is not None and entity.start < last.end:
            entity = entity._replace(start=last.end)
        if last is not None and are_one(last, entity):
            last = last._replace(end=entity.end)
            continue
        if last is not None:
            yield last
        last = entity
    if last is not None:
        yield last


def token_range(tokens: Sequence[Token], entity: Entity) -> tuple[int, int]:
    """Return the index of an entity's first token, and that behind its last."""
    first = bisect_left(tokens, entity.start, key=_start)
    return first, bisect_left(tokens, entity.end, lo=first, key=_start)


def _start(token: Token) -> int:
    return token.start


def word_spans(token: Offsets, words: Sequence[str], text: str) -> list[Offsets]:
    """
    Return the spans of the words of a fused token.

    Where the words spell the token, apart from letter case and the kind of apostrophe, each has its
    own characters; elsewhere each has the span of the token.
    """
    start, end = token
    if len(words) == 1:
        return [token]
    surface, spelled = text[start:end], "".join(words)
    if _normalize(spelled) != _normalize(surface) or len(spelled) != len(surface):
        return [token] * len(words)
    spans = []
    for word in words:
        spans.append((start, start + len(word)))
        start += len(word)
    return spans


def _normalize(text: str) -> str:
    return text.lower().replace("’", "'")
