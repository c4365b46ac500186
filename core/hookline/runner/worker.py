"""Take units of documents through the stages, splitting what fails until the culprit stands alone."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from time import perf_counter
from typing import Any

from hookline.document import Document
from hookline.errors import OutcomeError
from hookline.plan import Plan
from hookline.runner.outcome import Dropped, Encoded, Failure, Tally, Unit, UnitResult, payload_of
from hookline.runner.retry import retrying
from hookline.source import Unreadable
from hookline.stages import Drop, Outcome, Stage

__all__ = ["Worker"]

Call = Callable[[Sequence[Document]], list[Any]]
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
        self.stages = plan.open_stages()

    def close(self) -> None:
        """Close the stages."""
        for stage, bound in zip(self.stages, self.plan.stages, strict=True):
            try:
                stage.close()
            except Exception as error:  # the documents are done: nothing is lost
                text = f"the stage `{bound.name}` failed to close: {type(error).__name__}: {error}"
                warnings.warn(text, RuntimeWarning, stacklevel=2)

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
        chunks = _settle(self._encode, docs, self.plan.sink.name, len(self.stages), places, begin)
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
        return self._through(docs, range(len(docs)), None)

    def _through(
        self, docs: Sequence[Document], places: Sequence[int], batch_size: int | None
    ) -> tuple[list[Any], list[Tally]]:
        outcomes: list[Any] = list(docs)
        words = [len(doc.raw.split()) for doc in docs] if self.stages else []
        tallies: list[Tally] = []
        alive = list(range(len(docs)))
        for step, (stage, bound) in enumerate(zip(self.stages, self.plan.stages, strict=True)):
            started = perf_counter()
            tally = Tally(bound.name, entered=len(alive))
            tally.words = sum(words[index] for index in alive)
            left: list[int] = []
            call = _checked(stage, bound.name)
            begin = self._beginning(bound.name, bound.timeout)
            size = batch_size or bound.batch_size
            for first in range(0, len(alive), size):
                batch = alive[first : first + size]
                given = [outcomes[index] for index in batch]
                found = [places[index] for index in batch]
                results = _settle(call, given, bound.name, step, found, begin)
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
        for step, (stage, bound) in enumerate(zip(self.stages, self.plan.stages, strict=True)):
            (result,) = _settle(_checked(stage, bound.name), [doc], bound.name, step)
            if isinstance(result, Drop):
                result = Dropped(bound.name, result.reason, step)
            yield result
            if not isinstance(result, Document):
                return
            doc = result

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


def _settle(
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
    left = _settle(call, docs[:half], name, step, places[:half], begin)
    return left + _settle(call, docs[half:], name, step, places[half:], begin)


def _checked(stage: Stage, name: str) -> Call:
    """Return a call of the stage that raises unless each outcome keeps the stage's contract."""

    def call(docs: Sequence[Document]) -> list[Outcome]:
        outcomes = list(islice(stage.process(docs), len(docs) + 1))
        if len(outcomes) != len(docs):
            found = f"{len(outcomes)}" if len(outcomes) < len(docs) else "more"
            raise OutcomeError(
                f"the stage `{name}` gave {found} outcomes for {len(docs)} documents; expected "
                "exactly one each, in order: the document or a Drop"
            )
        return [
            _kept(doc, outcome, stage, name) for doc, outcome in zip(docs, outcomes, strict=True)
        ]

    return call


def _kept(doc: Document, outcome: Outcome, stage: Stage, name: str) -> Outcome:
    """Return a valid outcome with its new removals signed by the stage."""
    if outcome is doc:
        return outcome
    if isinstance(outcome, Drop):
        if not (isinstance(outcome.reason, str) and outcome.reason and _is_text(outcome.reason)):
            raise OutcomeError(
                f"the stage `{name}` dropped a document for {outcome.reason!r}; expected a reason "
                "in words"
            )
        return outcome
    if not isinstance(outcome, Document):
        raise OutcomeError(
            f"the stage `{name}` gave a {type(outcome).__name__}; expected a Document or a Drop"
        )
    if outcome.raw is not doc.raw and outcome.raw != doc.raw:
        raise OutcomeError(f"the stage `{name}` changed the raw text, which stays as it was read")
    if outcome.id != doc.id or outcome.place != doc.place:
        raise OutcomeError(f"the stage `{name}` gave another document in the place of {doc.id}")
    if outcome.text is not doc.text and outcome.text != doc.text and not _edits(stage):
        raise OutcomeError(
            f"the stage `{name}` edited the text without saying so: set `edits_text = True`"
        )
    if (outcome.alignment.length, outcome.alignment.raw_length) != (
        len(outcome.text),
        len(outcome.raw),
    ):
        raise OutcomeError(
            f"the stage `{name}` changed the text behind the alignment's back; use `edit` or "
            "`with_text`"
        )
    if outcome.removed is not doc.removed and outcome.removed != doc.removed:
        signed = tuple(
            removal if removal.stage else removal._replace(stage=name)
            for removal in outcome.removed
        )
        return replace(outcome, removed=signed)
    return outcome


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _edits(stage: Stage) -> bool:
    return type(stage).declare(stage.options).edits_text
