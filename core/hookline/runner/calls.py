"""Call a stage with a batch: retry after transient errors, isolate failing documents."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hookline.components.retry import ATTEMPTS, Progress, retrying
from hookline.components.stage import Failed, Retry
from hookline.components.work import Failure
from hookline.document.document import Document
from hookline.errors import OutcomeError, TransientError
from hookline.runner.isolation import isolate

__all__ = ["Call", "Calls"]

Call = Callable[[Sequence[Document]], Iterator[Any]]
"""A call that yields the outcome of each document, in order."""
Begin = Callable[[int, int], None]


class Calls:
    """
    The calls of one component, which return an outcome or a `Failure` for each document.

    `begin` is called before each call with the positions of its first and last document; `sleep` waits
    between attempts.
    """

    def __init__(
        self,
        call: Call,
        name: str,
        step: int,
        begin: Begin | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._call = call
        self._name = name
        self._step = step
        self._begin = begin
        self._sleep = sleep

    def outcomes(self, docs: Sequence[Document], places: Sequence[int] = ()) -> list[Any]:
        """
        Return the outcome of each document, in order.

        After an exception, each document without an outcome is passed again in a separate call. After a
        transient error, the host pauses and repeats the call with these documents; after seven
        consecutive attempts without progress, all of them fail.
        """
        results: dict[int, Any] = {}
        tries: Counter[int] = Counter()
        refusals: Counter[int] = Counter()
        suspects: list[int] = []
        pending = list(range(len(docs)))
        progress = Progress()
        try:
            for attempt in retrying(progress, self._sleep):
                with attempt:
                    while pending:  # after a failure, probe with one document
                        batch = pending[:1] if progress.failed else pending
                        error = self._try(batch, docs, places, results, tries, refusals, progress)
                        done = len(results) == len(docs)
                        pending = [] if done else [i for i in pending if i not in results]
                        if error is not None and pending:
                            raise error
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except TransientError as error:
            cause = error.__cause__ if isinstance(error, _Refused) else None
            for index in pending:
                results[index] = self._failure(docs[index], cause or error, tries[index])
        except BaseException as error:  # SystemExit is a failure of the document as well
            suspects = [index for index in pending if index not in results]
            if len(docs) == 1:
                return [self._failure(docs[0], error, tries[0])]
        for group in isolate(suspects):
            group_places = [places[index] for index in group] if places else ()
            outcomes = self.outcomes([docs[index] for index in group], group_places)
            results.update(zip(group, outcomes, strict=True))
        return [results[index] for index in range(len(docs))]

    def _try(
        self,
        batch: Sequence[int],
        docs: Sequence[Document],
        places: Sequence[int],
        results: dict[int, Any],
        tries: Counter[int],
        refusals: Counter[int],
        progress: Progress,
    ) -> TransientError | None:
        """
        Call once, add the outcomes to `results`, and return an error to wait for, if any.

        `tries` counts the failed calls with each document, `refusals` those of its own outcomes that
        were a `Retry`.
        """
        if self._begin:
            self._begin(places[batch[0]], places[batch[-1]])
        outcomes: list[Any] = []
        waiting: TransientError | None = None
        try:
            outcomes.extend(self._call([docs[index] for index in batch]))
        except TransientError as error:  # keep the outcomes before it
            tries.update(batch[len(outcomes) :])
            waiting = error
        except OutcomeError:  # outcomes cannot be assigned to documents
            outcomes.clear()
            raise
        finally:
            refusal = self._keep(outcomes, batch, docs, results, tries, refusals)
            if len(outcomes) > sum(isinstance(outcome, Retry) for outcome in outcomes):
                progress.made()
        return waiting or refusal

    def _keep(
        self,
        outcomes: Sequence[Any],
        batch: Sequence[int],
        docs: Sequence[Document],
        results: dict[int, Any],
        tries: Counter[int],
        refusals: Counter[int],
    ) -> TransientError | None:
        """Add outcomes except retries to `results`; return the retry with the longest pause."""
        if not {Retry, Failed}.intersection(map(type, outcomes)):
            results.update(zip(batch, outcomes, strict=False))
            return None
        waiting: TransientError | None = None
        for outcome, index in zip(outcomes, batch, strict=False):
            if isinstance(outcome, Retry):
                tries[index] += 1
                refusals[index] += 1
                waiting = _longer(waiting, outcome)
                if refusals[index] >= ATTEMPTS:
                    results[index] = self._failure(docs[index], outcome.error, tries[index])
            elif isinstance(outcome, Failed):
                results[index] = self._failure(docs[index], outcome.error, tries[index] + 1)
            else:
                results[index] = outcome
        return waiting

    def _failure(self, doc: Document, error: BaseException, attempts: int) -> Failure:
        return Failure.of(doc, self._name, error, self._step, max(attempts, 1))


class _Refused(TransientError):
    """A request for a pause with `Retry`."""


def _longer(waiting: TransientError | None, outcome: Retry) -> TransientError:
    """Return the request with the longer pause."""
    if waiting is not None and (outcome.after or 0.0) <= (waiting.after or 0.0):
        return waiting
    error = _Refused(str(outcome.error), after=outcome.after)
    error.__cause__ = outcome.error
    return error
