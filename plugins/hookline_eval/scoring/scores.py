"""Count right, found and wanted annotations in each document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from hookline_eval.scoring.bootstrap import Ratios, bootstrap


class MatchCounts(NamedTuple):
    """
    The counts behind a ratio.

    `found` annotations were predicted and `right` of them are correct; `wanted` ones are in the
    annotated file and `recalled` of them were predicted. `right` and `recalled` differ where several
    predictions match one wanted annotation, or where matches are partial.
    """

    right: float = 0
    found: float = 0
    wanted: float = 0
    recalled: float = 0

    def rounded(self) -> dict[str, float]:
        """Return the counts by name, whole ones as integers, others with four decimals."""
        return {
            name: int(count) if count == int(count) else round(count, 4)
            for name, count in self._asdict().items()
        }


class ScoreRow(NamedTuple):
    """A row of a table: its counts, its ratios, and the ends of their intervals, if there are any."""

    name: str
    counts: MatchCounts
    ratios: Ratios
    low: Ratios | None
    high: Ratios | None


class Measure(NamedTuple):
    """The rows of one measure: its total, by label, and by group of documents."""

    name: str
    total: ScoreRow
    labels: list[ScoreRow]
    groups: list[ScoreRow]


_RowKey = tuple[str, str, str]  # measure, label, group
_ALL = ""


class Scores:
    """
    The counts of one annotated file.

    `units` are the names of the resampling units, usually documents. `notes` are further numbers that
    are not part of a ratio.
    """

    def __init__(self) -> None:
        self.units: list[str] = []
        self.notes: Counter[str] = Counter()
        self._group: str | None = None
        self._counts: dict[_RowKey, dict[int, list[float]]] = defaultdict(dict)
        self._measures: dict[str, None] = {}
        self._averages: dict[str, Sequence[str]] = {}

    def open(self, unit: str, group: str | None = None) -> None:
        """Begin a resampling unit: subsequent counts are added to it, and to its group."""
        self.units.append(unit)
        self._group = group

    def add(
        self,
        measure: str,
        label: str | None = None,
        *,
        right: float = 0,
        found: float = 0,
        wanted: float = 0,
        recalled: float | None = None,
    ) -> None:
        """
        Add counts to the total of a measure, and to the row of `label` if given.

        `recalled` is the same as `right` by default.
        """
        self._measures[measure] = None
        keys: list[_RowKey] = [(measure, _ALL, _ALL)]
        if label is not None:
            keys.append((measure, label, _ALL))
        if self._group is not None:
            keys.append((measure, _ALL, self._group))
        added = (right, found, wanted, right if recalled is None else recalled)
        for key in keys:
            counts = self._counts[key].setdefault(len(self.units) - 1, [0, 0, 0, 0])
            for index, count in enumerate(added):
                counts[index] += count

    def average(self, name: str, measures: Sequence[str]) -> None:
        """Add a measure whose ratios are the means of those of other measures, without counts."""
        self._averages[name] = measures

    def note(self, name: str, count: int = 1) -> None:
        """Add to a number that is printed after the tables."""
        self.notes[name] += count

    def measures(self, resamples: int = 1000, seed: int = 0) -> list[Measure]:
        """
        Return every measure in the order of its first counts.

        Labels are sorted by how often they are wanted, groups by name. For `resamples` and `seed` see
        `bootstrap`.
        """
        rows = dict(zip(self._counts, self._rows(resamples, seed), strict=True))
        measures = []
        for measure in self._measures:
            own_rows = [(key, row) for key, row in rows.items() if key[0] == measure]
            labels = [row for (_, label, _), row in own_rows if label != _ALL]
            groups = [row for (_, _, group), row in own_rows if group != _ALL]
            labels.sort(key=lambda row: (-row.counts.wanted, -row.counts.found, row.name))
            groups.sort(key=lambda row: row.name)
            measures.append(Measure(measure, rows[measure, _ALL, _ALL], labels, groups))
        totals = {measure.name: measure.total.ratios for measure in measures}
        for name, members in self._averages.items():
            ratios = _mean_ratios([totals[member] for member in members if member in totals])
            measures.append(
                Measure(name, ScoreRow(name, MatchCounts(), ratios, None, None), [], [])
            )
        return measures

    def _rows(self, resamples: int, seed: int) -> list[ScoreRow]:
        import numpy as np

        table = np.zeros((len(self.units), len(self._counts), 4))
        for column, counts_of_unit in enumerate(self._counts.values()):
            for unit, counts in counts_of_unit.items():
                table[unit, column] = counts
        totals = table.sum(axis=0).tolist()
        return [
            ScoreRow(label or group or measure, MatchCounts(*total), *ratios)
            for (measure, label, group), total, ratios in zip(
                self._counts, totals, bootstrap(table, resamples, seed), strict=True
            )
        ]


def _mean_ratios(rows: Sequence[Ratios]) -> Ratios:
    """Return the means of some ratios; None where one of them is undefined."""
    means = []
    for values in zip(*rows, strict=True):
        defined = [value for value in values if value is not None]
        means.append(sum(defined) / len(defined) if len(defined) == len(values) > 0 else None)
    return Ratios(*means) if means else Ratios(None, None, None)
