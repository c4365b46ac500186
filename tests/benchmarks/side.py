"""Measure things side by side in one run: rounds that alternate, and the ratio of each round."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter


def side_by_side(
    contestants: dict[str, Callable[[], None]],
    work: float,
    unit: str,
    rounds: int,
    clock: Callable[[], float] = perf_counter,
) -> None:
    """
    Run every contestant once a round and print rates, by `clock`, and ratios.

    The first contestant is the reference: `ratio` is the rate of a contestant over its rate in the
    same round, as median, least and most.
    """
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, call in contestants.items():
            started = clock()
            call()
            rates[name].append(work / (clock() - started))
    reference = rates[next(iter(rates))]
    print(f"{'':28} {unit + '/s':>14}   ratio (least to most of {rounds} rounds)")
    for name, found in rates.items():
        ratios = [mine / other for mine, other in zip(found, reference, strict=True)]
        print(
            f"{name:28} {statistics.median(found):14,.0f}   {statistics.median(ratios):5.2f} "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )
