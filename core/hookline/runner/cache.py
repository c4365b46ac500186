"""Cache outcomes of stages on disk, for runs that differ only in later stages."""

from __future__ import annotations

import hashlib
import sqlite3
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from hookline.components.stage import Drop
from hookline.config.settings import CacheSettings
from hookline.document.codec import decode_document, document_state, encode_document
from hookline.document.document import Document
from hookline.document.layers import LayerTable

__all__ = ["StageCache", "compact"]

SEAL = 16  # bytes of the digest before a value
CHECKS = 10  # of the size limit, while as many bytes as it allows are stored
FREE_SHARE = 0.25  # of the file that deleted outcomes have left, above which it is compacted
BUSY_TIMEOUT = 10.0  # seconds to wait for another writer
DROP = b"drop:"  # not the start of a zstd frame
TABLE = "CREATE TABLE IF NOT EXISTS outcomes (key BLOB PRIMARY KEY, value BLOB, used INTEGER)"


class StageCache:
    """
    A folder with an SQLite file of outcomes, shared by processes and runs.

    A key is a digest of the stage and of the document without its place, which outcomes must not depend
    on. On an error of the cache, a warning is given and outcomes are computed.

    The least recently used outcomes over the size limit are deleted while others are stored, as a
    worker may be killed before it closes the cache.
    """

    def __init__(self, settings: CacheSettings, layers: LayerTable) -> None:
        self._layers = layers
        self._size = int(settings.size)
        self._path = Path(settings.path) / "outcomes.sqlite"
        self._now = 0
        self._stored = 0  # bytes since the last check of the size
        self._db: sqlite3.Connection | None = None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._path, timeout=BUSY_TIMEOUT, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute(TABLE)
            last = self._db.execute("SELECT max(used) FROM outcomes").fetchone()[0]
            self._now = int(last or 0) + 1
        except (OSError, ValueError, OverflowError, sqlite3.Error) as error:
            self._give_up(error)

    def find(self, digest: str, docs: Sequence[Document]) -> list[Document | Drop | None]:
        """Return the outcome of each document in a stage, or None if it is not cached."""
        outcomes: list[Document | Drop | None] = []
        used: list[tuple[int, bytes]] = []
        for doc in docs:
            key = _key(digest, doc)
            row = self._row(key) if key else None
            outcome: Document | Drop | None = None
            if row is not None and key is not None:
                with suppress(Exception):  # damaged; it is computed and written again
                    outcome = _decode(_unseal(key, row[0]), doc, self._layers)
                if outcome is not None and row[1] != self._now:
                    used.append((self._now, key))
            outcomes.append(outcome)
        if used:
            self._write("UPDATE outcomes SET used = ? WHERE key = ?", used)
        return outcomes

    def keep(self, digest: str, docs: Sequence[Document], outcomes: Iterable[object]) -> None:
        """
        Store the outcomes of documents in a stage.

        Failures, and outcomes that cannot be restored exactly, are not stored.
        """
        rows: list[tuple[bytes, bytes, int]] = []
        for doc, outcome in zip(docs, outcomes, strict=True):
            if isinstance(outcome, Document | Drop) and (key := _key(digest, doc)):
                data = _encode(outcome)
                if data is not None:
                    rows.append((key, _seal(key, data), self._now))
        self._write("INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)", rows)
        self._stored += sum(len(value) for _, value, _ in rows)
        if self._stored > self._size / CHECKS:
            self._stored = 0
            self._shrink()

    def close(self) -> None:
        """Delete the least recently used outcomes over the size limit, and close the file."""
        self._shrink()
        if self._db is None:
            return
        with suppress(sqlite3.Error):
            pages = self._db.execute("PRAGMA page_count").fetchone()[0]
            free = self._db.execute("PRAGMA freelist_count").fetchone()[0]
            if free > pages * FREE_SHARE:
                self._db.execute("VACUUM")
        self._db.close()
        self._db = None

    def _shrink(self) -> None:
        """Delete the least recently used outcomes over the size limit; their space is used again."""
        if self._db is None:
            return
        doomed: list[tuple[bytes]] = []
        with suppress(sqlite3.Error):
            held = self._db.execute("SELECT total(length(value)) FROM outcomes").fetchone()[0]
            if held > self._size:
                rows = self._db.execute(
                    "SELECT key, length(value) FROM outcomes ORDER BY used, key"
                )
                for key, length in rows.fetchall():
                    if held <= self._size:
                        break
                    doomed.append((key,))
                    held -= length
        self._write("DELETE FROM outcomes WHERE key = ?", doomed)

    def _row(self, key: bytes) -> tuple[bytes, int] | None:
        if self._db is None:
            return None
        try:
            row: tuple[bytes, int] | None = self._db.execute(
                "SELECT value, used FROM outcomes WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        return row

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if self._db is None or not rows:
            return
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(statement, rows)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        text = (
            f"the cache {self._path.parent} cannot be used and is ignored: {error}; "
            "delete the folder to start a new one"
        )
        if self._db is not None:  # first, as the warning can be an error
            self._db.close()
            self._db = None
        warnings.warn(text, RuntimeWarning, stacklevel=3)


def compact(settings: CacheSettings, layers: LayerTable) -> None:
    """Delete what exceeds the size limit and release its space, after all workers have ended."""
    with warnings.catch_warnings():  # workers have warned of a damaged cache
        warnings.simplefilter("ignore", RuntimeWarning)
        StageCache(settings, layers).close()


def _seal(key: bytes, data: bytes) -> bytes:
    """Prepend a digest of key and data, to detect damage and wrong keys."""
    return hashlib.blake2b(key + data, digest_size=SEAL).digest() + data


def _unseal(key: bytes, sealed: bytes) -> bytes:
    data = sealed[SEAL:]
    if _seal(key, data) != sealed:
        raise ValueError("damaged")
    return data


def _key(digest: str, doc: Document) -> bytes | None:
    """Return the key of a document in a stage, or None if it has none."""
    try:
        state = orjson.dumps([doc.id, doc.raw]) + document_state(doc)
    except TypeError:  # a lone surrogate
        return None
    return hashlib.blake2b(digest.encode() + state, digest_size=20).digest()


def _encode(outcome: Document | Drop) -> bytes | None:
    """Serialize a drop or a document; return None for other outcomes."""
    if isinstance(outcome, Drop):
        return DROP + outcome.reason.encode()
    try:
        return encode_document(outcome)
    except TypeError:  # a lone surrogate, which JSON cannot represent
        return None


def _decode(data: bytes, doc: Document, layers: LayerTable) -> Document | Drop:
    if data.startswith(DROP):
        return Drop(data.removeprefix(DROP).decode())
    return decode_document(data, doc, layers)
