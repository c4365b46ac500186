"""The actors of a run: give them units, take results in order, replace an actor that is lost."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice, pairwise
from types import TracebackType
from typing import Any

import ray
from ray.exceptions import ActorDiedError, RayActorError, RayTaskError, WorkerCrashedError

from hookline import Failure, HooklineError, Plan, PluginError, Tally, Unit, UnitResult
from hookline_ray.actor import Actor, Overrun

AHEAD = 2  # units in hand for each actor
STORE = 512 * 1024 * 1024  # bytes that a local Ray keeps for objects: units are small
LOST = (ActorDiedError, RayActorError, WorkerCrashedError)


class Crash(Exception):
    """An actor that ended by itself."""


class Timeout(Exception):
    """A batch that took longer than its stage allows."""


class Crew:
    """Actors that each hold the open stages of a plan; no more of them than there are units."""

    def __init__(self, plan: Plan, options: Any, workers: int | None) -> None:
        self._plan = plan
        self._options = options
        self._workers = workers
        self._started = False
        self._at: dict[Any, tuple[Any, Unit]] = {}  # the actor and the unit of each pending result
        self._idle: list[Any] = []
        self._todo: deque[Unit] = deque()
        self._done: dict[int, UnitResult] = {}
        self._crashed: set[int] = set()

    def __enter__(self) -> Crew:
        if not ray.is_initialized():
            self._join()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for actor in [*self._idle, *(actor for actor, _ in self._at.values())]:
            ray.kill(actor)
        if self._started:
            ray.shutdown()

    def compute(self, units: Iterable[Unit]) -> Iterator[UnitResult]:
        """Yield the results of all units, in order, a bounded number of units ahead."""
        given = iter(units)
        cpus = int(ray.cluster_resources().get("CPU", 1) / max(self._options.cpus, 0.01))
        first = list(islice(given, self._workers or max(cpus, 1)))
        if not first:
            return
        self._idle = [self._actor() for _ in first]
        window = len(first) * AHEAD
        given = chain(first, given)
        at = first[0].start  # the document whose result is due
        held = 0  # documents drawn and not yet yielded
        more = True
        while more or held:
            while more and len(self._todo) + len(self._done) + len(self._at) < window:
                unit = next(given, None)
                if unit is None:
                    more = False
                    break
                held += len(unit.items)
                self._todo.append(unit)
            while self._todo and self._idle:
                actor, unit = self._idle.pop(), self._todo.popleft()
                self._at[actor.compute.remote(unit)] = (actor, unit)
            if self._at:
                ready, _ = ray.wait(list(self._at), num_returns=1)
                self._take(ready[0])
            while at in self._done:
                result = self._done.pop(at)
                at += len(result.outcomes)
                held -= len(result.outcomes)
                yield result

    def _take(self, reference: Any) -> None:
        actor, unit = self._at.pop(reference)
        try:
            found = ray.get(reference)
        except LOST as error:
            self._idle.append(self._replace(actor, error))
            self._split(unit, Crash("the actor ended while it held this document"), None)
        except RayTaskError as error:
            self._idle.append(actor)
            raise _own(error) from error
        else:
            if isinstance(found, Overrun):
                ray.kill(actor)
                self._idle.append(self._actor())
                text = f"the stage `{found.stage}` took longer than its {found.limit} s"
                self._split(unit, Timeout(text), found)
            else:
                self._idle.append(actor)
                self._done[found.start] = found

    def _replace(self, actor: Any, error: Exception) -> Any:
        """Return a fresh actor, unless it was the opening of the stages that failed."""
        cause = getattr(error, "cause", None)
        if isinstance(error, ActorDiedError) and "creation task" in str(error):
            raise PluginError(f"the stages cannot be opened in an actor: {cause or error}")
        return self._actor()

    def _split(self, unit: Unit, error: Exception, at: Overrun | None) -> None:
        """Queue what a lost actor held, in halves or around the call that took too long."""
        items, start = unit.items, unit.start
        alone = len(items) == 1 or (at is not None and at.first == at.last)
        place = at.first if at is not None else 0
        cuts = [0, at.first, at.last + 1, len(items)] if at else [0, len(items) // 2, len(items)]
        parts = [
            Unit(start + left, items[left:right], alone=at is not None)
            for left, right in pairwise(cuts)
            if left < right
        ]
        if alone:
            if at is not None or start in self._crashed:
                self._fail(Unit(start + place, items[place : place + 1]), at, error)
                parts = [part for part in parts if part.start != start + place]
            self._crashed.add(start)
        self._todo.extendleft(reversed(parts))

    def _fail(self, unit: Unit, at: Overrun | None, error: Exception) -> None:
        """Give the only document of a unit its failure."""
        names = [bound.name for bound in self._plan.stages]
        stage = at.stage if at else names[0] if len(names) == 1 else "stages"
        step = names.index(stage) if stage in names else 0
        failure = Failure.of(unit.items[0], stage, error, step, 1 if at else 2)
        result = UnitResult(unit.start, [failure], [Tally(name) for name in names])
        result.tallies = result.count()
        self._done[unit.start] = result

    def _actor(self) -> Any:
        options: dict[str, Any] = {"num_cpus": self._options.cpus, "num_gpus": self._options.gpus}
        remote = ray.remote(max_restarts=0, max_task_retries=0, **options)(Actor)
        return remote.remote(self._plan, max(int(self._options.cpus), 1))

    def _join(self) -> None:
        """Join the cluster, or start a local one; Ray's own handler of SIGTERM is not wanted."""
        main = threading.current_thread() is threading.main_thread()
        before = signal.getsignal(signal.SIGTERM) if main else None
        local = self._options.address is None and not os.environ.get("RAY_ADDRESS")
        more: dict[str, Any] = {"object_store_memory": STORE, "include_dashboard": False}
        if local and self._workers:
            more["num_cpus"] = max(self._workers, 1)
        try:
            ray.init(
                address=self._options.address,
                log_to_driver=False,
                logging_level="ERROR",
                **(more if local else {}),
            )
        except (ConnectionError, RuntimeError, ValueError) as error:
            where = self._options.address or "a local Ray"
            raise PluginError(
                f"cannot reach {where}: {error}; is `engine.address` right?"
            ) from error
        finally:
            if main and before is not None:
                signal.signal(signal.SIGTERM, before)
        self._started = True


def _own(error: RayTaskError) -> HooklineError:
    cause = getattr(error, "cause", None)
    return cause if isinstance(cause, HooklineError) else PluginError(f"an actor failed: {cause}")
