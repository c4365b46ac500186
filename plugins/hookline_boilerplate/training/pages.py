"""Read labelled pages, and describe their lines once and for all."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features import Described, Describer, tokens
from hookline_boilerplate.lines import Line, split

__all__ = ["LabelledPage", "fold_of", "read", "vocabulary"]


@dataclass(slots=True)
class LabelledPage:
    """A page, its lines described, and their labels (1 boilerplate, 0 content, -1 unknown)."""

    site: str
    kind: str
    lines: Sequence[Line]
    described: Sequence[Described]
    tokens: Sequence[Sequence[str]]
    labels: NDArray[np.int64]
    words: NDArray[np.int64]


def read(path: Path) -> list[LabelledPage]:
    """Return the pages of a JSON-lines file."""
    describer = Describer()
    with path.open(encoding="utf-8") as file:
        return [_page(json.loads(row), describer) for row in file]


def _page(row: dict[str, object], describer: Describer) -> LabelledPage:
    text, labels = str(row["text"]), row["labels"]
    assert isinstance(labels, list)
    label_at, start = {}, 0
    for line, label in zip(text.split("\n"), labels, strict=True):
        label_at[start] = label
        start += len(line) + 1
    lines = list(split(text))
    described = [describer.describe(line) for line in lines]
    return LabelledPage(
        _site(str(row["url"] or ""), str(row["page"])),
        str(row["kind"]),
        lines,
        described,
        [tokens(line) for line in lines],
        np.array([label_at[line.start] for line in lines], np.int64),
        np.array([line.words for line in described], np.int64),
    )


def _site(url: str, page: str) -> str:
    """Return the registered domain of an address, roughly; the page itself where there is none."""
    parts = (urlsplit(url).hostname or page).split(".")
    short = len(parts) > 2 and parts[-2] in {"ac", "co", "com", "gov", "org"}
    return ".".join(parts[-3:] if short else parts[-2:])


def fold_of(page: LabelledPage, folds: int) -> int:
    """Return the fold that the site of a page belongs to."""
    return int.from_bytes(sha256(page.site.encode()).digest()[:8], "big") % folds


def vocabulary(pages: Iterable[LabelledPage], sites: int, size: int) -> dict[str, int]:
    """Return the tokens that at least `sites` sites use, the most widespread first."""
    found: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for label, line in zip(page.labels, page.tokens, strict=True):
            if label >= 0:
                for token in line:
                    found[token].add(page.site)
    common = [(-len(users), token) for token, users in found.items() if len(users) >= sites]
    return {token: at for at, (_, token) in enumerate(sorted(common)[:size])}
