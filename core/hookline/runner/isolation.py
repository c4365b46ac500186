"""The rule by which a failed call is split to find the documents at fault."""

from __future__ import annotations

from collections.abc import Sequence

from hookline.components.unit import Unit

__all__ = ["isolate", "split_suspects"]


def isolate(suspects: Sequence[int]) -> list[Sequence[int]]:
    """Return the groups in which to retry the documents of a failed call: each document alone."""
    return [suspects[index : index + 1] for index in range(len(suspects))]


def split_suspects(unit: Unit, first: int | None, last: int | None) -> list[Unit]:
    """
    Split a unit after a call with its documents `first` to `last` was lost.

    The documents of the call are isolated; those before and those after it stay together. If the call
    is unknown, the unit is halved.
    """
    groups: list[Sequence[int]]
    if first is None or last is None:
        half = max(len(unit.items) // 2, 1)
        groups = [range(half), range(half, len(unit.items))]
    else:
        groups = [range(first), *isolate(range(first, last + 1)), range(last + 1, len(unit.items))]
    return [
        Unit(unit.start + group[0], unit.items[group[0] : group[-1] + 1])
        for group in groups
        if group
    ]
