"""Try again what a plugin calls transient, and nothing else."""

from __future__ import annotations

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from hookline.errors import TransientError

__all__ = ["retrying"]

ATTEMPTS = 4


def retrying() -> Retrying:
    """Return an iterator of attempts: at most four, with growing pauses of a second or so."""
    return Retrying(
        retry=retry_if_exception_type(TransientError),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_random_exponential(multiplier=0.2, max=5),
        reraise=True,
    )
