"""Fit the line model to labelled pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import listed_words
from hookline_boilerplate.features.page_features import matrix, telling
from hookline_boilerplate.scoring.network import inputs
from hookline_boilerplate.training.model_file import packed
from hookline_boilerplate.training.site_odds import Counts
from hookline_boilerplate.training.train_network import Lesson, Schedule, learnt
from hookline_boilerplate.training.training_pages import LabelledPage, crops

__all__ = ["Settings", "fit"]

Matrix = NDArray[np.float32]
Meanings = Callable[[Sequence[str]], NDArray[np.float32]]

# How often a word stands in text that weighs half of what a rare one does.
_OFTEN = 1e-3


@dataclass(frozen=True, slots=True)
class Settings:
    """What training can be told."""

    trees: int = 120
    seed: int = 1
    rate: float = 0.1
    leaves: int = 24
    depth: int = 7
    sites: int = 4
    cuts: int = 3
    far: float = 0.35
    near: float = 0.6
    schedule: Schedule = field(default_factory=Schedule)


def fit(pages: Sequence[LabelledPage], settings: Settings, meant: Meanings) -> bytes:
    """
    Return the model file fitted to `pages`; the same pages and settings give the same model.

    `meant` gives the meanings of words.
    """
    random = Random(settings.seed)  # noqa: S311 - nothing secret about it
    cut = [part for _ in range(settings.cuts) for part in crops(pages, random)]
    pages = [*pages, *cut]
    counts = Counts(pages, settings.sites)
    described = [matrix(page.layout, counts.statistics(page)) for page in pages]
    trees = _trees(pages, described, settings, random)
    odds = list(counts.odds())
    words = [token for token, _ in odds if token[0] not in "^=" and not set(token) & {" ", "$"}]
    table = _weighed(pages, words, meant(words))
    lessons = _lessons(pages, described, words, table)
    network = learnt(lessons, table, random.randrange(2**31), settings.schedule)
    return packed(odds, words, trees, network)


def _trees(
    pages: Sequence[LabelledPage], described: Sequence[Matrix], settings: Settings, random: Random
) -> Any:
    """Return boosted trees fitted to pages."""
    import lightgbm

    dice = np.random.default_rng(random.randrange(2**32))
    used = [_used(page, dice, settings) for page in pages]
    rows = np.concatenate([rows[use] for rows, use in zip(described, used, strict=True)])
    labels = np.concatenate([page.labels[use] for page, use in zip(pages, used, strict=True)])
    weights = np.concatenate(
        [_weights(page, int(use.sum()))[use] for page, use in zip(pages, used, strict=True)]
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
    return lightgbm.train(parameters, data, settings.trees)


def _used(page: LabelledPage, dice: np.random.Generator, settings: Settings) -> NDArray[np.bool_]:
    """Tell which lines of a page trees learn from: of a whole page, few far from the article."""
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


def _weights(page: LabelledPage, size: int) -> NDArray[np.float64]:
    """Return how much each line counts: content by its words; lines of very long pages less."""
    words = np.clip(page.words / 12, 1.0, 5.0)
    weights = np.where(page.labels == 1, 1.0, words) * (2.0 if page.kind == "tail" else 1.0)
    tamed: NDArray[np.float64] = weights * min(1.0, 60 / max(size, 1)) ** 0.25
    return tamed


def _weighed(pages: Sequence[LabelledPage], words: Sequence[str], vectors: Matrix) -> Matrix:
    """Return the vectors of words, those of frequent ones shortened (SIF, Arora et al. 2017)."""
    told = Counter(
        word
        for page in pages
        if page.kind == "full"
        for line in page.lines
        for word in listed_words(line)
    )
    total = max(told.total(), 1)
    shares = np.array([told[word] / total for word in words], np.float32)
    weighed: Matrix = vectors * (_OFTEN / (_OFTEN + shares))[:, None]
    return weighed


def _lessons(
    pages: Sequence[LabelledPage],
    described: Sequence[Matrix],
    words: Sequence[str],
    table: Matrix,
) -> list[Lesson]:
    """Return what the network learns from."""
    number = {word: at for at, word in enumerate(words)}
    table = np.concatenate([table, np.zeros((1, table.shape[1]), np.float32)])
    lessons = []
    for page, rows in zip(pages, described, strict=True):
        listed = [listed_words(line) for line in page.lines]
        known = page.labels >= 0
        lessons.append(
            Lesson(
                inputs(rows),
                np.stack([_mean(table[[number.get(word, -1) for word in own]]) for own in listed]),
                telling(page.layout, page.words).astype(np.float32),
                (page.labels == 1).astype(np.float32),
                (_weights(page, int(known.sum())) * known).astype(np.float32),
            )
        )
    return lessons


def _mean(rows: Matrix) -> Matrix:
    total: Matrix = rows.sum(axis=0) / max(len(rows), 1)
    return total
