"""Count what is right, found and wanted in each document, and put intervals on the ratios."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVEL = 0.95
_CELLS = 4_000_000  # weights drawn at a time, which bounds the memory of the bootstrap


class Counts(NamedTuple):
    """
    What a ratio is made of.

    `right` is how much of what was `found` is right, `recalled` how much of what was `wanted` has been
    found. The two differ where several findings fit one wanted item, or where credit is partial.
    """

    right: float = 0
    found: float = 0
    wanted: float = 0
    recalled: float = 0


class Figures(NamedTuple):
    """Precision, recall and F1, or the ends of their intervals; None where there is nothing."""

    precision: float | None
    recall: float | None
    f1: float | None


class Row(NamedTuple):
    """One row of a table: a class or a group, its counts, and its figures with their intervals."""

    name: str
    counts: Counts
    figures: Figures
    low: Figures | None
    high: Figures | None


class Measure(NamedTuple):
    """The rows of one measure: its total, by label, and by group of documents."""

    name: str
    total: Row
    labels: list[Row]
    groups: list[Row]


_Key = tuple[str, str, str]  # measure, label, group
_ALL = ""


class Scores:
    """Counts of one file, document by document."""

    def __init__(self) -> None:
        self.documents: list[str] = []
        self.notes: Counter[str] = Counter()
        self._group: str | None = None
        self._cells: dict[_Key, dict[int, list[float]]] = defaultdict(dict)
        self._measures: dict[str, None] = {}

    def open(self, document: str, group: str | None = None) -> None:
        """Begin a document: what is added next counts for it, and for its group if it has one."""
        self.documents.append(document)
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
        """Add counts to the measure's total, and to the row of `label` if there is one."""
        self._measures[measure] = None
        keys: list[_Key] = [(measure, _ALL, _ALL)]
        if label is not None:
            keys.append((measure, label, _ALL))
        if self._group is not None:
            keys.append((measure, _ALL, self._group))
        added = (right, found, wanted, right if recalled is None else recalled)
        for key in keys:
            cell = self._cells[key].setdefault(len(self.documents) - 1, [0, 0, 0, 0])
            for at, count in enumerate(added):
                cell[at] += count

    def note(self, name: str, count: int = 1) -> None:
        """Add to a number that stands beside the tables."""
        self.notes[name] += count

    def measures(self, resamples: int = 1000, seed: int = 0) -> list[Measure]:
        """
        Return every measure in the order of its first counts, rows by how much of them is wanted.

        The intervals are percentiles over `resamples` drawings of as many documents, with replacement
        (Efron and Tibshirani 1993, chapter 13); the same seed gives the same intervals.
        """
        rows = dict(zip(self._cells, self._rows(resamples, seed), strict=True))
        found = []
        for measure in self._measures:
            mine = {key: row for key, row in rows.items() if key[0] == measure}
            labels = [row for key, row in mine.items() if key[1] != _ALL]
            groups = [row for key, row in mine.items() if key[2] != _ALL]
            labels.sort(key=lambda row: (-row.counts.wanted, -row.counts.found, row.name))
            groups.sort(key=lambda row: row.name)
            found.append(Measure(measure, mine[measure, _ALL, _ALL], labels, groups))
        return found

    def _rows(self, resamples: int, seed: int) -> list[Row]:
        import numpy as np

        table = np.zeros((len(self.documents), len(self._cells), 4))
        for column, cells in enumerate(self._cells.values()):
            for document, cell in cells.items():
                table[document, column] = cell
        sums = table.sum(axis=0)
        exact = _figures(sums)
        bounds = _bounds(table, resamples, seed) if resamples and len(self.documents) > 1 else None
        rows = []
        for at, (measure, label, group) in enumerate(self._cells):
            low, high = (None, None) if bounds is None else (_plain(b[at]) for b in bounds)
            counts = Counts(*(float(count) for count in sums[at]))
            rows.append(Row(label or group or measure, counts, _plain(exact[at]), low, high))
        return rows


def _figures(sums: NDArray[Any]) -> NDArray[Any]:
    """Return precision, recall and F1 of counts: shape (..., 4) in, (..., 3) out, NaN for none."""
    import numpy as np

    right, found, wanted, recalled = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, recall = right / found, recalled / wanted
        p, r = np.nan_to_num(precision), np.nan_to_num(recall)
        f1 = np.where(p + r > 0, 2 * p * r / (p + r), 0.0)
    f1 = np.where(found + wanted > 0, f1, np.nan)
    return np.stack([precision, recall, f1], axis=-1)


def _bounds(table: NDArray[Any], resamples: int, seed: int) -> NDArray[Any]:
    """Return the ends of the intervals: shape (2, rows, 3)."""
    import numpy as np

    documents, rows, _ = table.shape
    flat = table.reshape(documents, rows * 4)
    random = np.random.default_rng(seed)
    shares = np.full(documents, 1 / documents)
    drawn: list[NDArray[Any]] = []
    step = max(1, _CELLS // documents)
    for first in range(0, resamples, step):
        size = min(step, resamples - first)
        weights = random.multinomial(documents, shares, size=size)
        drawn.append(_figures((weights @ flat).reshape(size, rows, 4)))
    figures = np.concatenate(drawn)
    edge = (1 - LEVEL) / 2
    empty = np.isnan(figures).all(axis=0)
    figures[:, empty] = 0
    found: NDArray[Any] = np.nanquantile(figures, [edge, 1 - edge], axis=0)
    found[:, empty] = np.nan
    return found


def _plain(values: NDArray[Any]) -> Figures:
    return Figures(*(None if value != value else float(value) for value in values))
