"""Read pages with a label, boilerplate or content, for each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from hookline import SourceError, shown
from hookline_eval.gold.fields import field, identifier
from hookline_eval.gold.lines import FormatError, json_lines, located

BOILERPLATE, CONTENT, UNKNOWN = 1, 0, -1
_LABELS = (BOILERPLATE, CONTENT, UNKNOWN)
_SECOND_LEVEL = frozenset({"ac", "co", "com", "gov", "org"})  # as in example.co.uk


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """
    A page with one label per line of `text`: 1 boilerplate, 0 content, -1 unknown.

    `kind` is a free category of the page, `site` its registered domain.
    """

    id: str
    text: str
    labels: tuple[int, ...]
    kind: str
    site: str

    def lines(self) -> Iterator[tuple[int, int, int]]:
        """Yield start, end (exclusive) and label of every line."""
        breaks = [offset for offset, char in enumerate(self.text) if char == "\n"]
        edges = pairwise([-1, *breaks, len(self.text)])
        for (before, end), label in zip(edges, self.labels, strict=True):
            yield before + 1, end, label

    def fold(self, folds: int) -> int:
        """Return the fold of the page, from 0 to `folds` - 1; all pages of a site share one."""
        return int.from_bytes(sha256(self.site.encode()).digest()[:8], "big") % folds


def read_pages(path: str) -> list[LabelledPage]:
    """
    Read the pages of a JSON-lines file.

    Raises:
        SourceError: A line has no `text`, or `labels` that do not fit it, or no line of the pages has a
            label other than -1.
    """
    pages = []
    for line, record in json_lines(path):
        with located(f"{path}:{line}"):
            pages.append(_page(record, line))
    if not any(label != UNKNOWN for page in pages for label in page.labels):
        raise SourceError(
            f"{shown(path)}: holds no labelled line; expected JSON lines with `text` and `labels`"
        )
    return pages


def _page(record: dict[str, Any], line: int) -> LabelledPage:
    text, labels = field(record, "text", str), record.get("labels")
    line_count = text.count("\n") + 1
    if not isinstance(labels, list) or not all(label in _LABELS for label in labels):
        raise FormatError("expected `labels`, a list of 1 (boilerplate), 0 (content), -1 (unknown)")
    if len(labels) != line_count:
        raise FormatError(f"the text has {line_count} lines, but {len(labels)} labels")
    page_id, kind = identifier(record, "id", line), identifier(record, "kind", "")
    return LabelledPage(page_id, text, tuple(labels), kind, _site(record, page_id))


def _site(record: dict[str, Any], page_id: str) -> str:
    """Return the approximate registered domain of the page's URL, else the name of the page."""
    try:
        host = urlsplit(str(record.get("url") or "")).hostname
    except ValueError:
        host = None
    parts = (host or str(record.get("page") or page_id)).split(".")
    has_second_level = len(parts) > 2 and parts[-2] in _SECOND_LEVEL
    return ".".join(parts[-3:] if has_second_level else parts[-2:])
