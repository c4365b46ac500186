"""Read pages whose lines are labelled as boilerplate or content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from .files import fault, json_lines

BOILERPLATE, CONTENT, UNKNOWN = 1, 0, -1


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page: `text`, and for each of its lines a label (1 boilerplate, 0 content, -1 unknown)."""

    id: str
    text: str
    labels: tuple[int, ...]
    kind: str
    site: str

    def lines(self) -> Iterator[tuple[int, int, int]]:
        """Yield start, end and label of every line."""
        ends = [-1, *(at for at, char in enumerate(self.text) if char == "\n"), len(self.text)]
        for (before, end), label in zip(pairwise(ends), self.labels, strict=True):
            yield before + 1, end, label

    def fold(self, folds: int) -> int:
        """Return the fold of the page's site; a site is never in two."""
        return int.from_bytes(sha256(self.site.encode()).digest()[:8], "big") % folds


def read_pages(path: str) -> Iterator[LabelledPage]:
    """
    Yield the pages of a JSON-lines file.

    Raises:
        SourceError: A line has no `text`, or `labels` that do not fit it; says where.
    """
    for number, row in json_lines(path):
        text, labels = row.get("text"), row.get("labels")
        if not isinstance(text, str):
            raise fault(path, number, f"expected a string `text`, found {type(text).__name__}")
        count = text.count("\n") + 1
        if not isinstance(labels, list) or not set(labels) <= {BOILERPLATE, CONTENT, UNKNOWN}:
            raise fault(path, number, "expected `labels`, a list of 1 (boilerplate), 0 and -1")
        if len(labels) != count:
            raise fault(path, number, f"the text has {count} lines, but {len(labels)} labels")
        name = str(row.get("id", number))
        page = str(row.get("page") or name)
        yield LabelledPage(name, text, tuple(labels), str(row.get("kind", "")), _site(row, page))


def _site(row: dict[str, Any], page: str) -> str:
    """Return the registered domain of a page's address, roughly; the page where there is none."""
    try:
        host = urlsplit(str(row.get("url") or "")).hostname
    except ValueError:
        host = None
    parts = (host or page).split(".")
    short = len(parts) > 2 and parts[-2] in {"ac", "co", "com", "gov", "org"}
    return ".".join(parts[-3:] if short else parts[-2:])
