"""Read labelled pages and extract the features of their lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import (
    LineFeatureExtractor,
    LineFeatures,
    line_tokens,
)
from hookline_boilerplate.features.page_features import PageFeatures, page_features
from hookline_boilerplate.lines import Line, split_lines
from hookline_boilerplate.training.mended_labels import read_mended_labels

__all__ = ["TrainingPage", "crop_pages", "fold_of", "read_pages"]

# Shorter crops are left out, and so are those of pages with less content. In lines.
_MIN_CROP, _MIN_CONTENT = 4, 3


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """
    A page with the features of its lines and their labels (1 boilerplate, 0 content, -1 unknown).

    `mended_labels` are those after two readings of disputed lines; nothing is trained on them.
    `kind` is `full`, `tail` (see `hookline_boilerplate.training`) or `crop`.
    """

    site: str
    kind: str
    lines: Sequence[Line]
    line_features: Sequence[LineFeatures]
    tokens: Sequence[Sequence[str]]
    labels: NDArray[np.int64]
    mended_labels: NDArray[np.int64]
    word_counts: NDArray[np.int64]
    features: PageFeatures


def read_pages(path: Path) -> list[TrainingPage]:
    """Return the pages of a JSON-lines file, without empty ones."""
    extractor = LineFeatureExtractor()
    with path.open(encoding="utf-8") as file:
        records = [json.loads(row) for row in file]
    mended = read_mended_labels()
    return [
        _page(record, mended.get(str(record.get("id")), {}), extractor)
        for record in records
        if record["text"].strip()
    ]


def _page(
    record: dict[str, object], mended: Mapping[int, int], extractor: LineFeatureExtractor
) -> TrainingPage:
    text, labels = str(record["text"]), record["labels"]
    assert isinstance(labels, list)
    label_by_start, mended_by_start, start = {}, {}, 0
    for number, (text_line, label) in enumerate(zip(text.split("\n"), labels, strict=True)):
        label_by_start[start] = label
        mended_by_start[start] = mended.get(number, label)
        start += len(text_line) + 1
    lines = list(split_lines(text))
    line_features = extractor.extract(lines)
    return TrainingPage(
        _site(str(record["url"] or ""), str(record["page"])),
        str(record["kind"]),
        lines,
        line_features,
        [line_tokens(line) for line in lines],
        np.array([label_by_start[line.start] for line in lines], np.int64),
        np.array([mended_by_start[line.start] for line in lines], np.int64),
        np.array([line.word_count for line in lines], np.int64),
        page_features([(lines, line_features)]),
    )


def _site(url: str, page: str) -> str:
    """Return the approximate registered domain of an address, or `page` if there is no host."""
    labels = (urlsplit(url).hostname or page).split(".")
    has_second_level = len(labels) > 2 and labels[-2] in {"ac", "co", "com", "gov", "org"}
    return ".".join(labels[-3:] if has_second_level else labels[-2:])


def fold_of(page: TrainingPage, folds: int) -> int:
    """Return the fold (from 0) of a page, which depends on its site."""
    return int.from_bytes(sha256(page.site.encode()).digest()[:8], "big") % folds


def crop_pages(pages: Sequence[TrainingPage], random: Random) -> list[TrainingPage]:
    """
    Return crops of whole pages, similar to what an extractor of main text leaves.

    There are two of each page: one has the article with some lines before and after it, and the other
    may start or end inside the article. Long runs of boilerplate inside the article are shortened.
    """
    crops = []
    for page in pages:
        content = np.flatnonzero(page.labels == 0)
        if page.kind != "full" or len(content) < _MIN_CONTENT:
            continue
        for may_cut_article in (False, True):
            first, last = int(content[0]), int(content[-1])
            before = random.choice((0, 1, 2, 4, 8, 16))
            after = random.choice((0, 1, 2, 4, 8, 16, 24))
            chance = random.random() if may_cut_article else 1.0
            if chance < 0.35:
                first, before = int(random.choice(content)), 0
            elif chance < 0.7:
                last, after = int(random.choice(content)), 0
            start, stop = max(0, first - before), min(len(page.labels), last + 1 + after)
            margin = random.choice((0, 2, 6, 6, 10))
            numbers = _shorten_runs(page.labels, range(start, stop), range(first, last), margin)
            if len(numbers) >= _MIN_CROP:
                crops.append(_crop(page, numbers))
    return crops


def _shorten_runs(
    labels: NDArray[np.int64], lines: range, article: range, margin: int
) -> list[int]:
    """Return line numbers, of runs of boilerplate in the article only `margin` at each end."""
    kept: list[int] = []
    start = lines.start
    while start < lines.stop:
        stop = start + 1
        if labels[start] == 1 and start in article:
            while stop < lines.stop and labels[stop] == 1:
                stop += 1
        if stop - start > 2 * margin and stop - start > 1:
            kept += [*range(start, start + margin), *range(stop - margin, stop)]
        else:
            kept += range(start, stop)
        start = stop
    return kept


def _crop(page: TrainingPage, numbers: Sequence[int]) -> TrainingPage:
    """Return a page of some of the lines of another."""
    lines = [page.lines[number] for number in numbers]
    line_features = [page.line_features[number] for number in numbers]
    return replace(
        page,
        kind="crop",
        lines=lines,
        line_features=line_features,
        tokens=[page.tokens[number] for number in numbers],
        labels=page.labels[numbers],
        mended_labels=page.mended_labels[numbers],
        word_counts=page.word_counts[numbers],
        features=page_features([(lines, line_features)]),
    )
