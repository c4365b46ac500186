"""Submit units to an engine, order its results, and isolate documents that crash processes."""

from __future__ import annotations

import time
import warnings
from collections import deque
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager

from hookline.components.engine import Engine, Job
from hookline.components.outcomes import Dropped, Encoded, Failure, Parts
from hookline.components.tally import Tally
from hookline.components.unit import Lost, Unit, UnitResult
from hookline.errors import PLUGIN_FAULTS, PluginError, blaming, described, with_article
from hookline.runner.isolation import split_suspects
from hookline.runner.reader import Reader

__all__ = ["Dispatcher"]

AHEAD = 2  # units submitted or finished, per unit of the engine's capacity
POLL = 0.1  # seconds between calls of `stop`
POLL_IDLE = 0.02  # seconds between checks of the queue while the engine has capacity
OUTCOMES = frozenset({Dropped, Encoded, Failure, Parts})
GRACE = 5.0  # seconds to wait for current units after a stop


class Dispatcher:
    """
    Submit units to an engine and yield results in input order, a bounded number ahead.

    A unit has the size that the reader chooses, or is smaller after `linger` seconds if the engine has
    capacity. If `stop` returns 1, no more units are submitted and current ones are awaited for 5
    seconds at most; if it returns more, they are abandoned.
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
        self._name = engine.name
        self._job = job
        self._reader = reader
        self._linger = linger
        self._stop = stop
        self._capacity = 0  # until the engine has started
        self._suspects: deque[Unit] = deque()
        self._pending: dict[int, Unit] = {}
        self._done: dict[int, UnitResult] = {}
        self._crashed: set[int] = set()  # documents that crashed a process alone
        self._since: float | None = None  # time since the queue has not been empty

    def results(
        self, workers: int | None, done: int, stream_digest: str | None
    ) -> Generator[UnitResult | None, None, None]:
        """
        Yield the results after the first `done` items, in order, and None when idle.

        Raises:
            HooklineError: The engine or the input cannot continue.
        """
        try:
            # Start the engine first, as it may fork, which requires a process without other threads.
            self._capacity = self._start(workers)
            self._reader.start(done, stream_digest, self._capacity)
            yield from self._ordered(done)
        finally:
            self._stop_engine()

    def _start(self, workers: int | None) -> int:
        with self._blaming("start"):
            capacity = self._engine.start(self._job, workers)
        if not isinstance(capacity, int) or capacity < 1:
            raise PluginError(
                f"the engine `{self._name}` started with {capacity!r}; expected the number of units "
                "that it computes at the same time, 1 or more"
            )
        return capacity

    def _stop_engine(self) -> None:
        """Stop the engine; a failure is a warning, as it loses nothing."""
        try:
            self._engine.stop()
        except PLUGIN_FAULTS as error:
            if not self._capacity:
                return  # it has not started, which says more
            text = f"the engine `{self._name}` failed to stop: {described(error)}"
            warnings.warn(text, RuntimeWarning, stacklevel=2)

    def _blaming(self, what: str) -> AbstractContextManager[None]:
        return blaming(f"the engine `{self._name}` failed to {what}")

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
        """Submit units to the engine: suspects first, then units from the reader."""
        while len(self._pending) < self._capacity:
            if self._suspects:
                unit = self._suspects.popleft()
            elif self._ready() and len(self._pending) + len(self._done) < self._capacity * AHEAD:
                unit = self._reader.take()
                self._since = None
            else:
                if self._reader.ended and not self._reader.waiting:
                    with self._blaming("release its processes"):
                        self._engine.release()
                return
            self._pending[unit.start] = unit
            with self._blaming("take a unit"):
                self._engine.submit(unit)

    def _ready(self) -> bool:
        """Return whether a unit is full, or has waited long enough."""
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
        """Collect finished and lost units."""
        self._reader.resume()
        room = len(self._pending) < self._capacity and not self._stop()
        with self._blaming("give its results"):
            items = list(self._engine.wait(POLL_IDLE if room else POLL))
        for item in items:
            unit = self._unit_of(item)
            if isinstance(item, UnitResult):
                self._done[item.start] = item
                self._crashed.discard(item.start)
            else:
                self._recover(unit, item)

    def _unit_of(self, item: UnitResult | Lost) -> Unit:
        """
        Take the pending unit that an item belongs to.

        Raises:
            PluginError: There is none, or it has another number of documents.
        """
        if not isinstance(item, UnitResult | Lost):
            raise self._wrong(f"{with_article(type(item))}, expected a UnitResult or a Lost")
        unit = self._pending.pop(item.start, None)
        if unit is None:
            raise self._wrong(
                f"the unit {item.start}, which is not pending; expected each unit once"
            )
        count = len(unit.items)
        if isinstance(item, UnitResult) and len(item.outcomes) != count:
            raise self._wrong(f"{len(item.outcomes)} outcomes for the {count} items of a unit")
        if isinstance(item, UnitResult) and (wrong := {*map(type, item.outcomes)} - OUTCOMES):
            raise self._wrong(f"a {wrong.pop().__name__} as the outcome of a document")
        if isinstance(item, Lost) and not _is_within(item, count):
            raise self._wrong(
                f"a lost call of the documents {item.first} to {item.last}, expected 0 to {count - 1}"
            )
        return unit

    def _wrong(self, what: str) -> PluginError:
        return PluginError(f"the engine `{self._name}` gave {what}")

    def _recover(self, unit: Unit, lost: Lost) -> None:
        """Queue the documents of a lost unit again, except one that is certainly at fault."""
        first, last = lost.first, lost.last
        if len(unit.items) == 1:
            first = last = 0
        if first is not None and first == last:
            number = unit.start + first
            if lost.final or number in self._crashed:
                self._fail(unit, first, lost)
                self._crashed.discard(number)
                parts = [
                    part for part in split_suspects(unit, first, first) if part.start != number
                ]
            else:  # the process may have been killed by something else; retry once
                self._crashed.add(number)
                parts = split_suspects(unit, first, first)
        else:
            parts = split_suspects(unit, first, last)
        self._suspects.extendleft(reversed(parts))

    def _fail(self, unit: Unit, index: int, lost: Lost) -> None:
        """Add the failure of a document that crashed a process."""
        names = list(self._job.stages)
        step = names.index(lost.stage) if lost.stage in names else len(names) if lost.stage else 0
        stage = lost.stage or (names[0] if len(names) == 1 else "stages")
        failure = Failure.of(unit.items[index], stage, lost.error, step, 1 if lost.final else 2)
        result = UnitResult(unit.start + index, [failure], [Tally(name) for name in names])
        result.tallies = result.count()
        self._done[result.start] = result


def _is_within(lost: Lost, count: int) -> bool:
    """Return whether the documents of a lost call, if they are known, are among those of its unit."""
    if lost.first is None or lost.last is None:
        return True
    return 0 <= lost.first <= lost.last < count
