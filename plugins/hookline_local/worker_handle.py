"""One worker process, as its parent sees it."""

from __future__ import annotations

import warnings
from contextlib import suppress
from time import monotonic

from hookline import Lost, Unit, UnitResult
from hookline_local.forkserver_client import ForkServer
from hookline_local.worker_process import WorkerLimits

FAREWELL = 500  # milliseconds in which an idle worker may close its stages
DEATH = 10_000  # milliseconds that the end of a large process may take


class Crash(Exception):
    """A worker process that ended by itself."""


class Timeout(Exception):
    """A batch that took longer than its stage allows."""


class WorkerHandle:
    """
    A worker process: the unit that it computes, and the call of a stage that it is in.

    `call` holds the stage's name and the first and last document of the call, counted within the unit;
    `deadline` is the time by which the call must have ended.
    """

    def __init__(self, server: ForkServer, limits: WorkerLimits) -> None:
        self._server = server
        self._pid, self.pipe = server.fork(limits)
        self.opened = False
        self.unit: Unit | None = None
        self.call: tuple[str, int, int] | None = None
        self.limit: float | None = None
        self.deadline: float | None = None

    @property
    def idle(self) -> bool:
        """Whether it could take a unit."""
        return self.opened and self.unit is None

    def give(self, unit: Unit) -> None:
        """Send a unit to compute."""
        self.unit, self.call = unit, None
        with suppress(BrokenPipeError, ConnectionResetError):  # dead: `receive` will say so
            self.pipe.send(unit)

    def receive(self) -> UnitResult | None:
        """
        Take one message; return a result if it was one.

        Raises:
            EOFError, OSError: the process has ended.
            HooklineError: the stages cannot be opened.
        """
        kind, value = self.pipe.recv()
        if kind == "broken":
            raise value
        if kind == "call":
            stage, self.limit, first, last = value
            self.call = stage, first, last
            self.deadline = None if self.limit is None else monotonic() + self.limit
        elif kind == "result":
            self.unit = self.deadline = None
            assert isinstance(value, UnitResult)
            return value
        elif kind == "warning":  # Python shows the same text of several processes once
            warnings.warn(value, RuntimeWarning, stacklevel=2)
        else:
            self.opened = True
        return None

    def crashed(self) -> Lost:
        """Say how a process has ended that was computing a unit."""
        code = self.stop(ended=True)
        stage = self.call[0] if self.call else ""
        return self._lost(Crash(f"the process ended in the stage `{stage}`, exit code {code}"))

    def timed_out(self) -> Lost:
        """End a process whose call takes too long, and say so."""
        self.stop()
        stage = self.call[0] if self.call else ""
        error = Timeout(f"the stage `{stage}` took longer than its {self.limit} s")
        return self._lost(error)._replace(final=True)

    def dismiss(self) -> None:
        """Let an idle process close its stages and end."""
        self.pipe.close()

    def stop(self, ended: bool = False) -> int | None:
        """End the process, which may have ended by itself, and return its exit code."""
        patience = DEATH if ended else FAREWELL if self.pipe.closed else 0
        self.pipe.close()
        return self._server.end(self._pid, patience)

    def _lost(self, error: Exception) -> Lost:
        assert self.unit is not None
        if self.call is None:
            return Lost(self.unit.start, error)
        stage, first, last = self.call
        return Lost(self.unit.start, error, stage, first, last)
