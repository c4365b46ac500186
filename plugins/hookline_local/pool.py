"""Worker processes that may hang or die: what they held is computed again, in halves."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from time import monotonic
from types import TracebackType
from typing import Any

from hookline import Failure, Plan, PluginError, Tally, Unit, UnitResult
from hookline_local.child import serve

AHEAD = 2  # units in hand for each worker, so that none waits for the input


class Crash(Exception):
    """A worker process that ended by itself."""


class Timeout(Exception):
    """A batch that took longer than its stage allows."""


class Pool:
    """
    A fixed number of worker processes, each with its own open stages.

    Results come back in input order. A process that dies, or that a batch keeps longer than its
    stage's time limit, is replaced; the unit it held is split in two until the document at fault
    stands alone and fails.
    """

    def __init__(self, plan: Plan, workers: int) -> None:
        self._plan = plan
        self._workers = workers
        self._children: list[_Child] = []

    def __enter__(self) -> Pool:
        for _ in range(self._workers):
            self._children.append(_Child(self._plan, self._workers))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self._children:
            child.stop()

    def compute(self, units: Iterable[Unit]) -> Iterator[UnitResult]:
        """Yield the results of all units, in order, a bounded number of units ahead."""
        given = iter(units)
        todo: deque[Unit] = deque()
        done: dict[int, UnitResult] = {}
        at: int | None = None  # the document whose result is due
        held = 0  # documents drawn and not yet yielded
        window = self._workers * AHEAD
        more = True
        while more or held:
            while more and len(todo) + len(done) + self._busy() < window:
                unit = next(given, None)
                if unit is None:
                    more = False
                    break
                at = unit.start if at is None else at
                held += len(unit.items)
                todo.append(unit)
            for child in self._children:
                if todo and child.idle:
                    child.give(todo.popleft())
            if held:
                self._listen(todo, done)
            while at is not None and at in done:
                result = done.pop(at)
                at += len(result.outcomes)
                held -= len(result.outcomes)
                yield result

    def _busy(self) -> int:
        return sum(child.unit is not None for child in self._children)

    def _listen(self, todo: deque[Unit], done: dict[int, UnitResult]) -> None:
        """Wait for one event at least: a message, a death, or a time limit that has passed."""
        deadlines = [child.deadline for child in self._children if child.deadline is not None]
        patience = max(min(deadlines) - monotonic(), 0) if deadlines else None
        ready = wait([child.pipe for child in self._children], patience)
        for index, child in enumerate(self._children):
            error: Exception | None = None
            if child.pipe in ready:
                try:
                    result = child.hear()
                    if result is not None:
                        done[result.start] = result
                except (EOFError, ConnectionResetError, OSError):
                    code = child.stop()
                    if not child.opened:
                        raise PluginError(
                            f"a worker process died while it opened the stages (exit code {code})"
                        ) from None
                    error = Crash(
                        f"the process ended in the stage `{child.stage}`, exit code {code}"
                    )
            elif child.deadline is not None and monotonic() > child.deadline:
                child.stop()
                limit = child.limit
                error = Timeout(f"the stage `{child.stage}` took longer than its {limit} s")
            if error:
                self._children[index] = _Child(self._plan, self._workers)
                self._split(child, error, todo, done)

    def _split(
        self, child: _Child, error: Exception, todo: deque[Unit], done: dict[int, UnitResult]
    ) -> None:
        """Queue the halves of the unit that a lost process held, or fail its only document."""
        unit = child.unit
        if unit is None:
            return
        if len(unit.items) > 1:
            half = len(unit.items) // 2
            todo.appendleft(Unit(unit.start + half, unit.items[half:]))
            todo.appendleft(Unit(unit.start, unit.items[:half]))
            return
        names = [stage.name for stage in self._plan.stages]
        step = names.index(child.stage) if child.stage in names else len(names)
        failure = Failure.of(unit.items[0], child.stage, error, step)
        result = UnitResult(unit.start, [failure], [Tally(name) for name in names])
        result.tallies = result.count()
        done[unit.start] = result


class _Child:
    """One worker process, as its parent sees it."""

    def __init__(self, plan: Plan, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        threads = max((os.cpu_count() or 1) // workers, 1)
        self.process = context.Process(target=serve, args=(plan, theirs, threads), daemon=True)
        # Ctrl-C and SIGTERM go to all processes: blocked here, they stay blocked in the child, and
        # the parent alone decides when it ends.
        resource_tracker.ensure_running()  # starting it later would lift the block
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        theirs.close()
        self.opened = False
        self.unit: Unit | None = None
        self.stage = ""
        self.limit: float | None = None
        self.deadline: float | None = None

    @property
    def idle(self) -> bool:
        return self.opened and self.unit is None

    def give(self, unit: Unit) -> None:
        """Send a unit to compute."""
        self.unit = unit
        with suppress(BrokenPipeError, ConnectionResetError):  # dead: `hear` will say so
            self.pipe.send(unit)

    def hear(self) -> UnitResult | None:
        """Take one message; return a result if it was one."""
        kind, value = self.pipe.recv()
        if kind == "broken":
            raise value
        if kind == "open":
            self.opened = True
        elif kind == "at":
            self.stage, self.limit = value
            self.deadline = None if self.limit is None else monotonic() + self.limit
        else:
            self.unit = None
            self.deadline = None
            result: Any = value
            return result if isinstance(result, UnitResult) else None
        return None

    def stop(self) -> int | None:
        """End the process and return its exit code."""
        if self.process.is_alive() and self.unit is None:
            self.pipe.close()
            self.process.join(0.5)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode
