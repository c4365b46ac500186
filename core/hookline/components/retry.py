"""Retry calls after transient errors."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type

from hookline.errors import TransientError

__all__ = ["ATTEMPTS", "Progress", "retrying", "with_retries"]

ATTEMPTS = 7  # consecutive attempts without progress
SHORTEST, LONGEST = 0.2, 5.0  # seconds, of pauses that the error does not specify

Result = TypeVar("Result")


class Progress:
    """Count consecutive failed attempts; call `made` after any progress."""

    def __init__(self) -> None:
        self.failed = 0

    def made(self) -> None:
        """Reset the count."""
        self.failed = 0


def retrying(
    progress: Progress | None = None, sleep: Callable[[float], None] = time.sleep
) -> Retrying:
    """
    Return an iterator of attempts that ends after seven consecutive ones without progress.

    A pause lasts `after` seconds if the error has it, otherwise a growing random time (full jitter).
    Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    counter = progress or Progress()

    def stop(state: RetryCallState) -> bool:
        counter.failed += 1
        return counter.failed >= ATTEMPTS

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TransientError) and error.after is not None:
            return max(error.after, 0.0)
        longest = min(SHORTEST * 2 ** (counter.failed + 1), LONGEST)
        return random.uniform(0, longest)  # noqa: S311  # no secret

    return Retrying(
        retry=retry_if_exception_type(TransientError),
        stop=stop,
        wait=wait,
        sleep=sleep,
        reraise=True,
    )


def with_retries(call: Callable[[], Result], sleep: Callable[[float], None] = time.sleep) -> Result:
    """Return the result of `call`, with retries after a `TransientError`."""
    result: Result = retrying(sleep=sleep)(call)
    return result
