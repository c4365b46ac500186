"""Units of input and their results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from hookline.components.outcomes import (
    Dropped,
    Encoded,
    Failure,
    ItemOutcome,
    Parts,
    flatten,
)
from hookline.components.source import Unreadable
from hookline.components.tally import StageWarning, Tally
from hookline.document.document import Document

__all__ = ["Lost", "Unit", "UnitResult"]


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
