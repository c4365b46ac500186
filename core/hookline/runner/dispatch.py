"""Feed an engine with units, order its results, and isolate the documents that processes die of."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator

from hookline.components.engine import Engine, Job
from hookline.components.work import Failure, Lost, Tally, Unit, UnitResult
from hookline.runner.reader import Reader

__all__ = ["Dispatcher", "split_suspects"]

AHEAD = 2  # units computed or pending, for each one that is computed at a time
POLL = 0.1  # seconds between looks at `stop`
POLL_IDLE = 0.02  # seconds between looks at the queue while there is room in the engine
GRACE = 5.0  # seconds that units in hand are waited for once the run is stopped


class Dispatcher:
    """
    Gives an engine units and yields results in input order, a bounded number ahead.

    A unit is as large as the reader says, or as large as it has become after `linger` seconds while
    the engine has room. Once `stop` returns a number over 0, nothing is submitted any more and the
    units in hand are waited for, 5 seconds at most; over 1, they are given up at once.
    """

    def __init__(
        self,
        engine: Engine,
        job: Job,
        reader: Reader,
        linger: float,
        stop: Callable[[], int],
    ) -> None:
        self._engine = engine
        self._job = job
        self._reader = reader
        self._linger = linger
        self._stop = stop
        self._capacity = 1
        self._suspects: deque[Unit] = deque()
        self._pending: dict[int, Unit] = {}
        self._done: dict[int, UnitResult] = {}
        self._crashed: set[int] = set()  # documents that a process has died of while alone
        self._since: float | None = None  # when the queue was first seen to hold something

    def results(
        self, workers: int | None, done: int, stream_digest: str | None
    ) -> Generator[UnitResult | None, None, None]:
        """
        Yield the results behind the first `done` items, in order; None where there is time to spare.

        Raises:
            HooklineError: the engine or the input cannot go on.
        """
        try:
            # First of all: an engine may fork, which wants a process without other threads.
            self._capacity = self._engine.start(self._job, workers)
            self._reader.start(done, stream_digest, self._capacity)
            yield from self._ordered(done)
        finally:
            self._engine.stop()

    def _ordered(self, due: int) -> Generator[UnitResult | None, None, None]:
        deadline: float | None = None
        while True:
            while due in self._done:
                result = self._done.pop(due)
                due += len(result.outcomes)
                yield result
            if asked := self._stop():
                deadline = deadline or time.monotonic() + GRACE
                if asked > 1 or time.monotonic() > deadline or not self._pending:
                    return
            else:
                self._submit()
                if not (self._pending or self._suspects) and self._reader.exhausted:
                    return
            if self._pending:
                self._collect()
            elif not self._stop():
                self._await_input()
            if due not in self._done:
                yield None

    def _submit(self) -> None:
        """Give the engine units: suspects first, then what has been read."""
        while len(self._pending) < self._capacity:
            if self._suspects:
                unit = self._suspects.popleft()
            elif self._ready() and len(self._pending) + len(self._done) < self._capacity * AHEAD:
                unit = self._reader.take()
                self._since = None
            else:
                if self._reader.ended and not self._reader.waiting:
                    self._engine.release()
                return
            self._pending[unit.start] = unit
            self._engine.submit(unit)

    def _ready(self) -> bool:
        """Whether a unit can be made: a whole one, or one that has waited long enough."""
        if not self._reader.waiting:
            self._since = None
            return False
        if self._since is None:
            self._since = time.monotonic()
        return self._reader.full or time.monotonic() >= self._since + self._linger

    def _await_input(self) -> None:
        if self._since is None:
            self._reader.wait(whole=False, timeout=POLL)
        else:
            rest = self._since + self._linger - time.monotonic()
            self._reader.wait(whole=True, timeout=min(max(rest, 0.0), POLL))

    def _collect(self) -> None:
        """Take what the engine has done or lost."""
        self._reader.go_on()
        room = len(self._pending) < self._capacity and not self._stop()
        for item in self._engine.wait(POLL_IDLE if room else POLL):
            unit = self._pending.pop(item.start)
            if isinstance(item, UnitResult):
                self._done[item.start] = item
                self._crashed.discard(item.start)
            else:
                self._recover(unit, item)

    def _recover(self, unit: Unit, lost: Lost) -> None:
        """Queue the documents of a lost unit, and fail the one that is at fault for certain."""
        first, last = lost.first, lost.last
        if len(unit.items) == 1:
            first = last = 0
        if first is not None and first == last:
            number = unit.start + first
            if lost.final or number in self._crashed:
                self._fail(unit, first, lost)
                self._crashed.discard(number)
                parts = [Unit(unit.start, unit.items[:first]), _behind(unit, first)]
            else:  # somebody else may have ended the process: it is tried once more
                self._crashed.add(number)
                parts = split_suspects(unit, first, first)
        else:
            parts = split_suspects(unit, first, last)
        self._suspects.extendleft(part for part in reversed(parts) if part.items)

    def _fail(self, unit: Unit, index: int, lost: Lost) -> None:
        """Make the result of a document that a process died of."""
        names = list(self._job.stages)
        step = names.index(lost.stage) if lost.stage in names else len(names) if lost.stage else 0
        stage = lost.stage or (names[0] if len(names) == 1 else "stages")
        failure = Failure.of(unit.items[index], stage, lost.error, step, 1 if lost.final else 2)
        result = UnitResult(unit.start + index, [failure], [Tally(name) for name in names])
        result.tallies = result.count()
        self._done[result.start] = result


def split_suspects(unit: Unit, first: int | None, last: int | None) -> list[Unit]:
    """
    Return the units that a unit becomes when a call with its documents `first` to `last` was lost.

    Those before the call and those behind it stay together, and each document of the call is alone.
    Where the call is not known, the unit is halved.
    """
    start, items = unit
    if first is None or last is None:
        half = max(len(items) // 2, 1)
        return [Unit(start, items[:half]), Unit(start + half, items[half:])]
    alone = [Unit(start + index, items[index : index + 1]) for index in range(first, last + 1)]
    return [Unit(start, items[:first]), *alone, _behind(unit, last)]


def _behind(unit: Unit, index: int) -> Unit:
    return Unit(unit.start + index + 1, unit.items[index + 1 :])
