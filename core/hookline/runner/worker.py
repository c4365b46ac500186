"""Take units of documents through the stages, splitting what fails until the culprit stands alone."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from time import perf_counter
from typing import Any

from hookline.components.source import Unreadable
from hookline.components.stage import Drop, Stage
from hookline.components.work import Dropped, Encoded, Failure, Tally, Unit, UnitResult, payload_of
from hookline.document.document import Document
from hookline.errors import OutcomeError
from hookline.plan import BoundComponent, Plan
from hookline.runner.cache import StageCache
from hookline.runner.identity import stage_digest
from hookline.runner.retry import retrying
from hookline.runner.stage_contract import Call, checked

__all__ = ["Worker"]

Begin = Callable[[int, int], None]
Watch = Callable[[str, float | None, int, int], None]


class Worker:
    """
    The open stages of a plan, in one process.

    `watch` is called before every call of a stage, with its name and time limit and the numbers,
    within their unit, of the first and the last document it is given; an engine uses it to know what
    was going on when a process hangs or dies.
    """

    def __init__(self, plan: Plan, watch: Watch | None = None) -> None:
        self.plan = plan
        self.watch = watch
        self.sink = plan.open_sink()
        self._cache = StageCache(plan.cache, plan.layers) if plan.cache else None
        self._digests = [self._digest(bound) for bound in plan.stages]
        # With a cache, a stage is opened when it is first needed: perhaps never.
        self._stages: list[Stage | None] = (
            [None] * len(plan.stages) if self._cache else [*plan.open_stages()]
        )

    def close(self) -> None:
        """Close the stages."""
        if self._cache:
            self._cache.close()
        for stage, bound in zip(self._stages, self.plan.stages, strict=True):
            try:
                if stage:
                    stage.close()
            except Exception as error:  # the documents are done: nothing is lost
                text = f"the stage `{bound.name}` failed to close: {type(error).__name__}: {error}"
                warnings.warn(self.plan.secrets.hide(text), RuntimeWarning, stacklevel=2)

    def compute(self, unit: Unit) -> UnitResult:
        """Return the outcome of every item of a unit, in order, encoded for the sink."""
        outcomes: list[Any] = list(unit.items)
        good = [index for index, item in enumerate(outcomes) if isinstance(item, Document)]
        source = self.plan.sources[0].name if self.plan.sources else "source"
        for index, item in enumerate(outcomes):
            if isinstance(item, Unreadable):
                outcomes[index] = Failure.of(item, item.source or source, item.error, -1)
        results, tallies = self._through(
            [outcomes[index] for index in good], good, 1 if unit.alone else None
        )
        left = [at for at, result in enumerate(results) if isinstance(result, Document)]
        docs: list[Any] = [results[at] for at in left]
        places = [good[at] for at in left]
        begin = self._beginning(self.plan.sink.name, None)
        chunks = run_or_bisect(
            self._encode, docs, self.plan.sink.name, len(self._stages), places, begin
        )
        for at, chunk in zip(left, chunks, strict=True):
            results[at] = chunk if isinstance(chunk, Failure) else Encoded(chunk)
        for index, result in zip(good, results, strict=True):
            if isinstance(result, Failure):  # as it was read, before any stage touched it
                result = result._replace(payload=payload_of(unit.items[index]))
            outcomes[index] = result
        return UnitResult(unit.start, outcomes, tallies)

    def through(self, docs: Sequence[Document]) -> tuple[list[Any], list[Tally]]:
        """
        Take documents through every stage.

        Returns:
            One outcome for each document, in order (`Document`, `Dropped` or `Failure`), and the tally
            of each stage.
        """
        outcomes, tallies = self._through(docs, range(len(docs)), None)
        return [self._shown(outcome) for outcome in outcomes], tallies

    def _through(
        self, docs: Sequence[Document], places: Sequence[int], batch_size: int | None
    ) -> tuple[list[Any], list[Tally]]:
        outcomes: list[Any] = list(docs)
        words = [len(doc.raw.split()) for doc in docs] if self._stages else []
        tallies: list[Tally] = []
        alive = list(range(len(docs)))
        for step, bound in enumerate(self.plan.stages):
            started = perf_counter()
            tally = Tally(bound.name, entered=len(alive))
            tally.words = sum(words[index] for index in alive)
            left: list[int] = []
            size = batch_size or bound.batch_size
            for first in range(0, len(alive), size):
                batch = alive[first : first + size]
                given = [outcomes[index] for index in batch]
                found = [places[index] for index in batch]
                results = self._results(step, given, found)
                for index, result in zip(batch, results, strict=True):
                    if isinstance(result, Document):
                        left.append(index)
                        tally.left += 1
                    elif isinstance(result, Drop):
                        result = Dropped(bound.name, result.reason, step)
                        tally.dropped += 1
                    else:
                        tally.failed += 1
                    outcomes[index] = result
            alive = left
            tally.seconds = perf_counter() - started
            tallies.append(tally)
        return outcomes, tallies

    def steps(self, doc: Document) -> Iterator[Document | Dropped | Failure]:
        """Yield what each stage makes of one document, until it is dropped or fails."""
        for step, bound in enumerate(self.plan.stages):
            call = checked(self._stage(step), bound.name, self.plan.layers)
            (result,) = run_or_bisect(call, [doc], bound.name, step)
            if isinstance(result, Drop):
                result = Dropped(bound.name, result.reason, step)
            yield self._shown(result)
            if not isinstance(result, Document):
                return
            doc = result

    def _shown(self, outcome: Any) -> Any:
        """Return an outcome that leaves the host: a failure has no values from the environment."""
        return outcome.without(self.plan.secrets) if isinstance(outcome, Failure) else outcome

    def _results(self, step: int, docs: Sequence[Document], places: Sequence[int]) -> Sequence[Any]:
        """Return what a stage makes of a batch: from the cache what is known, and a `Failure` each."""
        digest = self._digests[step]
        known: list[Any] = [None] * len(docs)
        if self._cache and digest:
            known = self._cache.find(digest, docs)
        unknown = [at for at, result in enumerate(known) if result is None]
        if unknown:
            bound = self.plan.stages[step]
            call = checked(self._stage(step), bound.name, self.plan.layers)
            begin = self._beginning(bound.name, bound.timeout)
            given = [docs[at] for at in unknown]
            there = [places[at] for at in unknown]
            results = run_or_bisect(call, given, bound.name, step, there, begin)
            for at, result in zip(unknown, results, strict=True):
                known[at] = result
            if self._cache and digest:
                self._cache.keep(digest, given, results)
        return known

    def _stage(self, step: int) -> Stage:
        stage = self._stages[step]
        if stage is None:
            stage = self._stages[step] = self.plan.open_stage(step)
        return stage

    def _digest(self, bound: BoundComponent) -> str:
        """Return what the outcomes of a stage are kept under; empty where that is not worth while."""
        light = getattr(bound.component, "cost", "") == "light"
        return stage_digest(bound) if self._cache and not light else ""

    def _beginning(self, name: str, timeout: float | None) -> Begin | None:
        """Return what tells the watch of each call of a stage, None where nobody watches."""
        if self.watch is None:
            return None
        return partial(self.watch, name, timeout)

    def _encode(self, docs: Sequence[Document]) -> list[Any]:
        chunks = list(islice(self.sink.encode(docs), len(docs) + 1))
        if len(chunks) != len(docs):
            raise OutcomeError(
                f"the sink encoded {len(docs)} documents as {len(chunks)} chunks; expected one each"
            )
        return chunks


def run_or_bisect(
    call: Call,
    docs: Sequence[Document],
    name: str,
    step: int,
    places: Sequence[int] = (),
    begin: Begin | None = None,
) -> list[Any]:
    """
    Return what `call` makes of each document, and a failure for each one that it fails on.

    `begin` is told before each call which `places` the documents have.
    """
    if not docs:
        return []
    attempts = 1
    try:
        for attempt in retrying():
            with attempt:
                attempts = attempt.retry_state.attempt_number
                if begin:
                    begin(places[0], places[-1])
                return call(docs)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # a stage that calls sys.exit costs its document, too
        if len(docs) == 1:
            return [Failure.of(docs[0], name, error, step, attempts)]
    half = len(docs) // 2
    left = run_or_bisect(call, docs[:half], name, step, places[:half], begin)
    return left + run_or_bisect(call, docs[half:], name, step, places[half:], begin)
