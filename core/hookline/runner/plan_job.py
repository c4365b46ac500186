"""A plan as the job of an engine."""

from __future__ import annotations

from dataclasses import dataclass, field

from hookline.components.engine import Watch
from hookline.errors import blaming
from hookline.plan import Plan
from hookline.runner.backoff import Backoff
from hookline.runner.worker import Worker, backoff_of

__all__ = ["PlanJob"]


@dataclass(frozen=True, slots=True)
class PlanJob:
    """A plan as a `hookline.Job`; processes that are forked with it share `backoff`."""

    plan: Plan
    backoff: Backoff = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "backoff", backoff_of(self.plan))

    @property
    def stages(self) -> tuple[str, ...]:
        """The names of the stages, in order."""
        return tuple(bound.name for bound in self.plan.stages)

    @property
    def has_model(self) -> bool:
        """Whether a stage loads a model."""
        return self.plan.has_model

    @property
    def importable(self) -> bool:
        """Whether no component is defined in a script, a notebook or a function."""
        bound = (*self.plan.sources, *self.plan.stages, self.plan.sink)
        classes = [item.component for item in bound]
        return not any(cls.__module__ == "__main__" or "<" in cls.__qualname__ for cls in classes)

    def open(self, watch: Watch | None = None) -> Worker:
        """
        Open the stages in this process.

        Raises:
            HooklineError: A stage could not be opened.
        """
        with blaming("the stages could not be opened"):
            return Worker(self.plan, watch, self.backoff)
