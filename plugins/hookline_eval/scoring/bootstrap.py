"""Compute precision, recall and F1 with bootstrap intervals over the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONFIDENCE = 0.95
_MAX_WEIGHTS = 4_000_000  # weights drawn at a time, which bounds the memory of the bootstrap


class Ratios(NamedTuple):
    """Precision, recall and F1 from 0 to 1, or ends of their intervals; None if undefined."""

    precision: float | None
    recall: float | None
    f1: float | None


def bootstrap(
    table: NDArray[Any], resamples: int, seed: int
) -> list[tuple[Ratios, Ratios | None, Ratios | None]]:
    """
    Return for each row of counts its ratios and the lower and upper ends of their intervals.

    `table` has the shape (documents, rows, 4): right, found, wanted and recalled. The intervals are
    percentiles over `resamples` samples of as many documents, drawn with replacement (Efron and
    Tibshirani 1993, chapter 13); the same seed gives the same intervals. There are none with fewer
    than two documents or without resamples.
    """
    exact = [_to_ratios(row) for row in _ratios(table.sum(axis=0))]
    if not resamples or len(table) < 2:
        return [(ratios, None, None) for ratios in exact]
    low, high = ([_to_ratios(row) for row in ends] for ends in _intervals(table, resamples, seed))
    return list(zip(exact, low, high, strict=True))


def _ratios(counts: NDArray[Any]) -> NDArray[Any]:
    """Return precision, recall and F1: shape (..., 4) in, (..., 3) out, NaN if undefined."""
    import numpy as np

    right, found, wanted, recalled = np.moveaxis(counts, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, recall = right / found, recalled / wanted
        p, r = np.nan_to_num(precision), np.nan_to_num(recall)
        f1 = np.where(p + r > 0, 2 * p * r / (p + r), 0.0)
    f1 = np.where(found + wanted > 0, f1, np.nan)
    return np.stack([precision, recall, f1], axis=-1)


def _intervals(table: NDArray[Any], resamples: int, seed: int) -> NDArray[Any]:
    """Return the ends of the intervals, shape (2, rows, 3)."""
    import numpy as np

    documents, rows, _ = table.shape
    flat = table.reshape(documents, rows * 4)
    random = np.random.default_rng(seed)
    probabilities = np.full(documents, 1 / documents)
    samples: list[NDArray[Any]] = []
    step = max(1, _MAX_WEIGHTS // documents)
    for start in range(0, resamples, step):
        size = min(step, resamples - start)
        weights = random.multinomial(documents, probabilities, size=size)
        samples.append(_ratios((weights @ flat).reshape(size, rows, 4)))
    ratios = np.concatenate(samples)
    tail = (1 - CONFIDENCE) / 2
    undefined = np.isnan(ratios).all(axis=0)
    ratios[:, undefined] = 0
    ends: NDArray[Any] = np.nanquantile(ratios, [tail, 1 - tail], axis=0)
    ends[:, undefined] = np.nan
    return ends


def _to_ratios(values: NDArray[Any]) -> Ratios:
    return Ratios(*(None if value != value else value for value in values.tolist()))
