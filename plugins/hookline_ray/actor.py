"""What runs in an actor: the open stages of a plan."""

from __future__ import annotations

import os
import threading
from queue import Empty, SimpleQueue
from typing import NamedTuple

from hookline import Job, Lost, Unit, UnitResult


class Timeout(Exception):
    """A batch that took longer than its stage allows."""


class StageCall(NamedTuple):
    """A call of a stage: its time limit, and its first and last document within the unit."""

    stage: str
    limit: float | None
    first: int
    last: int


class Actor:
    """
    The open stages of a plan, on some node of the cluster.

    A unit is computed in a thread of its own, so that a call that takes too long can be reported; the
    actor is then to be killed.
    """

    def __init__(self, job: Job, threads: int) -> None:
        os.environ["OMP_NUM_THREADS"] = str(threads)  # read by torch when a stage imports it
        self._events: SimpleQueue[StageCall | UnitResult | BaseException] = SimpleQueue()
        self._worker = job.open(lambda *call: self._events.put(StageCall(*call)))

    def compute(self, unit: Unit) -> UnitResult | Lost:
        """Return the result of a unit, or the call that takes too long."""
        threading.Thread(target=self._work, args=(unit,), daemon=True).start()
        call = StageCall("", None, 0, 0)
        while True:
            try:
                event = self._events.get(timeout=call.limit)
            except Empty:
                error = Timeout(f"the stage `{call.stage}` took longer than its {call.limit} s")
                return Lost(unit.start, error, call.stage, call.first, call.last, final=True)
            if isinstance(event, BaseException):
                raise event
            if isinstance(event, UnitResult):
                return event
            call = event

    def _work(self, unit: Unit) -> None:
        try:
            self._events.put(self._worker.compute(unit))
        except BaseException as error:  # noqa: BLE001  # it is raised in the thread that waits
            self._events.put(error)
