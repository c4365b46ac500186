"""Call a stage with a batch: pause and go on after transient errors, isolate documents it fails on."""

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

__all__ = ["Call", "Calls"]

Call = Callable[[Sequence[Document]], Iterator[Any]]
"""Yields an outcome for each document, in order, as they are made."""
Begin = Callable[[int, int], None]


class Calls:
    """
    The calls of one component: `outcomes` gives each document what it became, or its `Failure`.

    `begin` is told before each call which places its first and last document have; `sleep` waits
    between tries.
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

        When a call raises, the documents that have no outcome yet are given again, each in a call of
        its own. A transient error is different: the host pauses and goes on with those documents, as
        long as each try brings something new; when four in a row did not, all of them have failed.
        """
        results: dict[int, Any] = {}
        tries: Counter[int] = Counter()
        suspects: list[int] = []
        pending = list(range(len(docs)))
        progress = Progress()
        try:
            for attempt in retrying(progress, self._sleep):
                with attempt:
                    while pending:  # a service that was down is asked with one document first
                        batch = pending[:1] if progress.failed else pending
                        error = self._try(batch, docs, places, results, tries, progress)
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
        except BaseException as error:  # a stage that calls sys.exit costs its document, too
            suspects = [index for index in pending if index not in results]
            if len(docs) == 1:
                return [self._failure(docs[0], error, tries[0])]
        for index in suspects:
            (results[index],) = self.outcomes([docs[index]], places[index : index + 1])
        return [results[index] for index in range(len(docs))]

    def _try(
        self,
        batch: Sequence[int],
        docs: Sequence[Document],
        places: Sequence[int],
        results: dict[int, Any],
        tries: Counter[int],
        progress: Progress,
    ) -> TransientError | None:
        """Call once, add the outcomes to `results`, and return what the others have to wait for."""
        if self._begin:
            self._begin(places[batch[0]], places[batch[-1]])
        outcomes: list[Any] = []
        waiting: TransientError | None = None
        try:
            outcomes.extend(self._call([docs[index] for index in batch]))
        except TransientError as error:  # the outcomes before it are kept
            tries.update(batch[len(outcomes) :])
            waiting = error
        except OutcomeError:  # which outcome belongs to which document is unknown
            outcomes.clear()
            raise
        finally:
            refusal = self._keep(outcomes, batch, docs, results, tries)
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
    ) -> TransientError | None:
        """Add outcomes to `results` but for documents that were refused; return the longest refusal."""
        if not {Retry, Failed}.intersection(map(type, outcomes)):
            results.update(zip(batch, outcomes, strict=False))
            return None
        waiting: TransientError | None = None
        for outcome, index in zip(outcomes, batch, strict=False):
            if isinstance(outcome, Retry):
                tries[index] += 1
                waiting = _longer(waiting, outcome)
                if tries[index] >= ATTEMPTS:
                    results[index] = self._failure(docs[index], outcome.error, tries[index])
            elif isinstance(outcome, Failed):
                results[index] = self._failure(docs[index], outcome.error, tries[index] + 1)
            else:
                results[index] = outcome
        return waiting

    def _failure(self, doc: Document, error: BaseException, attempts: int) -> Failure:
        return Failure.of(doc, self._name, error, self._step, max(attempts, 1))


class _Refused(TransientError):
    """A stage asks for a pause with `Retry`."""


def _longer(waiting: TransientError | None, outcome: Retry) -> TransientError:
    """Return the request for a pause that is the longer one."""
    if waiting is not None and (outcome.after or 0.0) <= (waiting.after or 0.0):
        return waiting
    error = _Refused(str(outcome.error), after=outcome.after)
    error.__cause__ = outcome.error
    return error
