"""Run units of documents through the stages."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import Any

from hookline.components.async_stage import AsyncStage
from hookline.components.engine import Watch
from hookline.components.outcomes import Dropped, Encoded, Failure, Parts, payload_of
from hookline.components.retry import with_retries
from hookline.components.source import Unreadable
from hookline.components.stage import Drop, Split, Stage
from hookline.components.tally import StageWarning, Tally
from hookline.components.unit import Unit, UnitResult
from hookline.document.document import Document
from hookline.errors import PLUGIN_FAULTS, bounded, described, number_of
from hookline.plan import Plan
from hookline.runner.backoff import Backoff
from hookline.runner.calls import Call, Calls
from hookline.runner.flow import Flow
from hookline.runner.outcome_cache import OutcomeCache
from hookline.runner.stage_contract import checked, checked_chunks

__all__ = ["Cancelled", "Worker", "backoff_of"]


class Cancelled(Exception):
    """The call that the documents belong to was cancelled."""


class Worker:
    """
    The open stages of a plan, in one process.

    `watch` is called before every call of a stage with its name, its time limit, and the indexes in the
    unit of its first and last document, so that an engine can attribute a hang or a crash. Workers with
    one `backoff` pause together when a service is busy.
    """

    def __init__(
        self, plan: Plan, watch: Watch | None = None, backoff: Backoff | None = None
    ) -> None:
        self.plan = plan
        self.watch = watch
        self._backoff = backoff or backoff_of(plan)
        self.sink = with_retries(plan.open_sink)
        self._cache = OutcomeCache(plan)
        self._stages: list[Stage | None] = [None] * len(plan.stages)
        if not plan.cache:  # with a cache, stages are opened on first use
            try:
                for step in range(len(plan.stages)):
                    self._stage(step)
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Close the stages."""
        self._cache.close()
        for stage, bound in zip(self._stages, self.plan.stages, strict=True):
            try:
                if stage:
                    stage.close()
            except PLUGIN_FAULTS as error:  # all documents are finished, so nothing is lost
                text = f"the stage `{bound.name}` failed to close: {described(error)}"
                warnings.warn(self.plan.secrets.hide(text), RuntimeWarning, stacklevel=2)
        for warning in self._take_warnings():  # there is no report
            documents = f"{number_of(warning.documents, 'document')}: " if warning.documents else ""
            text = f"{warning.stage}: {documents}{warning.message}"
            warnings.warn(text, RuntimeWarning, stacklevel=2)

    def compute(self, unit: Unit) -> UnitResult:
        """Return the outcome of every item of a unit, in order, encoded for the sink."""
        outcomes: list[Any] = list(unit.items)
        source = self.plan.sources[0].name if self.plan.sources else "source"
        places = list(range(len(outcomes)))
        if Unreadable in {*map(type, outcomes)}:
            places = [index for index in places if not isinstance(outcomes[index], Unreadable)]
            for index, item in enumerate(unit.items):
                if isinstance(item, Unreadable):
                    failure = Failure.of(item, item.source or source, item.error, -1)
                    outcomes[index] = self._sendable(failure, failure.payload)
        flow = Flow([outcomes[index] for index in places], places, counts_words=bool(self._stages))
        tallies = self._through(flow)
        self._encode(flow)
        for number, index in enumerate(places):
            outcome = flow.nodes[number]
            if not isinstance(outcome, Encoded):
                outcome = self._sendable(flow.outcome(number), payload_of(unit.items[index]))
            outcomes[index] = outcome
        return UnitResult(unit.start, outcomes, tallies, warnings=self._take_warnings())

    def through(
        self, docs: Sequence[Document], cancelled: Callable[[], bool] = lambda: False
    ) -> tuple[list[Any], list[Tally]]:
        """
        Run documents through every stage.

        Returns:
            One outcome for each document, in order (`Document`, `Dropped`, `Failure` or `Parts`), and
            the tally of each stage.

        Raises:
            Cancelled: `cancelled` returned True before one of the calls.
        """
        flow = Flow(docs, range(len(docs)), counts_words=True)
        tallies = self._through(flow, cancelled)
        return [self._shown(flow.outcome(number)) for number in range(len(docs))], tallies

    def _through(self, flow: Flow, cancelled: Callable[[], bool] = lambda: False) -> list[Tally]:
        """Run the documents of a flow through every stage and return the tallies."""
        tallies = [Tally(bound.name) for bound in self.plan.stages]
        read = list(flow.nodes)
        known = self._recall(flow, tallies)
        for step, bound in enumerate(self.plan.stages):
            started = perf_counter()
            entered, flow.alive = flow.alive, []
            tally = tallies[step]
            tally.entered += len(entered)
            tally.words += flow.words(entered)
            for first in range(0, len(entered), bound.batch_size):
                if cancelled():
                    raise Cancelled
                batch = entered[first : first + bound.batch_size]
                docs = [flow.nodes[index] for index in batch]
                results = self._results(step, docs, [flow.places[index] for index in batch])
                for index, result in zip(batch, results, strict=True):
                    if isinstance(result, Document):
                        flow.nodes[index] = result
                        flow.alive.append(index)
                    else:
                        flow.settle(index, result, bound.name, step, tally)
            tally.left += len(flow.alive)
            tally.seconds = perf_counter() - started
        if self._cache.has_whole:
            computed = [index for index in range(len(read)) if index not in known]
            results = [flow.nodes[index] for index in computed]
            self._cache.keep_whole([read[index] for index in computed], results)
            flow.alive = sorted([*flow.alive, *(i for i in known if flow.is_document(i))])
        return tallies

    def _recall(self, flow: Flow, tallies: Sequence[Tally]) -> set[int]:
        """Set the outcomes of all stages that are cached, count them, and return their indexes."""
        known: set[int] = set()
        if not self._cache.has_whole:
            return known
        entered, flow.alive = flow.alive, []
        docs = [flow.nodes[index] for index in entered]
        for index, result in zip(entered, self._cache.whole(docs), strict=True):
            if result is None:
                flow.alive.append(index)
                continue
            known.add(index)
            last = len(tallies)
            if isinstance(result, Dropped):
                last = result.step
                flow.settle(index, Drop(result.reason), tallies[last].name, last, tallies[last])
                tallies[last].entered += 1
                tallies[last].words += flow.words([index])
            else:
                flow.nodes[index] = result
            for tally in tallies[:last]:
                tally.entered += 1
                tally.left += 1
                tally.words += flow.words([index])
        return known

    def steps(self, doc: Document) -> Iterator[Document | Dropped | Failure | Parts]:
        """Yield the outcome of one document after each stage, until it is dropped, split or fails."""
        for step, bound in enumerate(self.plan.stages):
            call = checked(self._stage(step), bound.name, self.plan.layers)
            (result,) = Calls(call, bound.name, step, self._backoff).outcomes([doc])
            result = self._without_secrets(result)
            if isinstance(result, Drop):
                result = Dropped(bound.name, result.reason, step)
            elif isinstance(result, Split):
                result = Parts(step, tuple(result.documents))
            yield self._shown(result)
            if not isinstance(result, Document):
                return
            doc = result

    def _shown(self, outcome: Any) -> Any:
        """Return an outcome that leaves the host: a failure without secrets and private words."""
        if isinstance(outcome, Parts):
            return outcome._replace(outcomes=tuple(map(self._shown, outcome.outcomes)))
        if not isinstance(outcome, Failure):
            return outcome
        shown = outcome.without(self.plan.secrets)
        return shown if self.plan.private_step is None else shown.without_words()

    def _sendable(self, outcome: Any, payload: dict[str, Any]) -> Any:
        """Return a picklable outcome; the payload of a failure is the document as it was read."""
        if isinstance(outcome, Failure):
            shown = outcome._replace(payload=payload, cause=None)
            return shown.without(self.plan.secrets)
        if isinstance(outcome, Parts):
            parts = (self._sendable(part, payload) for part in outcome.outcomes)
            return outcome._replace(outcomes=tuple(parts))
        return outcome

    def _results(self, step: int, docs: Sequence[Document], places: Sequence[int]) -> Sequence[Any]:
        """Return the outcomes of a batch in a stage, from the cache or computed."""
        known = list(self._cache.of_stage(step, docs))
        unknown = [index for index, result in enumerate(known) if result is None]
        if unknown:
            bound = self.plan.stages[step]
            call = checked(self._stage(step), bound.name, self.plan.layers)
            batch = [docs[index] for index in unknown]
            results = self._calls(call, bound.name, step, bound.timeout).outcomes(
                batch, [places[index] for index in unknown]
            )
            for index, result in zip(unknown, results, strict=True):
                known[index] = self._without_secrets(result)
            self._cache.keep_of_stage(step, batch, [known[index] for index in unknown])
        return known

    def _without_secrets(self, result: Any) -> Any:
        """Return an outcome of a stage; the reason of a `Drop` is shown to everybody."""
        if isinstance(result, Drop):
            return Drop(bounded(self.plan.secrets.hide(result.reason)))
        return result

    def _encode(self, flow: Flow) -> None:
        """Encode the documents that went through every stage."""
        name, step = self.plan.sink.name, len(self.plan.stages)
        calls = self._calls(checked_chunks(self.sink), name, step, None)
        docs = [flow.nodes[index] for index in flow.alive]
        chunks = calls.outcomes(docs, [flow.places[index] for index in flow.alive])
        for index, doc, chunk in zip(flow.alive, docs, chunks, strict=True):
            if isinstance(chunk, Failure):
                flow.nodes[index] = chunk
            else:
                flow.nodes[index] = Encoded(chunk, not doc.text or doc.text.isspace())

    def _calls(self, call: Call, name: str, step: int, timeout: float | None) -> Calls:
        """Return the calls of a component, which notify the watch of each call and pause."""
        if self.watch is None:
            return Calls(call, name, step, self._backoff)
        pause = partial(self._pause, name)
        begin = partial(self.watch, name, timeout)
        return Calls(call, name, step, self._backoff, begin, pause)

    def _pause(self, name: str, seconds: float) -> None:
        """Sleep with the time limit of the stage suspended."""
        assert self.watch is not None
        self.watch(name, None, 0, 0)
        time.sleep(seconds)

    def _stage(self, step: int) -> Stage:
        stage = self._stages[step]
        if stage is None:
            stage = self._stages[step] = with_retries(partial(self.plan.open_stage, step))
            if isinstance(stage, AsyncStage):
                bound = self.plan.stages[step]
                rate = bound.per_second
                reserve = partial(self._backoff.reserve, step, 1 / rate) if rate else None
                stage.set_limits(bound.in_flight, reserve)
        return stage

    def _take_warnings(self) -> list[StageWarning]:
        """Return the new warnings of the stages, under their names in the config."""
        return [
            warning._replace(
                stage=bound.name, message=bounded(self.plan.secrets.hide(warning.message))
            )
            for stage, bound in zip(self._stages, self.plan.stages, strict=True)
            if stage is not None
            for warning in stage.take_warnings()
        ]


def backoff_of(plan: Plan) -> Backoff:
    """Return a backoff for the components of a plan that are called: its stages and its sink."""
    return Backoff(len(plan.stages) + 1)
