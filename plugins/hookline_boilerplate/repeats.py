"""Lines that a site repeats in several documents: read their list, and count them to make one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from hookline import ConfigError, Document
from hookline_boilerplate.lines import LONGEST

__all__ = ["Repeat", "Repeats", "count"]

_NOWHERE = ""


class Repeat(NamedTuple):
    """A line and in how many documents of its site it stands."""

    site: str
    line: str
    documents: int


class Repeats:
    """
    A list of repeated lines, by site; a line of no site counts for documents without an address.

    It is made before a run, so that what is removed from a document depends on the document and the
    list alone, whatever documents it shares a batch or a worker with.
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
                values = json.loads(row)
                self._lines[values["site"]].add(values["line"])
            except (ValueError, KeyError, TypeError):
                raise ConfigError(
                    f"{path}:{number}: expected an object with `site` and `line`, found {row[:60]!r}; "
                    "`hookline repeats CONFIG -o LIST` makes a list"
                ) from None

    def of(self, meta: Mapping[str, Any]) -> frozenset[str] | set[str]:
        """Return the repeated lines of the site that a document's meta data names."""
        return self._lines.get(site_of(meta), frozenset())


def site_of(meta: Mapping[str, Any]) -> str:
    """Return the host in the `url` of some meta data, the empty string where there is none."""
    try:
        return urlsplit(str(meta.get("url") or "")).hostname or _NOWHERE
    except ValueError:
        return _NOWHERE


def count(documents: Iterable[Document], least: int) -> Iterator[Repeat]:
    """
    Yield the lines that stand in at least so many documents of a site, in order of site and line.

    Memory grows with the number of different lines, by about 150 bytes for each.
    """
    seen: dict[bytes, int] = {}
    texts: dict[bytes, tuple[str, str]] = {}
    for doc in documents:
        site = site_of(doc.meta)
        lines = {line.strip() for line in doc.text.split("\n") if len(line) <= LONGEST}
        for line in lines - {""}:
            key = blake2b(
                f"{site}\n{line}".encode("utf-8", "surrogatepass"), digest_size=12
            ).digest()
            seen[key] = seen.get(key, 0) + 1
            if seen[key] == least:
                texts[key] = (site, line)
    for key, (site, line) in sorted(texts.items(), key=lambda item: item[1]):
        yield Repeat(site, line, seen[key])
