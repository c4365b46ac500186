"""Share one worker among threads; concurrent calls are computed in common batches."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, TypeVar

from hookline.document.document import Document
from hookline.runner.worker import Cancelled, Worker

__all__ = ["Caller", "SharedWorker"]

Result = TypeVar("Result")

CLOSED = "the pipeline is closed; make a new one with from_config"
BATCH_SECONDS = 0.3  # target duration of a batch, which bounds the wait of other callers
GATHERING = (
    0.2  # of the time of the last batch, for its callers to come back with the next document
)
LONGEST_GATHERING = 0.005  # seconds


class Ticket:
    """A document that waits for its outcome."""

    __slots__ = ("doc", "done", "error", "outcome")

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.outcome: Any = None
        self.error: BaseException | None = None
        self.done = False


class Caller:
    """A call of a pipeline: its queued documents, and whether it is cancelled."""

    def __init__(self, notify: Callable[[], object] | None = None) -> None:
        self.queue: deque[Ticket] = deque()
        self.cancelled = False
        self.notify = notify
        """Called after each batch with documents of the caller, for callers without a thread."""


class SharedWorker:
    """
    A worker and the callers that wait for it.

    No thread is started: one of the waiting threads at a time computes a batch for all of them. A batch
    has one document of each caller in turn, up to about 0.3 s of computation. Callers without a
    document in the last batch come first, so that a short text does not wait for a stream of long ones.

    The callers of a batch get their outcomes at once, and often call again at once: the next batch
    waits a moment for as many documents, or it would have the one of whoever happens to be first.
    """

    def __init__(self, worker: Worker, most: int) -> None:
        self._worker: Worker | None = worker
        self._most = most
        self._pid = os.getpid()
        self._has_model = worker.plan.has_model
        self._used = False
        self._rate = 0.0  # measured characters per second
        self._size = 1
        self._reset()

    def _reset(self) -> None:
        lock = threading.RLock()
        self._changed = threading.Condition(lock)  # a batch has ended, or a call was cancelled
        self._gathered = threading.Condition(lock)  # there are as many documents as are expected
        self._returning = (
            0  # callers of the last batch, which may come back, unless they were awaited
        )
        self._expected = 0  # callers that are awaited now
        self._last = 0.0  # seconds of the last batch
        self._callers: list[Caller] = []  # callers with queued documents
        self._served: set[Caller] = set()  # callers in the last batch
        self._busy = False
        self.is_driven = False
        """Whether a thread computes for the callers without one."""

    @property
    def size(self) -> int:
        """Number of documents that a caller should queue: the estimated size of a batch."""
        return self._size

    def add(self, caller: Caller, docs: Sequence[Document]) -> list[Ticket]:
        """
        Queue documents of a caller.

        Raises:
            RuntimeError: The pipeline is closed, or belongs to another process.
        """
        self._check_process()
        tickets = [Ticket(doc) for doc in docs]
        with self._changed:
            if self._worker is None:
                raise RuntimeError(CLOSED)
            if not caller.queue:
                self._callers.append(caller)
            caller.queue.extend(tickets)
            if not self._busy:
                self._changed.notify_all()
            elif self._expected and self._queued() >= self._expected:
                self._gathered.notify()
        return tickets

    def wait(self, tickets: Sequence[Ticket]) -> list[Any]:
        """Return the outcomes of documents, computing batches if no other thread does."""
        with self._changed:
            while not all(ticket.done for ticket in tickets):
                self._turn()
        for ticket in tickets:
            if ticket.error is not None:
                raise ticket.error
        return [ticket.outcome for ticket in tickets]

    def drive(self) -> None:
        """Compute until callers without a thread have no queued documents; one thread at a time."""
        with self._changed:
            if self.is_driven:
                return
            self.is_driven = True
            try:
                while self._has_threadless() or (self._gather() and self._has_threadless()):
                    self._turn()
            finally:
                self.is_driven = False
                self._changed.notify_all()  # callers with threads

    def _has_threadless(self) -> bool:
        return any(caller.notify and caller.queue for caller in self._callers)

    def cancel(self, caller: Caller) -> None:
        """Cancel the queued documents of a caller."""
        with self._changed:
            caller.cancelled = True
            for ticket in caller.queue:
                ticket.error, ticket.done = Cancelled(), True
            if caller.queue:
                self._callers.remove(caller)
                caller.queue.clear()
            self._changed.notify_all()

    def call(self, work: Callable[[Worker], Result]) -> Result:
        """
        Return the result of a call with the worker, between two batches.

        Raises:
            RuntimeError: The pipeline is closed, or belongs to another process.
        """
        self._check_process()
        with self._changed:
            while self._busy:
                self._changed.wait()
            worker = self._worker
            if worker is None:
                raise RuntimeError(CLOSED)
            self._busy = self._used = True
        try:
            return work(worker)
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def close(self) -> None:
        """Close the stages after the current batch."""
        if self._pid != os.getpid():
            return
        with self._changed:
            while self._busy:
                self._changed.wait()
            worker, self._worker = self._worker, None
            for caller in self._callers:
                for ticket in caller.queue:
                    ticket.error = RuntimeError("the pipeline was closed")
                    ticket.done = True
                caller.queue.clear()
                if caller.notify:
                    caller.notify()
            self._callers.clear()
            self._changed.notify_all()
        if worker:
            worker.close()

    def _check_process(self) -> None:
        """Raise an error in a forked child if models cannot be used after the fork."""
        if self._pid == os.getpid():
            return
        if self._has_model and self._used:
            raise RuntimeError(
                "this pipeline was used before the process forked, and its models cannot be used after "
                "a fork: open a new pipeline in this process, start processes with the method `spawn`, "
                "or fork before the first document"
            )
        self._pid = os.getpid()
        self._reset()

    def _turn(self) -> None:
        """Compute a batch, or wait for another thread; the lock is held on entry and on return."""
        if self._busy:
            self._changed.wait()
            return
        has_waited = self._gather()
        batch = self._take()
        worker = self._worker
        if has_waited and (not batch or worker is None):  # cancelled or closed meanwhile
            self._changed.notify_all()
            return
        if not batch or worker is None:
            self._changed.wait()
            return
        self._busy = self._used = True
        self._changed.release()
        try:
            self._compute(worker, batch)
        finally:
            self._changed.acquire()
            self._busy = False
            for caller, ticket in reversed(batch):
                if not ticket.done:  # this thread was interrupted; another one computes them
                    if not caller.queue:
                        self._callers.append(caller)
                    caller.queue.appendleft(ticket)
            self._changed.notify_all()
        for caller in {id(caller): caller for caller, _ in batch}.values():
            if caller.notify:
                caller.notify()

    def _gather(self) -> bool:
        """
        Wait a moment for the callers of the last batch; return whether that was necessary.

        The lock is held on entry and on return.
        """
        expected, self._returning = self._returning, 0
        if self._busy or expected < 2 or self._queued() >= expected:
            return False
        self._busy, self._expected = True, expected
        try:
            self._gathered.wait(min(self._last * GATHERING, LONGEST_GATHERING))
        except BaseException:  # this thread was interrupted; another one computes
            self._changed.notify_all()
            raise
        finally:
            self._busy, self._expected = False, 0
        return True

    def _queued(self) -> int:
        return sum(len(caller.queue) for caller in self._callers)

    def _take(self) -> list[tuple[Caller, Ticket]]:
        """Return the next batch: one document of each caller in turn, new callers first."""
        waiting = [caller for caller in self._callers if caller.queue]
        turns = deque([caller for caller in waiting if caller not in self._served] or waiting)
        batch: list[tuple[Caller, Ticket]] = []
        room = self._rate * BATCH_SECONDS
        while turns and len(batch) < self._most:
            caller = turns.popleft()
            room -= len(caller.queue[0].doc.raw)
            if batch and room < 0:
                break
            batch.append((caller, caller.queue.popleft()))
            if caller.queue:
                turns.append(caller)
        self._served = {caller for caller, _ in batch}
        self._returning = len(self._served)
        self._callers = [caller for caller in self._callers if caller.queue]
        return batch

    def _compute(self, worker: Worker, batch: list[tuple[Caller, Ticket]]) -> None:
        """Compute a batch and set the outcomes of its tickets."""
        started = perf_counter()
        try:
            outcomes, _ = worker.through(
                [ticket.doc for _, ticket in batch],
                lambda: all(caller.cancelled for caller, _ in batch),
            )
        except Exception as error:
            for _, ticket in batch:
                ticket.error, ticket.done = error, True
            return
        for (_, ticket), outcome in zip(batch, outcomes, strict=True):
            ticket.outcome, ticket.done = outcome, True
        self._last = seconds = max(perf_counter() - started, 1e-6)
        rate = sum(len(ticket.doc.raw) + 1 for _, ticket in batch) / seconds
        self._rate = rate if not self._rate else (self._rate + rate) / 2
        if seconds < BATCH_SECONDS / 2:
            self._size = min(max(self._size, len(batch)) * 2, self._most)
        elif seconds > BATCH_SECONDS:
            self._size = max(self._size // 2, 1)
