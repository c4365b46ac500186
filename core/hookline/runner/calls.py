"""Call a stage with a batch: retry after transient errors, isolate failing documents."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hookline.components.outcomes import Failure
from hookline.components.retry import retrying
from hookline.components.stage import Failed, Retry
from hookline.document.document import Document
from hookline.errors import OutcomeError, TransientError, message_of
from hookline.runner.backoff import Backoff, StageProgress
from hookline.runner.call_size import CallSize
from hookline.runner.isolation import isolate

__all__ = ["Call", "Calls"]

Call = Callable[[Sequence[Document]], Iterator[Any]]
"""A call that yields the outcome of each document, in order."""
Begin = Callable[[int, int], None]

REFUSALS = 10  # of a document while others make progress, after which it fails
REFUSALS_IN_BATCH = 5  # after which it is passed alone


class Calls:
    """
    The calls of one component, which return an outcome or a `Failure` for each document.

    `backoff` has the pauses of the component in all processes. `begin` is called before each call with
    the positions of its first and last document; `sleep` waits between attempts.
    """

    def __init__(
        self,
        call: Call,
        name: str,
        step: int,
        backoff: Backoff,
        begin: Begin | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._call = call
        self._name = name
        self._step = step
        self._backoff = backoff
        self._begin = begin
        self._sleep = sleep
        self._size = CallSize(backoff, step)

    def outcomes(self, docs: Sequence[Document], places: Sequence[int] = ()) -> list[Any]:
        """
        Return the outcome of each document, in order.

        After an exception, each document without an outcome is passed again in a separate call. After a
        transient error, all processes pause, and one document at a time is passed to the stage until
        one gets an outcome. After seven consecutive attempts without progress, or four if a batch
        before has failed so, all documents of the batch fail; while others make progress, a document
        fails after ten refusals.
        """
        progress = StageProgress(self._backoff, self._step, self._sleep)
        batch = _Batch(docs, self._failure, self._size)
        suspects: list[int] = []
        try:
            # `progress` pauses before the next call, as another process may prolong the pause.
            for attempt in retrying(progress, sleep=lambda seconds: None):
                with attempt:
                    while batch.pending:
                        if error := self._try(batch, places, progress):
                            raise error
                        progress.end()
        except TransientError as error:
            cause = error.__cause__ if isinstance(error, _Refused) else None
            batch.fail(cause or error, progress.attempts)
        except BaseException as error:  # SystemExit is a failure of the document as well
            if _is_interruption(error):
                raise
            suspects = batch.pending
            if len(docs) == 1:
                return [self._failure(docs[0], error, batch.tries[0])]
        finally:
            progress.end()
        for group in isolate(suspects):
            group_places = [places[index] for index in group] if places else ()
            outcomes = self.outcomes([docs[index] for index in group], group_places)
            batch.results.update(zip(group, outcomes, strict=True))
        return [batch.results[index] for index in range(len(docs))]

    def _try(
        self, batch: _Batch, places: Sequence[int], progress: StageProgress
    ) -> TransientError | None:
        """Call once, keep the outcomes, and return an error to wait for, if any."""
        indexes = batch.choose(progress)
        if self._begin:
            passed = [places[index] for index in indexes]
            self._begin(min(passed), max(passed))
        outcomes: list[Any] = []
        waiting: TransientError | None = None
        try:
            outcomes.extend(self._call([batch.docs[index] for index in indexes]))
        except TransientError as error:  # keep the outcomes before it
            batch.tries.update(indexes[len(outcomes) :])
            if batch.is_probe or len(batch.pending) == 1:
                batch.refuse(indexes[0], error)
            if not outcomes:
                self._size.lost(len(indexes))
            waiting = error
        except OutcomeError:  # outcomes cannot be assigned to documents
            outcomes.clear()
            raise
        else:
            self._size.succeeded()
        finally:
            refusal = batch.keep(outcomes, indexes)
            if {*map(type, outcomes)} - {Retry}:
                progress.made()
        return waiting or refusal

    def _failure(self, doc: Document, error: BaseException, attempts: int) -> Failure:
        return Failure.of(doc, self._name, error, self._step, max(attempts, 1))


class _Batch:
    """
    The documents of a batch, by index: those without an outcome, and the results of the others.

    `tries` counts the calls in which a document got no outcome, `refusals` those in which it was
    refused itself. `is_probe` tells that one document was chosen, as calls fail.
    """

    def __init__(
        self,
        docs: Sequence[Document],
        failure: Callable[[Document, BaseException, int], Failure],
        size: CallSize,
    ) -> None:
        self.docs = docs
        self.results: dict[int, Any] = {}
        self.tries: Counter[int] = Counter()
        self.is_probe = False
        self._refusals: Counter[int] = Counter()
        self._failure = failure
        self._size = size

    @property
    def pending(self) -> list[int]:
        """The indexes of documents without an outcome."""
        if not self.results:
            return list(range(len(self.docs)))
        if len(self.results) == len(self.docs):
            return []
        return [index for index in range(len(self.docs)) if index not in self.results]

    def choose(self, progress: StageProgress) -> list[int]:
        """
        Wait until the stage may be called, and return the documents to pass, least refused first.

        While the calls of the stage fail, that is one document, each time another one.
        """
        order = self.pending
        if self._refusals:
            order.sort(key=self._refusals.__getitem__)
        self.is_probe = progress.begin(alone=self._refusals[order[0]] >= REFUSALS_IN_BATCH)
        if self.is_probe:
            return order[:1]
        accepted = [index for index in order if self._refusals[index] < REFUSALS_IN_BATCH]
        return accepted[: self._size.of(len(accepted))]

    def keep(self, outcomes: Sequence[Any], indexes: Sequence[int]) -> TransientError | None:
        """Keep outcomes as results, except retries; return the retry with the longest pause."""
        if not {Retry, Failed}.intersection(map(type, outcomes)):
            self.results.update(zip(indexes, outcomes, strict=False))
            return None
        waiting: TransientError | None = None
        for outcome, index in zip(outcomes, indexes, strict=False):
            if isinstance(outcome, Retry):
                self.tries[index] += 1
                waiting = _longer(waiting, outcome)
                self.refuse(index, outcome.error)
            elif isinstance(outcome, Failed):
                doc, attempts = self.docs[index], self.tries[index] + 1
                self.results[index] = self._failure(doc, outcome.error, attempts)
            else:
                self.results[index] = outcome
        return waiting

    def refuse(self, index: int, error: BaseException) -> None:
        """Count a refusal of a document, which fails after too many."""
        self._refusals[index] += 1
        if self._refusals[index] >= REFUSALS:
            self.results[index] = self._failure(self.docs[index], error, self.tries[index])

    def fail(self, error: BaseException, attempts: int) -> None:
        """Let all pending documents fail after a number of attempts of the stage."""
        for index in self.pending:
            tries = max(self.tries[index], attempts)
            self.results[index] = self._failure(self.docs[index], error, tries)


class _Refused(TransientError):
    """A request for a pause with `Retry`."""


def _is_interruption(error: BaseException) -> bool:
    """Return whether an exception is Ctrl-C, which comes to no other thread than the main one."""
    in_main = threading.current_thread() is threading.main_thread()
    return isinstance(error, KeyboardInterrupt) and in_main


def _longer(waiting: TransientError | None, outcome: Retry) -> TransientError:
    """Return the request with the longer pause."""
    if waiting is not None and (outcome.after or 0.0) <= (waiting.after or 0.0):
        return waiting
    error = _Refused(message_of(outcome.error), after=outcome.after)
    error.__cause__ = outcome.error
    return error
