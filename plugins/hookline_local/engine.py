"""The engine `local`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ByteSize, Field

from hookline import Engine

if TYPE_CHECKING:  # listing plugins must not load the runner
    from hookline import Job, Lost, Unit, UnitResult, UnitWorker
    from hookline_local.pool import WorkerPool


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

    _pool: WorkerPool | None = None
    _worker: UnitWorker | None = None

    def start(self, job: Job, workers: int | None) -> int:
        self._results: list[UnitResult] = []
        if not job.stages:
            self._worker = job.open()
            return 1
        from hookline_local.machine import allowance, default_workers
        from hookline_local.pool import WorkerPool

        workers = workers or default_workers(job)
        self._pool = WorkerPool(job, workers, int(self.options.memory or allowance(workers)))
        return workers

    def submit(self, unit: Unit) -> None:
        if self._pool:
            self._pool.submit(unit)
        elif self._worker:
            self._results.append(self._worker.compute(unit))

    def wait(self, timeout: float) -> list[UnitResult | Lost]:
        if self._pool:
            return self._pool.wait(timeout)
        results, self._results = self._results, []
        return [*results]

    def release(self) -> None:
        if self._pool:
            self._pool.release()

    def stop(self) -> None:
        if self._pool:
            self._pool.stop()
        if self._worker:
            self._worker.close()
