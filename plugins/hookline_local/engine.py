"""Compute units in order on this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from hookline import Engine

if TYPE_CHECKING:  # listing plugins must not load the runner
    from hookline import Plan, Unit, UnitResult


class Local(Engine):
    """
    Compute on this machine: in this process, or in worker processes of its own.

    Worker processes are used for more than one worker, where a stage has a `timeout`, and after a
    sitting that ended without warning: a batch that hangs or takes its process down then costs the
    documents at fault and no others.
    """

    name = "local"

    def compute(
        self, plan: Plan, units: Iterable[Unit], workers: int, isolate: bool
    ) -> Iterator[UnitResult]:
        if workers > 1 or plan.timed or isolate:
            from hookline_local.pool import Pool

            with Pool(plan, workers) as pool:
                yield from pool.compute(units)
            return
        from hookline import Worker

        worker = Worker(plan)
        try:
            for unit in units:
                yield worker.compute(unit)
        finally:
            worker.close()
