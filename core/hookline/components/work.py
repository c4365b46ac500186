"""Units of work and the outcomes of their documents."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from hookline.components.source import Unreadable
from hookline.config.secrets import Secrets
from hookline.document.annotations import Place
from hookline.document.document import Document

__all__ = [
    "Dropped",
    "Encoded",
    "Failure",
    "ItemOutcome",
    "Lost",
    "Parts",
    "StageWarning",
    "Tally",
    "Unit",
    "UnitResult",
    "flatten",
    "payload_of",
]


class Unit(NamedTuple):
    """Consecutive items of the input, computed together; `start` is the number of the first."""

    start: int
    items: tuple[Document | Unreadable, ...]


class Lost(NamedTuple):
    """
    A unit without a result: its process ended, or a call took longer than its stage allows.

    `first` and `last` are the indexes, in the unit, of the documents in the interrupted call of
    `stage`; None if they are unknown. `final` means that another attempt would not help, as after a
    timeout.
    """

    start: int
    error: Exception
    stage: str = ""
    first: int | None = None
    last: int | None = None
    final: bool = False


class Encoded(NamedTuple):
    """A document that passed every stage, encoded for the sink."""

    chunk: Any


class Dropped(NamedTuple):
    """A document that a stage dropped."""

    stage: str
    reason: str
    step: int


class Failure(NamedTuple):
    """A document that could not be processed, with the error and the payload for a replay."""

    id: str
    place: Place
    stage: str
    error: str
    message: str
    traceback: str
    attempts: int
    payload: dict[str, Any]
    step: int = -1
    """The index of the stage; -1 is the source, the number of stages is the sink."""
    cause: BaseException | None = None
    """The exception itself in the process that raised it; None in a run."""

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
        except Exception:  # `str` of the exception fails
            message = trace = f"{type(error).__name__} (its message cannot be shown)"
        doc_id = str(item.place) if isinstance(item, Unreadable) else item.id
        kind = type(error).__name__
        payload = payload_of(item)
        return cls(doc_id, item.place, stage, kind, message, trace, attempts, payload, step, error)

    def without(self, secrets: Secrets) -> Failure:
        """Return the failure with secrets hidden, except in the content of the document."""
        if not secrets.values:
            return self
        place = self.place._replace(path=secrets.hide(self.place.path))
        path = self.payload.get("path")
        payload = (
            {**self.payload, "path": secrets.hide(path)} if isinstance(path, str) else self.payload
        )
        doc_id = self.id
        if self.place.path and self.place.path in doc_id:  # the id contains the place
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

    def without_words(self) -> Failure:
        """
        Return the failure without content of the document, for runs with private edits.

        The payload has only the place, from which a source of files can read the document again.
        """
        frames = [line for line in self.traceback.splitlines() if line.startswith("  File ")]
        payload: dict[str, Any] = {"id": self.id, "path": self.place.path}
        if self.place.line is not None:
            payload["line"] = self.place.line
        return self._replace(
            message="withheld, as a stage of this config makes private edits",
            traceback="\n".join(frames),
            payload=payload,
            cause=None,
        )


class Parts(NamedTuple):
    """The outcomes of the parts that a stage split a document into, in order."""

    step: int
    outcomes: tuple[Any, ...]
    """An `ItemOutcome` each: a part can be split again."""


ItemOutcome = Encoded | Dropped | Failure | Parts


def payload_of(item: Document | Unreadable) -> dict[str, Any]:
    """Return the payload of an item for a dead letter."""
    if isinstance(item, Unreadable):
        return item.payload
    return {"id": item.id, "text": item.raw, "meta": dict(item.meta)}


class StageWarning(NamedTuple):
    """A warning of a stage about the run; `documents` is 0 if it concerns the run as a whole."""

    stage: str
    code: str
    message: str
    documents: int = 0


KEYS = {"entered": "in", "left": "out"}  # keys in a report that differ from the field
COUNTS = ("entered", "left", "dropped", "failed", "split")  # fields that outcomes determine


@dataclass(slots=True)
class Tally:
    """
    The counts of a stage: documents that entered it, by outcome, and other measures.

    Every field is summed over units and processes and written to the report. `split` counts the
    documents added by splits: a document split into three parts adds two. `words` counts the words in
    the raw texts of the documents that entered, `seconds` is the time spent on them.
    """

    name: str
    entered: int = 0
    left: int = 0
    dropped: int = 0
    failed: int = 0
    split: int = 0
    words: int = 0
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        """Add the values of another tally of the same stage."""
        for name in self.__slots__[1:]:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def counts(self) -> dict[str, Any]:
        """Return the fields that the outcomes of documents determine."""
        return {name: getattr(self, name) for name in COUNTS}

    def outcomes(self) -> dict[str, int]:
        """Return the number of documents by outcome, under the names that metrics use."""
        counts = self.counts()
        del counts["entered"]
        return {"passed": counts.pop("left"), **counts}

    def to_json(self) -> dict[str, Any]:
        """Return the tally as it is written to a report."""
        values = {KEYS.get(item.name, item.name): getattr(self, item.name) for item in fields(self)}
        return {**values, "seconds": round(self.seconds, 6)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Tally:
        """Return the tally that `to_json` wrote; a field that is not there is 0."""
        keys = {item.name: KEYS.get(item.name, item.name) for item in fields(cls)}
        return cls(**{name: values[key] for name, key in keys.items() if key in values})

    @property
    def balanced(self) -> bool:
        """Whether every document that entered or was added by a split is accounted for."""
        return self.entered + self.split == self.left + self.dropped + self.failed


@dataclass(slots=True)
class UnitResult:
    """
    The outcomes of the items of a unit, in order, with the tallies and warnings of its stages.

    `cut` means that the outcomes after the first failure over the limit are omitted.
    """

    start: int
    outcomes: list[ItemOutcome]
    tallies: list[Tally] = field(default_factory=list)
    cut: bool = False
    warnings: list[StageWarning] = field(default_factory=list)

    def documents(self) -> list[Encoded | Dropped | Failure]:
        """Return the outcome of each document; a split document is replaced by its parts."""
        if Parts not in set(map(type, self.outcomes)):
            return self.outcomes  # type: ignore[return-value]  # without parts
        return list(flatten(Parts(-1, tuple(self.outcomes))))

    def count(self) -> list[Tally]:
        """Return the counts of each stage that follow from the outcomes."""
        tallies = [Tally(tally.name) for tally in self.tallies]
        through = 0
        for outcome in self.outcomes:
            if isinstance(outcome, Encoded):
                through += 1
            else:
                _count(tallies, outcome, 0)
        for tally in tallies:
            tally.entered += through
            tally.left += through
        return tallies

    def until_failure(self, allowed: int | None) -> UnitResult:
        """Return this result, cut after the first failure over the number allowed."""
        if allowed is None:
            return self
        for index, outcome in enumerate(self.outcomes):
            if isinstance(outcome, Failure):
                allowed -= 1
            elif isinstance(outcome, Parts):
                allowed -= sum(isinstance(part, Failure) for part in flatten(outcome))
            if allowed < 0:
                outcomes = self.outcomes[: index + 1]
                warnings = [item._replace(documents=0) for item in self.warnings]  # counted later
                return UnitResult(self.start, outcomes, self.tallies, True, warnings)
        return self


def flatten(outcome: Any) -> Iterator[Any]:
    """Yield an outcome, or the outcomes of its parts in order."""
    if isinstance(outcome, Parts):
        for part in outcome.outcomes:
            yield from flatten(part)
    else:
        yield outcome


def _count(tallies: list[Tally], outcome: ItemOutcome, first: int) -> None:
    """Count a document that entered stage `first`, and its parts from the stage that split it."""
    step = len(tallies) if isinstance(outcome, Encoded) else outcome.step
    for tally in tallies[first : max(step, first)]:
        tally.entered += 1
        tally.left += 1
    if not first <= step < len(tallies):
        return
    tally = tallies[step]
    tally.entered += 1
    if isinstance(outcome, Parts):
        tally.split += len(outcome.outcomes) - 1
        tally.left += len(outcome.outcomes)
        for part in outcome.outcomes:
            _count(tallies, part, step + 1)
    else:
        tally.dropped += isinstance(outcome, Dropped)
        tally.failed += isinstance(outcome, Failure)
