"""Retry calls after transient errors."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type

from hookline.errors import TransientError

__all__ = ["ATTEMPTS", "Progress", "asked_pause", "pause_after", "retrying", "with_retries"]

ATTEMPTS = 7  # consecutive attempts without progress
SHORTEST, LONGEST = 0.2, 5.0  # seconds, of pauses that the error does not specify
STEEPEST = 10  # attempts after which pauses do not grow, whatever LONGEST is
LONGEST_ASKED = 3600.0  # seconds, of pauses that an error asks for

Result = TypeVar("Result")


class Progress:
    """Count consecutive failed attempts; call `made` after any progress."""

    def __init__(self) -> None:
        self.failed = 0

    def refused(self, error: BaseException | None) -> float:
        """Count a failed attempt and return the pause before the next one, in seconds."""
        self.failed += 1
        return pause_after(error, self.failed)

    @property
    def exhausted(self) -> bool:
        """Whether there were too many failed attempts."""
        return self.failed >= ATTEMPTS

    def made(self) -> None:
        """Reset the count."""
        self.failed = 0


def pause_after(error: BaseException | None, failed: int) -> float:
    """
    Return the pause after a number of failed attempts, in seconds.

    It is `after` if the error has it, an hour at most, otherwise a growing random time (full jitter).
    Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    if (asked := asked_pause(error)) is not None:
        return asked
    longest = min(SHORTEST * 2 ** min(failed, STEEPEST), LONGEST)
    return random.uniform(0, longest)  # noqa: S311  # no secret


def asked_pause(error: BaseException | None) -> float | None:
    """Return the pause that an error asks for, from 0 to an hour, or None if it asks for none."""
    if not isinstance(error, TransientError) or error.after is None:
        return None
    return min(max(0.0, error.after), LONGEST_ASKED)  # NaN is 0


def retrying(
    progress: Progress | None = None, sleep: Callable[[float], None] = time.sleep
) -> Retrying:
    """Return an iterator of attempts, which ends after seven consecutive ones without progress."""
    counter = progress or Progress()

    def wait(state: RetryCallState) -> float:
        return counter.refused(state.outcome.exception() if state.outcome else None)

    return Retrying(
        retry=retry_if_exception_type(TransientError),
        wait=wait,  # tenacity calls it before `stop`
        stop=lambda state: counter.exhausted,
        sleep=sleep,
        reraise=True,
    )


def with_retries(call: Callable[[], Result], sleep: Callable[[float], None] = time.sleep) -> Result:
    """Return the result of `call`, with retries after a `TransientError`."""
    result: Result = retrying(sleep=sleep)(call)
    return result
