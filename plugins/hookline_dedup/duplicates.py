"""
Decide in input order which documents are duplicates.

A document is a duplicate if its words equal those of an earlier one, and a near duplicate if its
estimated similarity with an earlier one that is kept reaches the threshold. Candidates share a band of
the signature (locality-sensitive hashing: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets",
chapter 3.4). The tables of bands of libraries are in memory; these are in a temporary SQLite file: its
page cache bounds the memory, and disk space grows with the number of documents.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from hookline_dedup.index import KEPT, VERDICTS
from hookline_dedup.options import SimilarityOptions
from hookline_dedup.signature import PERMUTATIONS, row_dtype

__all__ = ["bands", "find_duplicates"]

Array = np.ndarray[Any, Any]

MIN_RECALL = 0.98  # probability that a pair exactly at the threshold shares a band
MAX_CANDIDATES = 100  # the earliest documents with an equal band that are compared
BATCH = 2000  # rows read at a time
DUPLICATE, NEAR = VERDICTS.index("duplicate"), VERDICTS.index("near duplicate")


def find_duplicates(
    rows: Path, options: SimilarityOptions, memory: int
) -> Iterator[tuple[int, int]]:
    """
    Yield the document key and the verdict (an index of `VERDICTS`) of every row of a file.

    `memory` is that of the tables, in mebibytes.
    """
    dtype = row_dtype(options)
    count = rows.stat().st_size // dtype.itemsize
    if not count:
        return
    table = np.memmap(rows, dtype, "r", shape=(count,))
    scratch = rows.with_name("scratch.sqlite")
    scratch.unlink(missing_ok=True)
    with closing(sqlite3.connect(scratch, isolation_level=None)) as database:
        seen = _SeenDocuments(database, options, table, memory)
        for start in range(0, count, BATCH):
            for number, row in enumerate(np.array(table[start : start + BATCH]), start):
                verdict = seen.add(number, row) if row["has_words"] else KEPT
                yield int(row["key"]), verdict
    scratch.unlink()


def bands(threshold: float) -> tuple[int, int]:
    """Return how many bands of how many rows find a pair at the threshold with `MIN_RECALL`."""
    best = 1  # the longest bands are the most selective
    for rows in range(2, PERMUTATIONS + 1):
        if 1 - (1 - threshold**rows) ** (PERMUTATIONS // rows) >= MIN_RECALL:
            best = rows
    return PERMUTATIONS // best, best


class _SeenDocuments:
    """The documents before the current one, with the bands of those that are kept."""

    def __init__(
        self, database: sqlite3.Connection, options: SimilarityOptions, table: Array, memory: int
    ) -> None:
        self._database = database
        self._threshold = options.near
        self._table = table
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = {-1024 * memory}"):
            database.execute(f"PRAGMA {pragma}")
        database.execute(
            "CREATE TABLE content (low INTEGER, high INTEGER, PRIMARY KEY (low, high)) WITHOUT ROWID"
        )
        database.execute(
            "CREATE TABLE band (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID"
        )
        database.execute("BEGIN")
        if options.near is not None:
            self._bands, self._rows = bands(options.near)

    def add(self, number: int, row: Any) -> int:
        """Return the verdict on the document in a row, and add it."""
        inserted = self._database.execute(
            "INSERT OR IGNORE INTO content VALUES (?, ?)", row["content"].tolist()
        )
        if not inserted.rowcount:
            return DUPLICATE
        if self._threshold is None:
            return KEPT
        keys = self._band_keys(row["signature"])
        if self._has_near_duplicate(row["signature"], keys):
            return NEAR
        self._database.executemany(
            "INSERT INTO band VALUES (?, ?)", [(key, number) for key in keys]
        )
        return KEPT

    def _has_near_duplicate(self, signature: Array, keys: list[int]) -> bool:
        candidates: set[int] = set()
        query = "SELECT number FROM band WHERE key = ? ORDER BY number LIMIT ?"
        for key in keys:
            rows = self._database.execute(query, (key, MAX_CANDIDATES))
            candidates.update(number for (number,) in rows)
        if not candidates:
            return False
        others = self._table["signature"][sorted(candidates)]
        return bool(((others == signature).mean(axis=1) >= self._threshold).any())

    def _band_keys(self, signature: Array) -> list[int]:
        """Return a hash of each band and its number."""
        used = signature[: self._bands * self._rows].reshape(self._bands, self._rows)
        keys = np.arange(1, self._bands + 1, dtype=np.uint64)
        for column in used.T.astype(np.uint64):
            keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
            keys ^= keys >> np.uint64(29)
        return [int(key) for key in keys.astype(np.int64)]
