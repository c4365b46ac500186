"""Worker processes that may hang or die."""

from __future__ import annotations

import warnings
from collections import deque
from multiprocessing.connection import wait
from time import monotonic

from hookline import Job, Lost, PluginError, Unit, UnitResult
from hookline_local.forkserver_client import ForkServer
from hookline_local.machine import cores
from hookline_local.worker_handle import WorkerHandle
from hookline_local.worker_process import WorkerLimits


class WorkerPool:
    """
    Worker processes, each with its own open stages; no more of them than there have been units.

    One for which nothing is left to do can be released while others go on, and its models with it. One
    that dies, or that a call keeps longer than its stage's time limit, is replaced by the next unit.
    """

    def __init__(self, job: Job, workers: int, memory: int) -> None:
        self._workers = workers
        self._limits = WorkerLimits(max(cores() // workers, 1), memory)
        self._server = ForkServer(job)
        self._handles: list[WorkerHandle] = []
        self._leaving: list[WorkerHandle] = []
        self._waiting: deque[Unit] = deque()  # for the first process that has opened its stages

    def submit(self, unit: Unit) -> None:
        """Compute a unit in an idle process, or in a new one."""
        self._waiting.append(unit)
        self._assign()
        starting = sum(not handle.opened for handle in self._handles)
        if len(self._waiting) > starting and len(self._handles) < self._workers:
            self._add_worker()

    def wait(self, timeout: float) -> list[UnitResult | Lost]:
        """Return what has been computed or lost, at the latest after `timeout` seconds."""
        deadlines = [handle.deadline for handle in self._handles if handle.deadline is not None]
        if deadlines:
            timeout = min(timeout, max(min(deadlines) - monotonic(), 0.0))
        ready = wait([handle.pipe for handle in self._handles], timeout)
        events: list[UnitResult | Lost] = []
        for handle in list(self._handles):
            if handle.pipe in ready:
                try:
                    result = handle.receive()
                except (EOFError, OSError):
                    events += self._handle_exit(handle)
                else:
                    events += [] if result is None else [result]
            elif handle.deadline is not None and monotonic() > handle.deadline:
                self._handles.remove(handle)
                events.append(handle.timed_out())
        self._assign()
        return events

    def release(self) -> None:
        """Let idle processes close their stages and end."""
        for handle in [handle for handle in self._handles if handle.idle]:
            handle.dismiss()
            self._handles.remove(handle)
            self._leaving.append(handle)

    def stop(self) -> None:
        """End all processes: idle ones may close their stages, others are killed."""
        self.release()
        for handle in self._leaving + self._handles:
            handle.stop()
        self._server.close()

    def _assign(self) -> None:
        for handle in self._handles:
            if self._waiting and handle.idle:
                handle.give(self._waiting.popleft())

    def _add_worker(self) -> None:
        """Start a process; where the system refuses one, go on with those that there are."""
        try:
            self._handles.append(WorkerHandle(self._server, self._limits))
        except OSError as error:
            if not self._handles:
                raise
            self._go_on(f"a worker process cannot be started ({error.strerror or error})")

    def _go_on(self, problem: str) -> None:
        """Warn of a problem, and start no more processes than there are."""
        self._workers = len(self._handles)
        warnings.warn(f"{problem}; going on with {self._workers}", RuntimeWarning, stacklevel=2)

    def _handle_exit(self, handle: WorkerHandle) -> list[Lost]:
        """Forget a process that has ended by itself; return the unit that it held."""
        self._handles.remove(handle)
        if handle.opened:
            if handle.unit is not None:
                return [handle.crashed()]
            handle.stop(ended=True)
            return []
        code = handle.stop(ended=True)
        text = f"a worker process died while it opened the stages (exit code {code})"
        if not self._handles:
            raise PluginError(text)
        self._go_on(text)
        return []
