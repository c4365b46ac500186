"""The report of a run: counts of documents by outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from hookline.components.outcomes import Dropped, Encoded
from hookline.components.tally import StageWarning, Tally
from hookline.components.unit import UnitResult
from hookline.errors import BalanceError

__all__ = ["Report"]

PASSING = ("input_size", "settled_size")  # what only matters while a run goes on


@dataclass(slots=True)
class Report:
    """
    Counts of the documents of a run by outcome, over all attempts.

    `read + split = written + dropped + failed + pending`, where `split` counts the documents that
    stages added by splitting.

    `empty` counts the written documents whose text is empty or white space.
    `digest` identifies the config, `models` the model of each stage that has one. `dropped` counts
    by reason, `failures` by the stage, source or sink that failed, `pending` the documents that
    were read but had no outcome when the run stopped. `warnings` has one item for each code of a
    stage or source. `seconds` is working time. `input_size` and `settled_size` are the bytes of the
    input, None if unknown, and of its documents that have an outcome; they are to show progress,
    and in no report file. `shard` is `I/N`, or empty for the whole input. `changes` counts
    documents of an update that are `new`, `changed`, `gone` and `unchanged` since the last one.
    """

    config: str
    digest: str
    read: int = 0
    written: int = 0
    empty: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    failed: int = 0
    pending: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    stages: list[Tally] = field(default_factory=list)
    seconds: float = 0.0
    output: str = ""
    letters: str = ""
    total: int | None = None
    finished: bool = False
    input_size: int | None = None
    settled_size: int = 0
    shard: str = ""
    changes: dict[str, int] = field(default_factory=dict)
    warnings: list[StageWarning] = field(default_factory=list)

    def add(self, result: UnitResult) -> None:
        """
        Add the outcomes of a unit and the measures of its stages.

        Raises:
            BalanceError: The counts of its stages differ from its outcomes.
        """
        counted = result.count()
        for total, tally, expected in zip(self.stages, result.tallies, counted, strict=True):
            total.add(replace(tally, **expected.counts()))
        reported = [tally.counts() for tally in result.tallies]
        if not result.cut and reported != [tally.counts() for tally in counted]:
            raise BalanceError(
                f"the stages counted {result.tallies}, but the outcomes of documents "
                f"{result.start} and after make {counted}; please report this"
            )
        self.add_warnings(result.warnings)
        for outcome in result.documents():
            if isinstance(outcome, Encoded):
                self.written += 1
                self.empty += outcome.empty
            elif isinstance(outcome, Dropped):
                self.dropped[outcome.reason] = self.dropped.get(outcome.reason, 0) + 1
            else:
                self.failed += 1
                self.failures[outcome.stage] = self.failures.get(outcome.stage, 0) + 1

    def add_report(self, other: Report) -> None:
        """Add the counts and the time of the run of another part of the same input."""
        for name in ("read", "written", "empty", "failed", "pending", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for counts, added in ((self.dropped, other.dropped), (self.failures, other.failures)):
            for key, count in added.items():
                counts[key] = counts.get(key, 0) + count
        for total, tally in zip(self.stages, other.stages, strict=True):
            total.add(tally)
        self.add_warnings(other.warnings)

    def add_warnings(self, warnings: Iterable[StageWarning]) -> None:
        """Add warnings; one of the same component and code as another adds its documents to it."""
        for warning in warnings:
            self._add_warning(warning)

    def _add_warning(self, warning: StageWarning) -> None:
        for index, known in enumerate(self.warnings):
            if (known.stage, known.code) == (warning.stage, warning.code):
                total = known.documents + warning.documents
                self.warnings[index] = known._replace(documents=total)
                return
        self.warnings.append(warning)

    @property
    def split(self) -> int:
        """Number of documents added by splits: a document split into three adds two."""
        return sum(tally.split for tally in self.stages)

    @property
    def settled(self) -> int:
        """Number of input documents that have an outcome, with all of their parts."""
        return self.written + sum(self.dropped.values()) + self.failed - self.split

    def check(self) -> None:
        """
        Check that nothing was lost or counted twice.

        Raises:
            BalanceError: The counts do not add up, in the run or in a stage.
        """
        if self.read != self.settled + self.pending:
            raise BalanceError(
                f"{self.read} documents were read, but {self.written} written + "
                f"{sum(self.dropped.values())} dropped + {self.failed} failed + {self.pending} "
                f"pending - {self.split} added by splits make {self.settled + self.pending}; please "
                "report this"
            )
        for tally in self.stages:
            if not tally.balanced:
                raise BalanceError(
                    f"in the stage `{tally.name}`, {tally.entered} documents went in and "
                    f"{tally.split} were added by splits, but {tally.left} came out + "
                    f"{tally.dropped} dropped + {tally.failed} failed"
                )

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        values = asdict(self)
        for name in PASSING:
            del values[name]
        values["split"] = self.split
        values["stages"] = [
            {
                **tally.to_json(),
                "words_per_second": round(tally.words / tally.seconds) if tally.seconds else None,
                "model": self.models.get(tally.name),
            }
            for tally in self.stages
        ]
        values["warnings"] = [warning._asdict() for warning in self.warnings]
        values["seconds"] = round(self.seconds, 6)
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Report:
        """Return the report that `to_json` returned these values for."""
        stages = [Tally.from_json(item) for item in values["stages"]]
        values = {key: value for key, value in values.items() if key != "split"}
        warnings = [StageWarning(**item) for item in values.get("warnings", ())]
        return cls(**{**values, "stages": stages, "warnings": warnings})
