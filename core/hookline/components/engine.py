"""The engine contract: compute units of documents somewhere, in any order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Protocol

from hookline.components.component import Component
from hookline.components.unit import Lost, Unit, UnitResult

__all__ = ["Engine", "Job", "UnitWorker", "Watch"]

Watch = Callable[[str, float | None, int, int], None]
"""
Called before each call of a stage with the stage's name, the time limit of the call in seconds (or
None), and the indexes of its first and last document in the unit.
"""


class UnitWorker(Protocol):
    """The open stages of a run, in one process."""

    def compute(self, unit: Unit) -> UnitResult:
        """Return the outcome of every item of a unit."""

    def close(self) -> None:
        """Close the stages."""


class Job(Protocol):
    """The work of a run, as an engine sees it; picklable if `importable` is true."""

    @property
    def stages(self) -> Sequence[str]:
        """The names of the stages, in order."""

    @property
    def has_model(self) -> bool:
        """Whether a stage loads a model, which takes seconds and gigabytes of memory."""

    @property
    def importable(self) -> bool:
        """Whether another process can import every component, as none is defined in a script."""

    def open(self, watch: Watch | None = None) -> UnitWorker:
        """
        Open the stages in this process.

        Raises:
            HooklineError: A stage could not be opened.
        """


class Engine(Component, ABC):
    """
    Compute the stages of a run.

    The host reads, batches, orders and writes. An engine computes units and returns their results in
    any order, or reports units as lost. All methods are called from one thread:

        class Here(Engine):
            name = "here"

            def start(self, job, workers):
                self.worker, self.results = job.open(), []
                return 1

            def submit(self, unit):
                self.results.append(self.worker.compute(unit))

            def wait(self, timeout):
                results, self.results = self.results, []
                return results

            def stop(self):
                self.worker.close()
    """

    kind = "engine"
    name: ClassVar[str]

    @abstractmethod
    def start(self, job: Job, workers: int | None) -> int:
        """
        Start up and return the number of units that can be computed in parallel.

        `workers` is the number of processes to use; with None the engine chooses.

        Raises:
            HooklineError: The engine cannot be reached.
        """

    @abstractmethod
    def submit(self, unit: Unit) -> None:
        """
        Start to compute a unit; at most as many units are pending as `start` returned.

        It should return immediately: an engine that computes here delays interruptions.
        """

    @abstractmethod
    def wait(self, timeout: float) -> Iterable[UnitResult | Lost]:
        """
        Return finished and lost units, after `timeout` seconds at most.

        Each submitted unit is returned once. It is `Lost` if its process ended or took too long; the
        host then submits its documents again, and suspect documents one at a time.

        Raises:
            HooklineError: The engine cannot continue.
        """

    def release(self) -> None:
        """Release idle processes; called when no unit is waiting."""

    @abstractmethod
    def stop(self) -> None:
        """End all processes and abandon pending units; called once."""
