"""Compute units in order on this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pydantic import ByteSize, Field

from hookline import Engine

if TYPE_CHECKING:  # listing plugins must not load the runner
    from hookline import Plan, Unit, UnitResult


class Local(Engine):
    """
    Compute on this machine, in worker processes that may hang or die.

    A document that makes a stage hang, crash, exit or eat memory costs itself and no other. A plan
    without stages is computed in the process of the run, which no document can take down.
    """

    name = "local"

    class Options(Engine.Options):
        """Options of the engine."""

        memory: ByteSize | None = Field(
            None,
            description="what a worker process may allocate beyond its models, such as 4GB; by "
            "default its share of the machine's memory",
        )

    def compute(
        self, plan: Plan, units: Iterable[Unit], workers: int | None
    ) -> Iterator[UnitResult]:
        if plan.stages:
            from hookline_local.machine import allowance, default_workers
            from hookline_local.pool import Pool

            workers = workers or default_workers(plan)
            memory = int(self.options.memory or allowance(workers))
            with Pool(plan, workers, memory) as pool:
                yield from pool.compute(units)
            return
        from hookline import Worker

        worker = Worker(plan)
        try:
            for unit in units:
                yield worker.compute(unit)
        finally:
            worker.close()
