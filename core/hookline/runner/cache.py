"""Keep what stages made of documents, so that a run with other later stages need not compute it."""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson

from hookline.components.stage import Drop, Stage
from hookline.config import CacheSettings
from hookline.document.document import Document
from hookline.plan import BoundComponent
from hookline.runner.codec import decode, encode, plain

__all__ = ["StageCache", "code_digest", "stage_digest"]

LARGE = 4_000_000  # bytes; a larger file of a package is known by its size and time of change
PATIENCE = 10.0  # seconds to wait for another process that writes
TABLE = "CREATE TABLE IF NOT EXISTS outcomes (key BLOB PRIMARY KEY, value BLOB, used INTEGER)"


class StageCache:
    """
    A folder with an SQLite file of outcomes, shared by all processes and runs that name it.

    A key is made of the stage's digest and of all that the stage is given, but for the document's
    place. A fault of the cache is a warning, and the work is done as if there were none.
    """

    def __init__(self, settings: CacheSettings) -> None:
        self._size = int(settings.size)
        self._path = Path(settings.path) / "outcomes.sqlite"
        self._now = 0
        self._db: sqlite3.Connection | None = None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(TABLE)
            self._now = (db.execute("SELECT max(used) FROM outcomes").fetchone()[0] or 0) + 1
            self._db = db
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def find(self, digest: str, docs: Sequence[Document]) -> list[Document | Drop | None]:
        """Return the outcome of each document in a stage, None where it is not known."""
        found: list[Document | Drop | None] = []
        used: list[tuple[int, bytes]] = []
        for doc in docs:
            key = _key(digest, doc)
            row = self._row(key) if key else None
            outcome: Document | Drop | None = None
            if row is not None and key is not None:
                with suppress(Exception):  # damaged: it is computed, and written again
                    outcome = decode(row[0], doc)
                if outcome is not None and row[1] != self._now:
                    used.append((self._now, key))
            found.append(outcome)
        if used:
            self._write("UPDATE outcomes SET used = ? WHERE key = ?", used)
        return found

    def keep(self, digest: str, docs: Sequence[Document], outcomes: Iterable[object]) -> None:
        """Remember the outcomes of documents in a stage; failures are not kept."""
        rows: list[tuple[bytes, bytes, int]] = []
        for doc, outcome in zip(docs, outcomes, strict=True):
            if isinstance(outcome, Document | Drop) and (key := _key(digest, doc)):
                with suppress(TypeError):
                    rows.append((key, encode(outcome), self._now))
        self._write("INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Drop what has not been used for longest until the rest fits, and close the file."""
        if self._db is None:
            return
        with suppress(sqlite3.Error):
            self._shrink(self._db)
        self._db.close()
        self._db = None

    def _shrink(self, db: sqlite3.Connection) -> None:
        held = db.execute("SELECT total(length(value)) FROM outcomes").fetchone()[0]
        if held <= self._size:
            return
        rows = db.execute("SELECT key, length(value) FROM outcomes ORDER BY used, key").fetchall()
        doomed: list[tuple[bytes]] = []
        for key, length in rows:
            if held <= self._size:
                break
            doomed.append((key,))
            held -= length
        self._write("DELETE FROM outcomes WHERE key = ?", doomed)
        db.execute("VACUUM")

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
        text = f"the cache {self._path.parent} cannot be used, and all is computed: {error}"
        warnings.warn(text, RuntimeWarning, stacklevel=3)
        if self._db is not None:
            self._db.close()
            self._db = None


def stage_digest(bound: BoundComponent) -> str:
    """
    Return a digest of all that decides what a stage makes of a document; empty where it is unknown.

    That is its code and hookline's, the versions of all installed packages, its options, its model,
    and the files that its options name.
    """
    component = bound.component
    assert issubclass(component, Stage)
    code = code_digest(component.__module__)
    if not code:
        return ""
    parts = [
        code,
        code_digest("hookline"),
        component.__qualname__,
        bound.name,
        repr(sorted(dict(bound.options).items())),
        component.model_digest(bound.options),
        *map(_state, _leaves(bound.options.model_dump())),
        platform.python_version(),
        *_installed(),
    ]
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def code_digest(module: str) -> str:
    """Return a digest of the files of the top-level package of a module; empty for none."""
    name = module.partition(".")[0]
    spec = None if name == "__main__" else find_spec(name)
    if spec is None or not spec.origin:
        return ""
    origin = Path(spec.origin)
    files = [origin]
    if spec.submodule_search_locations:
        files = sorted(
            path
            for folder in spec.submodule_search_locations
            for path in Path(folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )
    digest = hashlib.blake2b()
    for path in files:
        status = path.stat()
        digest.update(f"{path.name}\0{status.st_size}\0".encode("utf-8", "surrogateescape"))
        if status.st_size > LARGE:
            digest.update(str(status.st_mtime_ns).encode())
        else:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _leaves(value: Any) -> Iterator[str]:
    """Yield every text and path among the values of options."""
    if isinstance(value, str | Path):
        yield str(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _leaves(item)


def _state(name: str) -> str:
    """Return size and time of change of what may be the name of a file or folder; empty if none."""
    try:
        path = Path(name)
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        found = [(file.name, file.stat()) for file in files]
    except (OSError, ValueError):
        return ""
    return repr([(file, status.st_size, status.st_mtime_ns) for file, status in found])


def _installed() -> list[str]:
    """Return names and versions of the installed packages, as their folders say them."""
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            found.update(name for name in os.listdir(folder or ".") if name.endswith(".dist-info"))
    return sorted(found)


def _key(digest: str, doc: Document) -> bytes | None:
    """Return the key of a document in a stage, None where it cannot be told."""
    try:
        state = orjson.dumps([doc.id, doc.raw]) + plain(doc)
    except TypeError:
        return None
    return hashlib.blake2b(digest.encode() + state, digest_size=20).digest()
