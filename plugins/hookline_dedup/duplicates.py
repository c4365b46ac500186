"""
Decide in input order which documents stay.

A document is a duplicate when its words equal those of an earlier one, and a near duplicate when its
estimated similarity with an earlier one that stays reaches the threshold. Candidates share a band of
the signature (locality-sensitive hashing: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets",
chapter 3.4). The tables of bands that libraries offer live in memory; these are in a SQLite file that
is deleted afterwards: its page cache bounds the memory, and disk space grows with the documents.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from hookline_dedup.index import KEPT, VERDICTS
from hookline_dedup.options import Likeness
from hookline_dedup.signature import PERMUTATIONS, row_type

__all__ = ["bands", "verdicts"]

Array = np.ndarray[Any, Any]

CERTAINTY = 0.98  # of a pair exactly at the threshold to become candidates
CANDIDATES = 100  # documents of a band that one is compared with, the earliest
PORTION = 2000  # rows read at a time
DUPLICATE, NEAR = VERDICTS.index("duplicate"), VERDICTS.index("near duplicate")


def verdicts(rows: Path, likeness: Likeness, memory: int) -> Iterator[tuple[int, int]]:
    """Yield the identity and the verdict of every row of a file; `memory` is in mebibytes."""
    layout = row_type(likeness)
    count = rows.stat().st_size // layout.itemsize
    if not count:
        return
    table = np.memmap(rows, layout, "r", shape=(count,))
    scratch = rows.with_name("scratch.sqlite")
    scratch.unlink(missing_ok=True)
    with closing(sqlite3.connect(scratch, isolation_level=None)) as database:
        seen = _Seen(database, likeness, table, memory)
        for start in range(0, count, PORTION):
            for at, row in enumerate(np.array(table[start : start + PORTION]), start):
                yield int(row["identity"]), seen.verdict(at, row) if row["words"] else KEPT
    scratch.unlink()


def bands(threshold: float) -> tuple[int, int]:
    """Return how many bands of how many rows find pairs at the threshold with near certainty."""
    best = 1
    for rows in range(2, PERMUTATIONS + 1):
        if 1 - (1 - threshold**rows) ** (PERMUTATIONS // rows) >= CERTAINTY:
            best = rows
    return PERMUTATIONS // best, best


class _Seen:
    """The documents so far."""

    def __init__(
        self, database: sqlite3.Connection, likeness: Likeness, table: Array, memory: int
    ) -> None:
        self._database = database
        self._threshold = likeness.near
        self._table = table
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = {-1024 * memory}"):
            database.execute(f"PRAGMA {pragma}")
        database.execute(
            "CREATE TABLE content (one INTEGER, two INTEGER, PRIMARY KEY (one, two)) WITHOUT ROWID"
        )
        database.execute(
            "CREATE TABLE band (key INTEGER, at INTEGER, PRIMARY KEY (key, at)) WITHOUT ROWID"
        )
        database.execute("BEGIN")
        if likeness.near is not None:
            self._bands, self._rows = bands(likeness.near)

    def verdict(self, at: int, row: Any) -> int:
        """Return the verdict on a document, and remember it."""
        new = self._database.execute(
            "INSERT OR IGNORE INTO content VALUES (?, ?)", row["content"].tolist()
        )
        if not new.rowcount:
            return DUPLICATE
        if self._threshold is None:
            return KEPT
        keys = self._keys(row["signature"])
        if self._has_like(row["signature"], keys):
            return NEAR
        self._database.executemany("INSERT INTO band VALUES (?, ?)", [(key, at) for key in keys])
        return KEPT

    def _has_like(self, signature: Array, keys: list[int]) -> bool:
        found: set[int] = set()
        for key in keys:
            query = "SELECT at FROM band WHERE key = ? ORDER BY at LIMIT ?"
            found.update(at for (at,) in self._database.execute(query, (key, CANDIDATES)))
        if not found:
            return False
        others = self._table["signature"][sorted(found)]
        return bool(((others == signature).mean(axis=1) >= self._threshold).any())

    def _keys(self, signature: Array) -> list[int]:
        """Return a key for each band, different for different bands."""
        used = signature[: self._bands * self._rows].reshape(self._bands, self._rows)
        keys = np.arange(1, self._bands + 1, dtype=np.uint64)
        for column in used.T.astype(np.uint64):
            keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
            keys ^= keys >> np.uint64(29)
        return [int(key) for key in keys.astype(np.int64)]
