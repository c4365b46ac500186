"""The engine `ray`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field, NonNegativeFloat

from hookline import Engine

if TYPE_CHECKING:  # listing plugins must not load the runner
    from hookline import Job, Lost, Unit, UnitResult
    from hookline_ray.actor_pool import ActorPool


class RayEngine(Engine):
    """
    Compute on a Ray cluster: actors hold the models, this process reads, orders and writes.

    A local Ray is started where no address is given and no cluster has been joined.
    """

    name = "ray"
    optional: ClassVar[dict[str, str]] = {"ray": "hookline[ray]"}

    class Options(Engine.Options):
        """Options of the engine."""

        address: str | None = Field(
            None,
            description="the cluster, such as `auto` or `ray://host:10001`; by default a local one",
        )
        cpus: NonNegativeFloat = Field(1.0, description="CPUs that an actor takes")
        gpus: NonNegativeFloat = Field(
            0.0, description="GPUs that an actor takes, or a part of one"
        )

    _pool: ActorPool | None = None

    def start(self, job: Job, workers: int | None) -> int:
        from hookline_ray.actor_pool import ActorPool

        self._pool = ActorPool(job, self.options, workers)
        return self._pool.size

    def submit(self, unit: Unit) -> None:
        assert self._pool is not None
        self._pool.submit(unit)

    def wait(self, timeout: float) -> list[UnitResult | Lost]:
        assert self._pool is not None
        return self._pool.wait(timeout)

    def release(self) -> None:
        if self._pool:
            self._pool.release()

    def stop(self) -> None:
        if self._pool:
            self._pool.stop()
