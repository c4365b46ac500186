"""Write the output of a run, with retries."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from hookline.components.retry import with_retries
from hookline.errors import (
    PLUGIN_FAULTS,
    HooklineError,
    SinkError,
    TransientError,
    described,
    message_of,
)
from hookline.plan import Plan

__all__ = ["Writer"]


class Writer:
    """
    Call the sink of a plan, with retries.

    Methods retry after a `TransientError`, and raise a `SinkError` for any exception that is not a
    `HooklineError`.
    """

    def __init__(self, plan: Plan, sleep: Callable[[float], None] = time.sleep) -> None:
        self._name = plan.sink.name
        self._sleep = sleep
        self.sink = with_retries(plan.open_sink, sleep)

    def open(self, position: Any) -> None:
        """Start a new output, or continue at a position that `flush` returned."""
        self._call(lambda: self.sink.open(position))

    def write(self, chunks: Sequence[Any]) -> None:
        """Append encoded documents, in input order."""
        self._call(lambda: self.sink.write(chunks))

    def flush(self) -> Any:
        """Make everything durable and return the current position, as plain JSON."""
        return self._call(self.sink.flush)

    def commit(self) -> None:
        """Tell the sink that a checkpoint holds the position that `flush` returned."""
        self._call(self.sink.commit)

    def publish(self) -> int:
        """Publish the finished output and return its size in bytes."""
        return int(self._call(self.sink.publish))

    def close(self) -> None:
        """Close the sink; the next attempt repeats writes after the last flush."""
        with suppress(*PLUGIN_FAULTS):
            self.sink.close()

    def _call(self, act: Callable[[], Any]) -> Any:
        try:
            return with_retries(act, self._sleep)
        except TransientError as error:
            raise SinkError(
                f"the sink `{self._name}` failed: {message_of(error)}; run the same command "
                "again to continue"
            ) from error
        except (HooklineError, BrokenPipeError):
            raise
        except PLUGIN_FAULTS as error:
            raise SinkError(
                f"the sink `{self._name}` failed: {described(error)}; fix the cause "
                "and run the same command again to continue"
            ) from error
