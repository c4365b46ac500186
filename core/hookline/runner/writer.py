"""The writing end of a run: its sink, opened where an earlier attempt left it, written in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from hookline.components.retry import with_retries
from hookline.errors import HooklineError, SinkError
from hookline.plan import Plan

__all__ = ["Writer"]


class Writer:
    """
    Opens, fills, makes durable and publishes what a plan's sink writes.

    `targets` names the outputs, beside the first of which the state of the run is kept, and `folders`
    those of them that are folders. Every method tries again after a `TransientError`, and turns any
    exception that is no `HooklineError` into a `SinkError`.
    """

    def __init__(self, plan: Plan, sleep: Callable[[float], None] = time.sleep) -> None:
        self._name = plan.sink.name
        self._sleep = sleep
        self.sink = with_retries(plan.open_sink, sleep)
        self.targets = self.sink.targets
        self.folders = self.sink.folders

    def open(self, position: Any) -> None:
        """Start a new output, or go on behind a position that `flush` returned."""
        self._call(lambda: self.sink.open(position))

    def write(self, chunks: Sequence[Any]) -> None:
        """Append encoded documents, in input order."""
        self._call(lambda: self.sink.write(chunks))

    def flush(self) -> Any:
        """Make everything durable and return the position reached, as plain JSON."""
        return self._call(self.sink.flush)

    def publish(self) -> int:
        """Put the finished output in its place and return its size in bytes."""
        return int(self._call(self.sink.publish))

    def close(self) -> None:
        """Close the sink; what it has not made durable is written again by the next attempt."""
        with suppress(Exception):
            self.sink.close()

    def _call(self, act: Callable[[], Any]) -> Any:
        try:
            return with_retries(act, self._sleep)
        except (HooklineError, BrokenPipeError):
            raise
        except Exception as error:
            raise SinkError(
                f"the sink `{self._name}` failed: {type(error).__name__}: {error}; fix the cause "
                "and run the same command again to go on"
            ) from error
