"""Take the same documents through two configs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from hookline.components.registry import Registry
from hookline.components.source import Unreadable
from hookline.components.work import flatten
from hookline.config import read_file
from hookline.document.document import Document
from hookline.document.record import to_record
from hookline.plan import build
from hookline.plan.inputs import replace_input
from hookline.runner.worker import Worker

__all__ = ["both_sides"]


def both_sides(
    before: str, after: str, inputs: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]:
    """Yield the id of every document and the record that each config makes of it, None for none."""
    registry = Registry.discover()
    sides = [_side(config, inputs, registry) for config in (before, after)]
    for one, two in zip_longest(*sides, fillvalue=("", None)):
        yield one[0] or two[0], one[1], two[1]


def _side(
    config: str, inputs: Sequence[str], registry: Registry
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    tree = read_file(config)
    replace_input(tree, registry, inputs)
    plan = build(tree, registry)
    worker = Worker(plan)
    try:
        with plan.secrets.kept():
            for source in plan.open_sources():
                for item in source.read():
                    if isinstance(item, Unreadable):
                        yield str(item.place), None
                        continue
                    ((outcome,), _) = worker.through([item])
                    for part in flatten(outcome):
                        if isinstance(part, Document):
                            yield part.id, to_record(part, ("tokens",))
                        else:
                            yield item.id, None
                source.close()
    finally:
        worker.close()
