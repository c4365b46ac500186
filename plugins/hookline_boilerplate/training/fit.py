"""Fit the line model to labelled pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import selected_words
from hookline_boilerplate.features.page_features import feature_matrix, topic_weights
from hookline_boilerplate.scoring.network import network_inputs
from hookline_boilerplate.training.model_file import encode_model
from hookline_boilerplate.training.site_odds import SiteOdds
from hookline_boilerplate.training.train_network import (
    NetworkSettings,
    TrainingExample,
    train_network,
)
from hookline_boilerplate.training.training_pages import TrainingPage, crop_pages

__all__ = ["FitSettings", "fit_model"]

Matrix = NDArray[np.float32]
# Returns an embedding for each of some words (words x dimensions).
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

# The smoothing term `a` of SIF: a word of this relative frequency has half the weight of a rare one.
_SIF_SMOOTHING = 1e-3


@dataclass(frozen=True, slots=True)
class FitSettings:
    """
    Settings of training.

    `trees`, `rate`, `leaves` and `depth` are those of boosting. Tokens of fewer than `min_sites` sites
    are not listed. Every page is cropped `crops` times. `near` and `far` are the shares (0 to 1) of the
    lines near the article, and far from it, that the trees are fitted to in whole pages.
    """

    trees: int = 120
    seed: int = 1
    rate: float = 0.1
    leaves: int = 24
    depth: int = 7
    min_sites: int = 4
    crops: int = 3
    far: float = 0.35
    near: float = 0.6
    network: NetworkSettings = field(default_factory=NetworkSettings)


def fit_model(pages: Sequence[TrainingPage], settings: FitSettings, embed: Embed) -> bytes:
    """Return the model file fitted to `pages`; equal pages and settings give equal bytes."""
    random = Random(settings.seed)  # noqa: S311 - not used for security
    crops = [crop for _ in range(settings.crops) for crop in crop_pages(pages, random)]
    pages = [*pages, *crops]
    site_odds = SiteOdds(pages, settings.min_sites)
    matrices = [feature_matrix(page.features, site_odds.statistics(page)) for page in pages]
    booster = _fit_trees(pages, matrices, settings, random)
    odds = list(site_odds.all())
    words = [token for token, _ in odds if token[0] not in "^=" and not set(token) & {" ", "$"}]
    embeddings = _weight_by_frequency(pages, words, embed(words))
    examples = _examples(pages, matrices, words, embeddings)
    network = train_network(examples, embeddings, random.randrange(2**31), settings.network)
    return encode_model(odds, words, booster, network)


def _fit_trees(
    pages: Sequence[TrainingPage], matrices: Sequence[Matrix], settings: FitSettings, random: Random
) -> Any:
    """Return a LightGBM booster fitted to a sample of the lines of pages."""
    import lightgbm

    generator = np.random.default_rng(random.randrange(2**32))
    samples = [_sample_lines(page, generator, settings) for page in pages]
    rows = np.concatenate([rows[used] for rows, used in zip(matrices, samples, strict=True)])
    labels = np.concatenate([page.labels[used] for page, used in zip(pages, samples, strict=True)])
    weights = np.concatenate(
        [
            _line_weights(page, int(used.sum()))[used]
            for page, used in zip(pages, samples, strict=True)
        ]
    )
    binning = {"max_bin": 63, "min_data_in_bin": 5, "use_missing": False, "verbose": -1}
    data = lightgbm.Dataset(rows, labels, weight=weights, params=binning)
    parameters = {
        **binning,
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
        "num_threads": 1,  # another order of summation would give another model
        "deterministic": True,
        "force_col_wise": True,
    }
    return lightgbm.train(parameters, data, settings.trees)


def _sample_lines(
    page: TrainingPage, generator: np.random.Generator, settings: FitSettings
) -> NDArray[np.bool_]:
    """Return which lines of a page the trees are fitted to (lines)."""
    known = page.labels >= 0
    if page.kind != "full":
        return known
    content = np.flatnonzero(page.labels == 0)
    numbers = np.arange(len(known))
    near = np.zeros(len(known), np.bool_)
    if len(content):
        near = (numbers >= content[0] - 10) & (numbers <= content[-1] + 15)
    share = np.where(near, settings.near, settings.far)
    used: NDArray[np.bool_] = known & (generator.random(len(known)) < share)
    return used


def _line_weights(page: TrainingPage, used_lines: int) -> NDArray[np.float64]:
    """Return the weight of each line: content by its words; less in pages of many used lines."""
    by_words = np.clip(page.word_counts / 12, 1.0, 5.0)
    weights = np.where(page.labels == 1, 1.0, by_words) * (2.0 if page.kind == "tail" else 1.0)
    scaled: NDArray[np.float64] = weights * min(1.0, 60 / max(used_lines, 1)) ** 0.25
    return scaled


def _weight_by_frequency(
    pages: Sequence[TrainingPage], words: Sequence[str], embeddings: Matrix
) -> Matrix:
    """
    Return embeddings weighted by smooth inverse frequency.

    Source: Arora, Liang, Ma, "A simple but tough-to-beat baseline for sentence embeddings" (2017).
    """
    counts = Counter(
        word
        for page in pages
        if page.kind == "full"
        for line in page.lines
        for word in selected_words(line)
    )
    total = max(counts.total(), 1)
    frequencies = np.array([counts[word] / total for word in words], np.float32)
    weights = _SIF_SMOOTHING / (_SIF_SMOOTHING + frequencies)
    weighted: Matrix = embeddings * weights[:, None]
    return weighted


def _examples(
    pages: Sequence[TrainingPage],
    matrices: Sequence[Matrix],
    words: Sequence[str],
    embeddings: Matrix,
) -> list[TrainingExample]:
    """Return the training examples of the network."""
    row_of = {word: row for row, word in enumerate(words)}
    # The last row, for words without an embedding, is zero.
    table = np.concatenate([embeddings, np.zeros((1, embeddings.shape[1]), np.float32)])
    examples = []
    for page, matrix in zip(pages, matrices, strict=True):
        line_rows = [[row_of.get(word, -1) for word in selected_words(line)] for line in page.lines]
        known = page.labels >= 0
        examples.append(
            TrainingExample(
                network_inputs(matrix),
                np.stack([table[rows].sum(axis=0) / max(len(rows), 1) for rows in line_rows]),
                topic_weights(page.features, page.word_counts).astype(np.float32),
                (page.labels == 1).astype(np.float32),
                (_line_weights(page, int(known.sum())) * known).astype(np.float32),
            )
        )
    return examples
