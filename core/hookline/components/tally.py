"""The counts of a stage, and its warnings about a run."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

__all__ = ["StageWarning", "Tally"]


class StageWarning(NamedTuple):
    """
    A warning of a stage or source about the run.

    `stage` is its name; `documents` is 0 if it concerns the run as a whole.
    """

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
