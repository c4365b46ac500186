"""One worker process, as its parent sees it."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import Any

from hookline import Unit, UnitResult
from hookline_local.child import Terms
from hookline_local.lease import Lease

FAREWELL = 500  # milliseconds in which an idle worker may close its stages
DEATH = 10_000  # milliseconds that the end of a large process may take


class Member:
    """
    A worker process: what it holds, and what it is at.

    `span` is the first and the last document, counted within the unit, of the call that it is in; None
    before the first one.
    """

    def __init__(self, lease: Lease, terms: Terms) -> None:
        self._lease = lease
        self._pid, self.pipe = lease.fork(terms)
        self.opened = False
        self.unit: Unit | None = None
        self.stage = ""
        self.span: tuple[int, int] | None = None
        self.limit: float | None = None
        self.deadline: float | None = None

    @property
    def idle(self) -> bool:
        """Whether it could take a unit."""
        return self.opened and self.unit is None

    def give(self, unit: Unit) -> None:
        """Send a unit to compute."""
        self.unit = unit
        self.span = None
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
            self.stage, self.limit, *span = value
            self.span = (span[0], span[1])
            self.deadline = None if self.limit is None else monotonic() + self.limit
        else:
            self.unit = None
            self.deadline = None
            result: Any = value
            return result if isinstance(result, UnitResult) else None
        return None

    def dismiss(self) -> None:
        """Let an idle process close its stages and end."""
        if self.idle:
            self.pipe.close()

    def stop(self, ended: bool = False) -> int | None:
        """End the process, which may have ended by itself, and return its exit code."""
        patience = DEATH if ended else FAREWELL if self.pipe.closed else 0
        self.pipe.close()
        return self._lease.end(self._pid, patience)
