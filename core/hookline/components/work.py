"""A unit of work, and what becomes of each document in it."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hookline.components.source import Unreadable
from hookline.config import Secrets
from hookline.document.annotations import Place
from hookline.document.document import Document

__all__ = ["Dropped", "Encoded", "Failure", "Tally", "Unit", "UnitResult", "payload_of"]


class Unit(NamedTuple):
    """
    Consecutive items of the input: what is computed, ordered, recorded and retried as one.

    `alone` asks for a call of their own for each of them, because one may take its process down.
    """

    start: int
    items: tuple[Document | Unreadable, ...]
    alone: bool = False


class Encoded(NamedTuple):
    """A document that went through every stage, encoded for the sink."""

    chunk: Any


class Dropped(NamedTuple):
    """A document that a stage dropped, by a stated rule."""

    stage: str
    reason: str
    step: int


class Failure(NamedTuple):
    """A document that could not be processed: where, why, and what is needed to try again."""

    id: str
    place: Place
    stage: str
    error: str
    message: str
    traceback: str
    attempts: int
    payload: dict[str, Any]
    step: int = -1
    """The number of the stage, from 0; -1 is the source, one past the last stage the sink."""

    @classmethod
    def of(
        cls,
        item: Document | Unreadable,
        stage: str,
        error: BaseException,
        step: int,
        attempts: int = 1,
    ) -> Failure:
        """Return the failure of an item in a stage, its source or its sink."""
        try:
            message, trace = str(error), "".join(traceback.format_exception(error))
        except Exception:  # an exception whose own text raises
            message = trace = f"{type(error).__name__} (its message cannot be shown)"
        doc_id = str(item.place) if isinstance(item, Unreadable) else item.id
        kind = type(error).__name__
        return cls(
            doc_id, item.place, stage, kind, message, trace, attempts, payload_of(item), step
        )

    def without(self, secrets: Secrets) -> Failure:
        """Return the failure without values from the environment; what the document holds stays."""
        if not secrets.values:
            return self
        place = self.place._replace(path=secrets.hide(self.place.path))
        path = self.payload.get("path")
        payload = (
            {**self.payload, "path": secrets.hide(path)} if isinstance(path, str) else self.payload
        )
        doc_id = self.id
        if self.place.path and self.place.path in doc_id:  # an id made of the place
            doc_id = doc_id.replace(self.place.path, place.path)
            if payload.get("id") == self.id:
                payload = {**payload, "id": doc_id}
        return self._replace(
            id=doc_id,
            place=place,
            message=secrets.hide(self.message),
            traceback=secrets.hide(self.traceback),
            payload=payload,
        )


def payload_of(item: Document | Unreadable) -> dict[str, Any]:
    """Return what is needed to read an item again."""
    if isinstance(item, Unreadable):
        return item.payload
    return {"id": item.id, "text": item.raw, "meta": dict(item.meta)}


@dataclass(slots=True)
class Tally:
    """
    What went into a stage and what became of it.

    `words` are those of the raw texts that went in, `seconds` is the time spent on them, summed over
    the processes.
    """

    name: str
    entered: int = 0
    left: int = 0
    dropped: int = 0
    failed: int = 0
    words: int = 0
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally of the same stage."""
        self.entered += other.entered
        self.left += other.left
        self.dropped += other.dropped
        self.failed += other.failed
        self.words += other.words
        self.seconds += other.seconds

    @property
    def balanced(self) -> bool:
        """Whether everything that went in is accounted for."""
        return self.entered == self.left + self.dropped + self.failed


@dataclass(slots=True)
class UnitResult:
    """
    One outcome for each item of a unit, in order, and what its stages counted.

    `cut` says that outcomes behind the last failure that the config allows have been left out.
    """

    start: int
    outcomes: list[Encoded | Dropped | Failure]
    tallies: list[Tally] = field(default_factory=list)
    cut: bool = False

    def count(self) -> list[Tally]:
        """Return what each stage must have counted, going by the outcomes alone."""
        tallies = [Tally(tally.name) for tally in self.tallies]
        through = 0
        for outcome in self.outcomes:
            if isinstance(outcome, Encoded):
                through += 1
                continue
            for tally in tallies[: max(outcome.step, 0)]:
                tally.entered += 1
                tally.left += 1
            if 0 <= outcome.step < len(tallies):
                tally = tallies[outcome.step]
                tally.entered += 1
                tally.dropped += isinstance(outcome, Dropped)
                tally.failed += isinstance(outcome, Failure)
        for tally in tallies:
            tally.entered += through
            tally.left += through
        return tallies

    def until_failure(self, allowed: int | None) -> UnitResult:
        """Return this result, cut behind the first failure over the number that is allowed."""
        if allowed is None:
            return self
        for index, outcome in enumerate(self.outcomes):
            if isinstance(outcome, Failure):
                allowed -= 1
                if allowed < 0:
                    outcomes = self.outcomes[: index + 1]
                    return UnitResult(self.start, outcomes, self.tallies, cut=True)
        return self
