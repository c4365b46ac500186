"""The number of documents in a call of a stage whose exceptions lose the outcomes before them."""

from __future__ import annotations

from hookline.runner.backoff import Backoff

__all__ = ["CallSize"]

FIRST_REDUCTION = (
    4  # a batch is divided by it when a call first loses outcomes; then calls have one
)
CALLS_TO_GROW = 8  # in a row without an error, after which the next ones are twice as large


class CallSize:
    """
    The largest number of documents to pass to a stage, as its calls in all processes end.

    A stage that makes a list and raises a transient error gives no outcome for the documents before
    the one that was refused, and asks for them again. The less it is passed, the less is lost; a
    stage with one request for all documents of a call needs more requests, though. So the first such
    error reduces calls to a quarter, the next one to one document, and calls without an error let
    them grow again.
    """

    def __init__(self, backoff: Backoff, step: int) -> None:
        self._backoff = backoff
        self._step = step

    def of(self, pending: int) -> int:
        """Return the number of documents to pass, of those that are pending."""
        return min(pending, self._backoff.read(self._step).largest or pending)

    def lost(self, size: int) -> None:
        """Reduce calls after a transient error for which a call of `size` documents gave no outcome."""
        with self._backoff.exclusive(self._step) as state:
            largest = state.largest
            if size > 1:
                largest = 1 if largest else max(size // FIRST_REDUCTION, 1)
            self._backoff.write(self._step, state._replace(largest=largest, in_a_row=0))

    def succeeded(self) -> None:
        """Let calls grow after enough of them without an error."""
        if not self._backoff.read(self._step).largest:
            return
        with self._backoff.exclusive(self._step) as state:
            state = state._replace(in_a_row=state.in_a_row + 1)
            if state.in_a_row == CALLS_TO_GROW:
                state = state._replace(largest=state.largest * 2, in_a_row=0)
            self._backoff.write(self._step, state)
