"""Share pauses between all processes that call a stage, so that they spare a busy service together."""

from __future__ import annotations

import fcntl
import os
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from struct import Struct
from time import monotonic
from typing import NamedTuple

from hookline.components.retry import ATTEMPTS, Progress, asked_pause, pause_after

__all__ = ["Backoff", "StageProgress"]

RECORD = Struct("=qqdqdqq")
ATTEMPTS_WHILE_DOWN = 4  # of a batch that begins after another one has failed, without any progress
STATE_LOCK, TURN_LOCK = 0, 1  # bytes of a record that are locked; any two would do


class StageState(NamedTuple):
    """
    What is known of the calls of a stage in all processes.

    `failed` counts failed attempts since the last progress: calls in progress at the same time that
    fail count once. `epoch` counts how often progress has reset it; it is 0 until the first document
    gets an outcome. No call should begin before `resume_at`, a time of the monotonic clock, which
    processes of one machine share. `first` is the process that made the first call. `next_start` is
    when the next document of a stage with a limit per second may begin. `largest` is the number of
    documents that a call may have, 0 if any, and `in_a_row` the calls without an error since that was
    set (see `CallSize`).
    """

    epoch: int = 0
    failed: int = 0
    resume_at: float = 0.0
    first: int = 0
    next_start: float = 0.0
    largest: int = 0
    in_a_row: int = 0


class Backoff:
    """
    The states of all stages of a run, in an unnamed file that forked processes share.

    Locks on the file end with the process that holds them, so one that is killed blocks no other. An
    unpickled copy has a file of its own: actors on a cluster share nothing.
    """

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._file = _create_unnamed()
        os.ftruncate(self._file, steps * RECORD.size)
        weakref.finalize(self, os.close, self._file)

    def __reduce__(self) -> tuple[type[Backoff], tuple[int]]:
        return type(self), (self._steps,)

    def read(self, step: int) -> StageState:
        """Return the state of a stage."""
        return StageState(*RECORD.unpack(os.pread(self._file, RECORD.size, step * RECORD.size)))

    def write(self, step: int, state: StageState) -> None:
        """Replace the state of a stage; call it while `exclusive`."""
        os.pwrite(self._file, RECORD.pack(*state), step * RECORD.size)

    @contextmanager
    def exclusive(self, step: int) -> Iterator[StageState]:
        """Give the state of a stage, which no other process changes meanwhile."""
        self._lock(fcntl.LOCK_EX, step, STATE_LOCK)
        try:
            yield self.read(step)
        finally:
            self._lock(fcntl.LOCK_UN, step, STATE_LOCK)

    def reserve(self, step: int, interval: float) -> float:
        """Reserve the next start, `interval` seconds after the one before; return its distance in s."""
        with self.exclusive(step) as state:
            now = monotonic()
            start = max(now, state.next_start)
            self.write(step, state._replace(next_start=start + interval))
        return start - now

    def take_turn(self, step: int) -> None:
        """Wait until no other process has the turn to call a stage whose calls have failed."""
        self._lock(fcntl.LOCK_EX, step, TURN_LOCK)

    def end_turn(self, step: int) -> None:
        """Let another process take its turn."""
        self._lock(fcntl.LOCK_UN, step, TURN_LOCK)

    def _lock(self, operation: int, step: int, byte: int) -> None:
        fcntl.lockf(self._file, operation, 1, step * RECORD.size + byte)


class StageProgress(Progress):
    """
    The progress of one batch in a stage that other processes call as well.

    While the calls of a stage fail, one process at a time calls it. Progress of any process resets the
    count of failed attempts.
    """

    def __init__(self, backoff: Backoff, step: int, sleep: Callable[[float], None]) -> None:
        self._backoff = backoff
        self._step = step
        self._sleep = sleep
        self._state = backoff.read(step)
        self._earlier = self._state.failed  # attempts before this batch
        self._has_turn = False

    @property
    def attempts(self) -> int:
        """Number of consecutive failed attempts of the stage since the batch began."""
        return self._state.failed - self._earlier

    @property
    def exhausted(self) -> bool:
        is_down = self._earlier >= ATTEMPTS  # all of them have failed in another batch
        return self.attempts >= (ATTEMPTS_WHILE_DOWN if is_down else ATTEMPTS)

    def begin(self, alone: bool) -> bool:
        """
        Wait until the stage may be called, and return whether to call it with one document.

        That is so while its calls fail, or if `alone` asks for a turn without calls that begin at the
        same time. It is also so until a document has got an outcome, except in the process that made
        the first call: a stage may ask a service that is down for all of its documents before it
        returns.
        """
        while True:
            self._see(self._backoff.read(self._step))
            wants_turn = alone or self._state.failed > 0
            pause = self._state.resume_at - monotonic()
            if wants_turn and not self._has_turn:
                self._sleep(0)  # the time limit of the stage does not run while this waits
                self._backoff.take_turn(self._step)
                self._has_turn = True
            elif pause > 0:
                self._sleep(pause)
            else:
                if not wants_turn:
                    self.end()
                return wants_turn or self._awaits_first_outcome()

    def refused(self, error: BaseException | None) -> float:
        """Count a failed attempt, unless another process has, and set the pause for all of them."""
        now = monotonic()
        with self._backoff.exclusive(self._step) as state:
            failed = state.failed
            if failed == (self._state.failed if state.epoch == self._state.epoch else 0):
                failed += 1
                pause = pause_after(error, failed)
            else:  # it failed together with a call that has been counted
                pause = asked_pause(error) or 0.0
            state = state._replace(failed=failed, resume_at=max(state.resume_at, now + pause))
            self._backoff.write(self._step, state)
        self._see(state)
        self.end()
        return pause

    def made(self) -> None:
        """Record progress."""
        state = self._backoff.read(self._step)
        if state.epoch and not state.failed:
            return
        with self._backoff.exclusive(self._step) as state:
            state = state._replace(epoch=state.epoch + 1, failed=0)
            self._backoff.write(self._step, state)
        self._see(state)

    def end(self) -> None:
        """End the turn of this process, if it has it."""
        if self._has_turn:
            self._has_turn = False
            self._backoff.end_turn(self._step)

    def _awaits_first_outcome(self) -> bool:
        """Return whether no document has got an outcome, and another process made the first call."""
        if self._state.epoch:
            return False
        with self._backoff.exclusive(self._step) as state:
            if not state.first:
                state = state._replace(first=os.getpid())
                self._backoff.write(self._step, state)
        return state.epoch == 0 and state.first != os.getpid()

    def _see(self, state: StageState) -> None:
        if state.epoch != self._state.epoch:
            self._earlier = 0
        self._state = state


def _create_unnamed() -> int:
    """Return the descriptor of a new file without a name."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("hookline-backoff")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
