"""The engine contract: compute units of documents somewhere, in any order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Protocol

from hookline.components.component import Component
from hookline.components.work import Lost, Unit, UnitResult

__all__ = ["Engine", "Job", "UnitWorker", "Watch"]

Watch = Callable[[str, float | None, int, int], None]
"""
Told before each call of a stage: the stage's name, the seconds that the call may take (None: no
limit), and the numbers of its first and last document within the unit.
"""


class UnitWorker(Protocol):
    """The open stages of a run, in one process."""

    def compute(self, unit: Unit) -> UnitResult:
        """Return the outcome of every item of a unit."""

    def close(self) -> None:
        """Close the stages."""


class Job(Protocol):
    """What an engine needs of a run; it can be pickled where `importable` is true."""

    @property
    def stages(self) -> Sequence[str]:
        """The names of the stages, in order."""

    @property
    def has_model(self) -> bool:
        """Whether a stage loads a model, which takes seconds and gigabytes."""

    @property
    def importable(self) -> bool:
        """Whether another process can import every component: none is local to a script."""

    def open(self, watch: Watch | None = None) -> UnitWorker:
        """
        Open the stages in this process.

        Raises:
            HooklineError: a stage could not be opened.
        """


class Engine(Component, ABC):
    """
    Where the stages of a run are computed.

    The host reads, batches, orders and writes. An engine takes units, hands back their results in
    any order, and says which units it lost. The methods are called from one thread:

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
        Get ready to compute and return the number of units that can be computed at a time.

        `workers` is how many processes to use, None where the engine should choose.

        Raises:
            HooklineError: the engine cannot be reached.
        """

    @abstractmethod
    def submit(self, unit: Unit) -> None:
        """
        Start to compute a unit; never called with more units pending than `start` returned.

        It should return at once: an engine that computes here delays interruptions.
        """

    @abstractmethod
    def wait(self, timeout: float) -> Iterable[UnitResult | Lost]:
        """
        Return what has been computed or lost, at the latest after `timeout` seconds.

        Each submitted unit comes back once. `Lost` says that a unit has no result because its process
        ended or took too long; the host submits its documents again, those at fault alone.

        Raises:
            HooklineError: nothing can be computed any more.
        """

    def release(self) -> None:
        """Release idle processes: no unit is waiting at present."""

    @abstractmethod
    def stop(self) -> None:
        """End all processes, and with them the computation of pending units; called once."""
