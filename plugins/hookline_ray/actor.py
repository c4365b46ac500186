"""What runs in an actor: the open stages of a plan."""

from __future__ import annotations

import os
import threading
from queue import Empty, SimpleQueue
from typing import NamedTuple

from hookline import Plan, Unit, UnitResult, Worker


class Overrun(NamedTuple):
    """A call of a stage that takes longer than its limit: the actor is lost, and knows by whom."""

    stage: str
    limit: float
    first: int
    last: int


class Actor:
    """
    The open stages of a plan, on some node of the cluster.

    A unit is computed in a thread of its own, so that a call that takes too long can be reported; the
    actor is then to be ended.
    """

    def __init__(self, plan: Plan, threads: int) -> None:
        os.environ["OMP_NUM_THREADS"] = str(threads)  # read by torch when a stage imports it
        self._events: SimpleQueue[Overrun | UnitResult | BaseException | None] = SimpleQueue()
        self._limit: float | None = None
        self._at = Overrun("", 0.0, 0, 0)
        self._worker = Worker(plan, self._note)

    def compute(self, unit: Unit) -> UnitResult | Overrun:
        """Return the result of a unit, or what keeps it from one."""
        self._limit = None
        threading.Thread(target=self._work, args=(unit,), daemon=True).start()
        while True:
            limit = self._limit
            try:
                event = self._events.get(timeout=limit)
            except Empty:  # nothing has moved for so long
                return self._at
            if isinstance(event, BaseException):
                raise event
            if isinstance(event, UnitResult):
                return event

    def _work(self, unit: Unit) -> None:
        try:
            self._events.put(self._worker.compute(unit))
        except BaseException as error:  # noqa: BLE001  # it is raised in the thread that waits
            self._events.put(error)

    def _note(self, stage: str, limit: float | None, first: int, last: int) -> None:
        self._at = Overrun(stage, limit or 0.0, first, last)
        self._limit = limit
        self._events.put(None)
