"""Compute units in order on this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hookline import Engine, Plan, Unit, UnitResult, Worker


class Local(Engine):
    """Compute in this process."""

    name = "local"

    def compute(self, plan: Plan, units: Iterable[Unit], workers: int) -> Iterator[UnitResult]:
        worker = Worker(plan)
        try:
            for unit in units:
                yield worker.compute(unit)
        finally:
            worker.close()
