"""Actors that compute the units of a run."""

from __future__ import annotations

from typing import Any

import ray
from ray.exceptions import ActorDiedError, RayActorError, RayTaskError, WorkerCrashedError

from hookline import Job, Lost, PluginError, Unit, UnitResult
from hookline_ray.actor import Actor
from hookline_ray.cluster import join_cluster, own_error

LOST = (ActorDiedError, RayActorError, WorkerCrashedError)


class Crash(Exception):
    """An actor that ended by itself."""


class ActorPool:
    """
    Actors that each hold the open stages of a run; no more of them than there have been units.

    `size` is how many there can be. One that dies, or whose call of a stage takes too long, is replaced
    by the next unit.
    """

    def __init__(self, job: Job, options: Any, workers: int | None) -> None:
        self._options = options
        self._joined = not ray.is_initialized()
        if self._joined:
            join_cluster(options.address, workers)
        cpus = int(ray.cluster_resources().get("CPU", 1) / max(options.cpus, 0.01))
        self.size = workers or max(cpus, 1)
        self._job = ray.put(job)
        self._idle: list[Any] = []
        self._pending: dict[Any, tuple[Any, Unit]] = {}  # by the reference of its result

    def submit(self, unit: Unit) -> None:
        """Compute a unit in an idle actor, or in a new one."""
        actor = self._idle.pop() if self._idle else self._start_actor()
        self._pending[actor.compute.remote(unit)] = (actor, unit)

    def wait(self, timeout: float) -> list[UnitResult | Lost]:
        """Return what has been computed or lost, at the latest after `timeout` seconds."""
        references = list(self._pending)
        ready, _ = ray.wait(references, num_returns=len(references), timeout=0)
        if not ready:
            ready, _ = ray.wait(references, num_returns=1, timeout=timeout)
        return [self._take(reference) for reference in ready]

    def release(self) -> None:
        """End idle actors."""
        while self._idle:
            ray.kill(self._idle.pop())

    def stop(self) -> None:
        """End all actors, and a Ray that was started for them."""
        self.release()
        for actor, _ in self._pending.values():
            ray.kill(actor)
        self._pending.clear()
        if self._joined:
            ray.shutdown()

    def _take(self, reference: Any) -> UnitResult | Lost:
        actor, unit = self._pending.pop(reference)
        try:
            result: UnitResult | Lost = ray.get(reference)
        except LOST as error:
            if isinstance(error, ActorDiedError) and "creation task" in str(error):
                cause = getattr(error, "cause", None)
                raise PluginError(
                    f"the stages cannot be opened in an actor: {cause or error}"
                ) from error
            return Lost(unit.start, Crash("the actor ended while it held this document"))
        except RayTaskError as error:
            raise own_error(error) from error
        if isinstance(result, Lost):
            ray.kill(actor)
        else:
            self._idle.append(actor)
        return result

    def _start_actor(self) -> Any:
        options: dict[str, Any] = {"num_cpus": self._options.cpus, "num_gpus": self._options.gpus}
        remote = ray.remote(max_restarts=0, max_task_retries=0, **options)(Actor)
        return remote.remote(self._job, max(int(self._options.cpus), 1))
