"""Compute Pearson's correlation of two values, with a bootstrap interval over the documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hookline_eval.scoring.bootstrap import CONFIDENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Correlation", "Pair", "correlation"]

LEAST = 1e-12
"""The variation below which values count as equal."""


class Pair(NamedTuple):
    """A value as it was judged and as it was estimated."""

    wanted: float
    estimated: float


class Correlation(NamedTuple):
    """Pearson's r, and the ends of its interval; None where they are undefined."""

    r: float | None
    low: float | None = None
    high: float | None = None


def correlation(
    documents: Sequence[Iterable[Pair]], resamples: int = 0, seed: int = 0
) -> Correlation:
    """
    Return the correlation over the pairs of all documents.

    The interval holds 95 % of the correlations of `resamples` samples of as many documents, drawn with
    replacement; there is none with fewer than two documents or without resamples.
    """
    import numpy as np

    moments = np.array([_moments(pairs) for pairs in documents]).reshape(-1, 6)
    (r,) = _pearson(moments.sum(axis=0, keepdims=True)).tolist()
    if r != r:
        return Correlation(None)
    if not resamples or len(moments) < 2:
        return Correlation(r)
    random = np.random.default_rng(seed)
    share = np.full(len(moments), 1 / len(moments))
    samples = np.array(
        [random.multinomial(len(moments), share) @ moments for _ in range(resamples)]
    )
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(_pearson(samples), [tail, 1 - tail]).tolist()
    return Correlation(r, low, high)


def _moments(pairs: Iterable[Pair]) -> list[float]:
    """Return the number of pairs, the sums, the sums of squares, and that of the products."""
    sums = [0.0] * 6
    for wanted, estimated in pairs:
        terms = (1, wanted, estimated, wanted**2, estimated**2, wanted * estimated)
        sums = [total + term for total, term in zip(sums, terms, strict=True)]
    return sums


def _pearson(moments: NDArray[Any]) -> NDArray[Any]:
    """Return the correlations of rows of moments, NaN where one of the values does not vary."""
    import numpy as np

    count, first, second, first_square, second_square, product = moments.T
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = count * product - first * second
        variations = (count * first_square - first**2, count * second_square - second**2)
        varies = (variations[0] > LEAST) & (variations[1] > LEAST)
        return np.where(varies, covariance / np.sqrt(variations[0] * variations[1]), np.nan)
