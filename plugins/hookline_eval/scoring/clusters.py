"""Compare two clusterings of mentions: MUC, B³ and CEAFe."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import NamedTuple

__all__ = ["MEASURES", "Agreement", "b_cubed", "ceaf_e", "muc"]

Clusters = Sequence[Collection[Hashable]]
"""Disjoint collections of mentions; equal mentions of two clusterings are the same."""


class Agreement(NamedTuple):
    """The counts of a measure: precision is `right / found`, recall `recalled / wanted`."""

    right: float
    found: float
    recalled: float
    wanted: float


def muc(gold: Clusters, predicted: Clusters) -> Agreement:
    """Count links (Vilain et al. 1995): those of a cluster that the other clustering keeps."""
    recalled, wanted = _kept_links(gold, predicted)
    right, found = _kept_links(predicted, gold)
    return Agreement(right, found, recalled, wanted)


def _kept_links(clusters: Clusters, others: Clusters) -> tuple[int, int]:
    cluster_of = {mention: number for number, other in enumerate(others) for mention in other}
    kept = total = 0
    for cluster in clusters:
        parts = {cluster_of[mention] for mention in cluster if mention in cluster_of}
        alone = sum(mention not in cluster_of for mention in cluster)
        kept += len(cluster) - len(parts) - alone
        total += len(cluster) - 1
    return kept, total


def b_cubed(gold: Clusters, predicted: Clusters) -> Agreement:
    """Average over mentions the share of their cluster that is right (Bagga and Baldwin 1998)."""
    overlaps = _overlaps(gold, predicted)
    recalled = sum(size * size / len(gold[key]) for (key, _), size in overlaps.items())
    right = sum(size * size / len(predicted[other]) for (_, other), size in overlaps.items())
    return Agreement(right, sum(map(len, predicted)), recalled, sum(map(len, gold)))


def ceaf_e(gold: Clusters, predicted: Clusters) -> Agreement:
    """Align clusters one to one with the greatest sum of Dice coefficients (Luo 2005, phi 4)."""
    similarity = {
        (key, other): 2 * size / (len(gold[key]) + len(predicted[other]))
        for (key, other), size in _overlaps(gold, predicted).items()
    }
    total = sum(_best_alignment(component) for component in _components(similarity))
    return Agreement(total, len(predicted), total, len(gold))


MEASURES: dict[str, Callable[[Clusters, Clusters], Agreement]] = {
    "MUC": muc,
    "B³": b_cubed,
    "CEAFe": ceaf_e,
}
"""The measures by name; the mean of their F1 is the CoNLL score (Pradhan et al. 2012)."""


def _overlaps(gold: Clusters, predicted: Clusters) -> Counter[tuple[int, int]]:
    """Return how many mentions each two clusters share, where they share any."""
    cluster_of = {mention: number for number, other in enumerate(predicted) for mention in other}
    return Counter(
        (key, cluster_of[mention])
        for key, cluster in enumerate(gold)
        for mention in cluster
        if mention in cluster_of
    )


def _components(
    similarity: dict[tuple[int, int], float],
) -> list[dict[tuple[int, int], float]]:
    """Split a bipartite graph into its connected components, so that each alignment is small."""
    columns: dict[int, list[int]] = defaultdict(list)
    rows: dict[int, list[int]] = defaultdict(list)
    for row, column in similarity:
        rows[row].append(column)
        columns[column].append(row)
    components = []
    visited: set[int] = set()
    for first in rows:
        if first in visited:
            continue
        visited.add(first)
        component = {}
        queue = [first]
        for row in queue:
            for column in rows[row]:
                component[row, column] = similarity[row, column]
                for other in columns[column]:
                    if other not in visited:
                        visited.add(other)
                        queue.append(other)
        components.append(component)
    return components


def _best_alignment(similarity: dict[tuple[int, int], float]) -> float:
    """Return the greatest sum of weights of an alignment: the Hungarian method (Kuhn 1955)."""
    if len(similarity) == 1:
        return next(iter(similarity.values()))
    rows = sorted({row for row, _ in similarity})
    columns = sorted({column for _, column in similarity})
    if len(rows) > len(columns):
        return _best_alignment(
            {(column, row): value for (row, column), value in similarity.items()}
        )
    weights = [[similarity.get((row, column), 0.0) for column in columns] for row in rows]
    matched = _assign([[-weight for weight in row] for row in weights])
    return sum(weights[row][column] for row, column in enumerate(matched))


def _assign(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return the column of each row with the least total cost; no more rows than columns."""
    height, width = len(costs), len(costs[0])
    row_potential = [0.0] * (height + 1)
    column_potential = [0.0] * (width + 1)
    row_of = [0] * (width + 1)  # rows and columns from 1; 0 is the row to be matched
    for row in range(1, height + 1):
        row_of[0] = row
        column = 0
        slack = [float("inf")] * (width + 1)
        previous = [0] * (width + 1)
        used = [False] * (width + 1)
        while row_of[column]:
            used[column] = True
            current, delta, following = row_of[column], float("inf"), 0
            for other in range(1, width + 1):
                if used[other]:
                    continue
                cost = (
                    costs[current - 1][other - 1] - row_potential[current] - column_potential[other]
                )
                if cost < slack[other]:
                    slack[other], previous[other] = cost, column
                if slack[other] < delta:
                    delta, following = slack[other], other
            for other in range(width + 1):
                if used[other]:
                    row_potential[row_of[other]] += delta
                    column_potential[other] -= delta
                else:
                    slack[other] -= delta
            column = following
        while column:
            row_of[column] = row_of[previous[column]]
            column = previous[column]
    matched = [0] * height
    for column in range(1, width + 1):
        if row_of[column]:
            matched[row_of[column] - 1] = column - 1
    return matched
