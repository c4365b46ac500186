"""Run the same documents through two configs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from hookline.components.outcomes import flatten
from hookline.components.source import Unreadable
from hookline.document.document import Document
from hookline.document.record import to_record
from hookline.plan import Plan, read_plan
from hookline.runner.worker import Worker

__all__ = ["both_sides"]


def both_sides(
    before: str, after: str, plan_options: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]:
    """
    Yield the id of every document and its record by each config.

    The record is None if the document was dropped or failed.
    """
    sides = [_side(read_plan(config, **plan_options)) for config in (before, after)]
    for before_item, after_item in zip_longest(*sides, fillvalue=("", None)):
        yield before_item[0] or after_item[0], before_item[1], after_item[1]


def _side(plan: Plan) -> Iterator[tuple[str, dict[str, Any] | None]]:
    worker = Worker(plan)
    try:
        with plan.secrets.kept():
            for source in plan.open_sources():
                for item in source.read(0):
                    if isinstance(item, Unreadable):
                        yield str(item.place), None
                        continue
                    ((outcome,), _) = worker.through([item])
                    for part in flatten(outcome):
                        if isinstance(part, Document):
                            yield part.id, to_record(part, ("tokens",), plan.layers)
                        else:
                            yield item.id, None
                source.close()
    finally:
        worker.close()
