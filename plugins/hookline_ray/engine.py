"""Compute units in order on the actors of a Ray cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field, NonNegativeFloat

from hookline import Engine

if TYPE_CHECKING:  # listing plugins must not load the runner
    from hookline import Plan, Unit, UnitResult


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

    def compute(
        self, plan: Plan, units: Iterable[Unit], workers: int | None
    ) -> Iterator[UnitResult]:
        from hookline_ray.crew import Crew

        with Crew(plan, self.options, workers) as crew:
            yield from crew.compute(units)
