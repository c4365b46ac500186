"""Count the lines that a site repeats in several documents, and read a list of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from hookline import ConfigError, Document
from hookline_boilerplate.lines import MAX_LINE_CHARACTERS

__all__ = ["RepeatedLine", "RepeatedLines", "count_repeated_lines"]

_NO_SITE = ""


class RepeatedLine(NamedTuple):
    """An entry of the list: a line, and the number of documents of its site that have it."""

    site: str
    line: str
    documents: int


class RepeatedLines:
    """
    The repeated lines of each site; those without a site are for documents without an address.

    The list is made before a run, so that what is removed from a document does not depend on the
    documents of its batch or worker.

    Raises:
        ConfigError: the file cannot be read, or a line of it is no entry.
    """

    def __init__(self, path: str) -> None:
        self._lines: dict[str, set[str]] = defaultdict(set)
        try:
            rows = Path(path).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"{path}: cannot be read as a list of repeated lines: {error}; "
                "`hookline repeats CONFIG -o LIST` makes one"
            ) from error
        for number, row in enumerate(rows, 1):
            try:
                entry = json.loads(row)
                self._lines[entry["site"]].add(entry["line"])
            except (ValueError, KeyError, TypeError):
                raise ConfigError(
                    f"{path}:{number}: expected an object with `site` and `line`, found {row[:60]!r}; "
                    "`hookline repeats CONFIG -o LIST` makes a list"
                ) from None

    def for_document(self, meta: Mapping[str, Any]) -> Set[str]:
        """Return the repeated lines of a document's site, by its meta data."""
        return self._lines.get(_site(meta), frozenset())


def count_repeated_lines(documents: Iterable[Document], least: int) -> Iterator[RepeatedLine]:
    """
    Yield the lines that at least `least` documents of a site have, sorted by site and line.

    Memory grows with the number of different lines, by about 150 bytes for each.
    """
    counts: dict[bytes, int] = {}
    repeated: dict[bytes, tuple[str, str]] = {}
    for doc in documents:
        site = _site(doc.meta)
        lines = {line.strip() for line in doc.text.split("\n") if len(line) <= MAX_LINE_CHARACTERS}
        for line in lines - {""}:
            key = blake2b(
                f"{site}\n{line}".encode("utf-8", "surrogatepass"), digest_size=12
            ).digest()
            counts[key] = counts.get(key, 0) + 1
            if counts[key] == least:
                repeated[key] = (site, line)
    for key, (site, line) in sorted(repeated.items(), key=lambda item: item[1]):
        yield RepeatedLine(site, line, counts[key])


def _site(meta: Mapping[str, Any]) -> str:
    """Return the host of the `url` in meta data, or `_NO_SITE`."""
    try:
        return urlsplit(str(meta.get("url") or "")).hostname or _NO_SITE
    except ValueError:
        return _NO_SITE
