"""Read labelled pages, and describe their lines once and for all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.line_features import Described, Describer, tokens
from hookline_boilerplate.features.page_features import Layout, layout
from hookline_boilerplate.lines import Line, split

__all__ = ["LabelledPage", "crops", "fold_of", "read"]


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page, its lines described, and their labels (1 boilerplate, 0 content, -1 unknown)."""

    site: str
    kind: str
    lines: Sequence[Line]
    described: Sequence[Described]
    tokens: Sequence[Sequence[str]]
    labels: NDArray[np.int64]
    words: NDArray[np.int64]
    layout: Layout


def read(path: Path) -> list[LabelledPage]:
    """Return the pages of a JSON-lines file that have lines at all."""
    describer = Describer()
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(row) for row in file]
    return [_page(row, describer) for row in rows if row["text"].strip()]


def _page(row: dict[str, object], describer: Describer) -> LabelledPage:
    text, labels = str(row["text"]), row["labels"]
    assert isinstance(labels, list)
    label_at, start = {}, 0
    for line, label in zip(text.split("\n"), labels, strict=True):
        label_at[start] = label
        start += len(line) + 1
    lines = list(split(text))
    described = describer.describe(lines)
    return LabelledPage(
        _site(str(row["url"] or ""), str(row["page"])),
        str(row["kind"]),
        lines,
        described,
        [tokens(line) for line in lines],
        np.array([label_at[line.start] for line in lines], np.int64),
        np.array([line.size for line in lines], np.int64),
        layout([(lines, described)]),
    )


def _site(url: str, page: str) -> str:
    """Return the registered domain of an address, roughly; the page itself where there is none."""
    parts = (urlsplit(url).hostname or page).split(".")
    short = len(parts) > 2 and parts[-2] in {"ac", "co", "com", "gov", "org"}
    return ".".join(parts[-3:] if short else parts[-2:])


def fold_of(page: LabelledPage, folds: int) -> int:
    """Return the fold that the site of a page belongs to."""
    return int.from_bytes(sha256(page.site.encode()).digest()[:8], "big") % folds


def crops(pages: Sequence[LabelledPage], random: Random) -> list[LabelledPage]:
    """
    Return parts of whole pages, cut around their articles as an extractor might have left them.

    Two of each: the article with some lines before and after it, and one that starts or ends inside
    the article. Long runs of boilerplate inside are cut short.
    """
    found = []
    for page in pages:
        content = np.flatnonzero(page.labels == 0)
        if page.kind != "full" or len(content) < 3:
            continue
        for inside in (False, True):
            first, last = int(content[0]), int(content[-1])
            before = random.choice((0, 1, 2, 4, 8, 16))
            after = random.choice((0, 1, 2, 4, 8, 16, 24))
            chance = random.random() if inside else 1.0
            if chance < 0.35:
                first, before = int(random.choice(content)), 0
            elif chance < 0.7:
                last, after = int(random.choice(content)), 0
            start, stop = max(0, first - before), min(len(page.labels), last + 1 + after)
            edge = random.choice((0, 2, 6, 6, 10))
            chosen = list(
                _without_middles(page.labels, range(start, stop), range(first, last), edge)
            )
            if len(chosen) >= 4:
                found.append(_part(page, chosen))
    return found


def _without_middles(
    labels: NDArray[np.int64], chosen: range, article: range, edge: int
) -> list[int]:
    """Return the places in a range but those over `edge` lines inside a run of boilerplate."""
    kept: list[int] = []
    at = chosen.start
    while at < chosen.stop:
        stop = at + 1
        if labels[at] == 1 and at in article:
            while stop < chosen.stop and labels[stop] == 1:
                stop += 1
        if stop - at > 2 * edge and stop - at > 1:
            kept += [*range(at, at + edge), *range(stop - edge, stop)]
        else:
            kept += range(at, stop)
        at = stop
    return kept


def _part(page: LabelledPage, chosen: Sequence[int]) -> LabelledPage:
    lines = [page.lines[at] for at in chosen]
    described = [page.described[at] for at in chosen]
    return replace(
        page,
        kind="crop",
        lines=lines,
        described=described,
        tokens=[page.tokens[at] for at in chosen],
        labels=page.labels[chosen],
        words=page.words[chosen],
        layout=layout([(lines, described)]),
    )
