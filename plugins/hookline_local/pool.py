"""Worker processes that may hang or die: what they held is computed again, the suspects one by one."""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from multiprocessing.connection import wait
from time import monotonic
from types import TracebackType

from hookline import Failure, Plan, PluginError, Tally, Unit, UnitResult
from hookline_local.child import Terms
from hookline_local.lease import Lease
from hookline_local.machine import cores
from hookline_local.member import Member

AHEAD = 2  # units in hand for each worker, so that none waits for the input


class Crash(Exception):
    """A worker process that ended by itself."""


class Timeout(Exception):
    """A batch that took longer than its stage allows."""


class Pool:
    """
    Worker processes, each with its own open stages; no more of them than there are units.

    One for which nothing is left to do ends while others go on, and its models with it. Results come
    back in input order. A process that dies, or that a batch keeps longer than its stage's time limit,
    is replaced. The documents of the batch that it was at are computed again one by one: the document
    at fault is found in as many processes as there are such documents, and the others are computed. A
    document that a process died of is tried once more alone, for the process may have been ended by
    somebody else.
    """

    def __init__(self, plan: Plan, workers: int, memory: int) -> None:
        self._plan = plan
        self._workers = workers
        self._memory = memory
        self._lease: Lease | None = None
        self._members: list[Member] = []
        self._leaving: list[Member] = []
        self._todo: deque[Unit] = deque()
        self._done: dict[int, UnitResult] = {}
        self._crashed: set[int] = set()  # documents that a process has died of while alone

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for member in self._members:
            member.dismiss()
        for member in self._leaving + self._members:
            member.stop()
        if self._lease:
            self._lease.close()

    def compute(self, units: Iterable[Unit]) -> Iterator[UnitResult]:
        """Yield the results of all units, in order, a bounded number of units ahead."""
        given = iter(units)
        first = list(islice(given, self._workers))
        if not first:
            return
        self._workers = len(first)
        self._lease = Lease(self._plan)
        self._members = [self._member() for _ in first]
        given = chain(first, given)
        at = first[0].start  # the document whose result is due
        held = 0  # documents drawn and not yet yielded
        window = self._workers * AHEAD
        more = True
        while more or held:
            while more and len(self._todo) + len(self._done) + self._busy() < window:
                unit = next(given, None)
                if unit is None:
                    more = False
                    break
                held += len(unit.items)
                self._todo.append(unit)
            for member in self._members:
                if self._todo and member.idle:
                    member.give(self._todo.popleft())
            if not more and not self._todo:
                self._dismiss_idle()
            if held:
                self._listen()
            while at in self._done:
                result = self._done.pop(at)
                at += len(result.outcomes)
                held -= len(result.outcomes)
                yield result

    def _member(self) -> Member:
        assert self._lease is not None
        threads = max(cores() // self._workers, 1)
        return Member(self._lease, Terms(threads, self._memory))

    def _dismiss_idle(self) -> None:
        for member in [member for member in self._members if member.idle]:
            member.dismiss()
            self._members.remove(member)
            self._leaving.append(member)

    def _busy(self) -> int:
        return sum(member.unit is not None for member in self._members)

    def _listen(self) -> None:
        """Wait for one event at least: a message, a death, or a time limit that has passed."""
        deadlines = [member.deadline for member in self._members if member.deadline is not None]
        patience = max(min(deadlines) - monotonic(), 0) if deadlines else None
        ready = wait([member.pipe for member in self._members], patience)
        for member in list(self._members):
            if member.pipe in ready:
                try:
                    result = member.hear()
                except (EOFError, OSError):
                    self._bury(member)
                else:
                    if result is not None:
                        self._done[result.start] = result
            elif member.deadline is not None and monotonic() > member.deadline:
                member.stop()
                text = f"the stage `{member.stage}` took longer than its {member.limit} s"
                self._replace(member, Timeout(text))

    def _bury(self, member: Member) -> None:
        """Replace a process that has ended by itself."""
        code = member.stop(ended=True)
        if member.opened:
            text = f"the process ended in the stage `{member.stage}`, exit code {code}"
            self._replace(member, Crash(text))
            return
        text = f"a worker process died while it opened the stages (exit code {code})"
        self._members.remove(member)
        if not self._members:
            raise PluginError(text)
        warnings.warn(f"{text}; going on with {len(self._members)}", RuntimeWarning, stacklevel=2)

    def _replace(self, member: Member, error: Exception) -> None:
        """Put a fresh process in the place of a lost one, and queue what it held."""
        self._members[self._members.index(member)] = self._member()
        if (unit := member.unit) is None:
            return
        if member.span is None and len(unit.items) > 1:  # it did not even come to a stage
            half = len(unit.items) // 2
            self._todo.appendleft(Unit(unit.start + half, unit.items[half:], unit.alone))
            self._todo.appendleft(Unit(unit.start, unit.items[:half], unit.alone))
            return
        first, last = member.span or (0, 0)
        suspects = Unit(unit.start + first, unit.items[first : last + 1], alone=True)
        parts = [
            Unit(unit.start, unit.items[:first]),
            suspects,
            Unit(unit.start + last + 1, unit.items[last + 1 :], unit.alone),
        ]
        if first == last:
            if isinstance(error, Timeout) or suspects.start in self._crashed:
                self._fail(suspects, member.stage, error)
                parts.remove(suspects)
            self._crashed.add(suspects.start)
        self._todo.extendleft(part for part in reversed(parts) if part.items)

    def _fail(self, unit: Unit, stage: str, error: Exception) -> None:
        """Give the only document of a unit its failure."""
        names = [bound.name for bound in self._plan.stages]
        step = names.index(stage) if stage in names else len(names)
        attempts = 1 if isinstance(error, Timeout) else 2
        failure = Failure.of(unit.items[0], stage, error, step, attempts)
        result = UnitResult(unit.start, [failure], [Tally(name) for name in names])
        result.tallies = result.count()
        self._done[unit.start] = result
        self._crashed.discard(unit.start)
