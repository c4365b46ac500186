"""Make entities of the amounts of money in a text, and whole ones of their pieces."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from hookline import Document, Entity
from hookline_values.money import amounts

__all__ = ["with_amounts"]


def with_amounts(doc: Document, add: bool) -> Document:
    """
    Return a document in which an entity MONEY covers its whole amount: "1.5 Mrd. Euro", not "Euro".

    Where `add` is true, amounts that no entity covers become entities.
    """
    old = doc.entities or ()
    starts = [entity.start for entity in old]
    ends = [entity.end for entity in old]
    changed: dict[int, Entity] = {}
    dropped: dict[int, int] = {}
    added: list[Entity] = []
    for start, end in amounts(doc.text):
        overlapping = range(bisect_right(ends, start), bisect_left(starts, end))
        if not overlapping:
            if add:
                added.append(Entity(start, end, "MONEY"))
            continue
        first, *others = overlapping
        pieces = [changed.get(index, old[index]) for index in overlapping]
        if not all(_is_piece(piece, start, end) for piece in pieces):
            continue
        changed[first] = pieces[0]._replace(
            start=min(start, pieces[0].start), end=max(end, pieces[-1].end), label="MONEY"
        )
        dropped.update((index, first) for index in others)
    if not (changed or added):
        return doc
    kept = [index for index in range(len(old)) if index not in dropped]
    entities = [(changed.get(index, old[index]), index) for index in kept]
    entities += [(entity, -1) for entity in added]
    entities.sort(key=lambda item: item[0].start)
    indexes = {index: number for number, (_, index) in enumerate(entities) if index >= 0}
    indexes.update((index, indexes[first]) for index, first in dropped.items())
    return doc.with_replaced("entities", [entity for entity, _ in entities], indexes)


def _is_piece(entity: Entity, start: int, end: int) -> bool:
    """Return whether an entity that overlaps an amount is the same amount, or a piece of it."""
    covered = start <= entity.start and entity.end <= end
    return entity.label == "MONEY" or (entity.label == "DATE" and covered)
