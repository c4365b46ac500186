"""Fit the line model to labelled pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.page import matrix
from hookline_boilerplate.stacked import course
from hookline_boilerplate.training.counts import Counts
from hookline_boilerplate.training.pack import packed
from hookline_boilerplate.training.pages import LabelledPage, crops

__all__ = ["Settings", "fit"]

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """What training can be told."""

    first: int = 120
    second: int = 100
    seed: int = 1
    rate: float = 0.1
    leaves: int = 24
    depth: int = 7
    sites: int = 4
    parts: int = 3
    far: float = 0.35
    near: float = 0.6


def fit(pages: Sequence[LabelledPage], settings: Settings) -> bytes:
    """
    Return the model file fitted to `pages`; the same pages and settings give the same model.

    The second trees learn from scores that the first would give to pages of new sites: for each of
    `parts` the first trees are fitted without the sites in it.
    """
    random = Random(settings.seed)  # noqa: S311 - nothing secret about it
    pages = [*pages, *crops(pages, random)]
    counts = Counts(pages, settings.sites)
    described = [matrix(page.layout, counts.statistics(page)) for page in pages]
    part_of = [_part(page.site, settings.parts) for page in pages]
    scores: list[Any] = [None] * len(pages)
    for part in range(settings.parts):
        inside = [at for at, own in enumerate(part_of) if own != part]
        trees = _trees(pages, described, inside, settings.first, settings, random)
        for at, own in enumerate(part_of):
            if own == part:
                scores[at] = trees.predict(described[at], raw_score=True, num_threads=1)
    everything = range(len(pages))
    first = _trees(pages, described, everything, settings.first, settings, random)
    for at, page in enumerate(pages):
        seen = course(scores[at], page.words, page.layout.extent)
        described[at] = np.concatenate([described[at], seen], axis=1)
    second = _trees(pages, described, everything, settings.second, settings, random)
    return packed(counts.odds(), first, second)


def _part(site: str, parts: int) -> int:
    return int.from_bytes(sha256(b"part " + site.encode()).digest()[:8], "big") % parts


def _trees(
    pages: Sequence[LabelledPage],
    described: Sequence[Matrix],
    chosen: Sequence[int],
    count: int,
    settings: Settings,
    random: Random,
) -> Any:
    """Return boosted trees fitted to some of the pages."""
    import lightgbm

    dice = np.random.default_rng(random.randrange(2**32))
    used = [_used(pages[at], dice, settings) for at in chosen]
    rows = np.concatenate([described[at][use] for at, use in zip(chosen, used, strict=True)])
    labels = np.concatenate([pages[at].labels[use] for at, use in zip(chosen, used, strict=True)])
    weights = np.concatenate(
        [_weights(pages[at], use) for at, use in zip(chosen, used, strict=True)]
    )
    binned = {"max_bin": 63, "min_data_in_bin": 5, "use_missing": False, "verbose": -1}
    data = lightgbm.Dataset(rows, labels, weight=weights, params=binned)
    parameters = {
        **binned,
        "objective": "binary",
        "learning_rate": settings.rate,
        "num_leaves": settings.leaves,
        "max_depth": settings.depth,
        "min_data_in_leaf": 30,
        "lambda_l2": 5.0,
        "feature_fraction": 0.5,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "seed": random.randrange(2**31),
        "num_threads": 1,  # sums in another order would give another model
        "deterministic": True,
        "force_col_wise": True,
    }
    return lightgbm.train(parameters, data, count)


def _used(page: LabelledPage, dice: np.random.Generator, settings: Settings) -> NDArray[np.bool_]:
    """Tell which lines of a page to learn from: of a whole page, few that are far from the article."""
    known = page.labels >= 0
    if page.kind != "full":
        return known
    content = np.flatnonzero(page.labels == 0)
    at = np.arange(len(known))
    near = np.zeros(len(known), np.bool_)
    if len(content):
        near = (at >= content[0] - 10) & (at <= content[-1] + 15)
    share = np.where(near, settings.near, settings.far)
    used: NDArray[np.bool_] = known & (dice.random(len(known)) < share)
    return used


def _weights(page: LabelledPage, used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how much each line counts: content by its words; lines of very long pages less."""
    words = np.clip(page.words / 12, 1.0, 5.0)
    weights = np.where(page.labels == 1, 1.0, words)[used] * (2.0 if page.kind == "tail" else 1.0)
    size = max(int(used.sum()), 1)
    tamed: NDArray[np.float64] = weights * min(1.0, 60 / size) ** 0.25
    return tamed
