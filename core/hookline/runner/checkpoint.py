"""Store the state of a run beside its output, so that it can be resumed."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import zstandard

from hookline.errors import ResumeError, SinkError
from hookline.files.storage import remove, state_folder

__all__ = ["Checkpoint"]

FORMAT = 2  # version of the format; others are not read
APPLICATION = 0x686F6F6B  # "hook"; marks an SQLite file of hookline
DIGEST = 16  # bytes before a value
LARGEST = 1 << 30  # bytes; largest decompressed size of a value
FILE = "ledger.sqlite"
JOURNAL = f"{FILE}-journal"  # SQLite keeps it while the file is locked


class Checkpoint:
    """
    The state and the identity of a run, as JSON in an SQLite file.

    The file is locked while the checkpoint is open, so that two runs cannot write the same output. The
    checkpoint of standard output is in memory.

    Values are stored with a digest to detect damage. `fresh` discards an existing checkpoint, even a
    damaged one, unless another run holds the lock. A checkpoint that is empty when it is closed is
    removed if it was new, or if it is a `mere_lock`, and so are folders that were created for it.

    Raises:
        ResumeError: Another run is writing the output, or the checkpoint cannot be read.
        SinkError: The checkpoint cannot be stored beside the output.
    """

    def __init__(self, target: str, fresh: bool = False, mere_lock: bool = False) -> None:
        self.target = target
        self._mere_lock = mere_lock
        self._removable = False
        self._beside: set[Path] = set()  # files of others that were there before it
        self._folders: list[Path] = []  # created for it, innermost first
        self._db: sqlite3.Connection | None = None
        self._values: dict[str, bytes] = {}  # as JSON, so that they cannot be changed
        try:
            self._open()
        except _Unreadable as error:
            self.close()
            if not fresh:
                raise ResumeError(f"{error}{error.hint} start again with --fresh") from error
            try:
                remove_state(target)
                self._open()
            except (OSError, _Unreadable) as again:
                self.close()
                raise SinkError(f"{again}; remove {state_folder(target)}") from again
        except BaseException:
            self.close()
            raise

    def read(self) -> dict[str, Any] | None:
        """Return the last committed state, or None in a new checkpoint."""
        data = self._values.get("state")
        return dict(json.loads(data)) if data else None

    def identity(self) -> dict[str, Any]:
        """Return the identity of the run, empty in a new checkpoint."""
        return dict(json.loads(self._values.get("identity", b"{}")))

    def commit(self, state: dict[str, Any], identity: dict[str, Any] | None = None) -> None:
        """
        Replace the state durably; `identity` is stored with the first state.

        Raises:
            SinkError: The state cannot be stored.
        """
        values = {"state": _json(state)}
        if identity is not None and "identity" not in self._values:
            values["identity"] = _json(identity)
        self._store(values)

    def replace(self, state: dict[str, Any], identity: dict[str, Any]) -> None:
        """
        Replace state and identity durably, in one transaction.

        Raises:
            SinkError: They cannot be stored.
        """
        self._store({"state": _json(state), "identity": _json(identity)})

    def _store(self, values: dict[str, bytes]) -> None:
        rows = [(name, _seal(name, value)) for name, value in values.items()]
        with self._storing():
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR REPLACE INTO checkpoint VALUES (?, ?)", rows)
            self._database.execute("COMMIT")
        self._values |= values

    @contextmanager
    def _storing(self) -> Iterator[None]:
        """Raise what SQLite cannot store as a `SinkError`, and give the transaction up."""
        try:
            yield
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
            raise SinkError(
                f"cannot store the state of the run beside {self.target}: {error}"
            ) from error

    def clear(self) -> None:
        """
        Delete everything.

        Raises:
            SinkError: The file cannot be written.
        """
        with self._storing():
            self._database.execute("DELETE FROM checkpoint")
        self._values = {}

    def close(self) -> None:
        """Close the file and release the lock; remove the file if nothing has been stored."""
        if self._db is not None:
            if self._removable and not self._values and self.target != "-":
                self._remove()  # while it is locked, so that it is no other run's
            self._db.close()
            self._db = None
        with suppress(OSError):  # not empty
            while self._folders:
                self._folders.pop(0).rmdir()

    def _remove(self) -> None:
        """Remove the file, and its folder if it is empty, unless files have been added."""
        folder = state_folder(self.target)
        own = {folder / FILE, folder / JOURNAL}
        with suppress(OSError):
            if set(folder.iterdir()) <= own | self._beside:
                for path in own:
                    path.unlink(missing_ok=True)
                if folder not in self._folders:
                    self._folders.insert(0, folder)

    @property
    def _database(self) -> sqlite3.Connection:
        assert self._db is not None
        return self._db

    def _open(self) -> None:
        path = ":memory:"
        if self.target != "-":
            folder = state_folder(self.target)
            path = str(folder / FILE)
            self._folders += [part for part in (folder, *folder.parents) if not part.exists()]
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except FileExistsError as error:
                raise _Unreadable(f"{folder} is a file; expected a state folder") from error
            except OSError as error:
                raise SinkError(
                    f"cannot write beside {self.target}: {error.strerror or error}; choose another "
                    "path with -o"
                ) from error
        try:
            self._db = sqlite3.connect(path, timeout=0.2, isolation_level=None)
            inode = _inode(path)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("BEGIN EXCLUSIVE")
            is_new = self._check_format(self._db)
            self._db.execute("COMMIT")
            if inode != _inode(path):  # another run, which was refused, has removed it meanwhile
                self._db.close()
                return self._open()
            self._values = {
                name: _unseal(name, value)
                for name, value in self._db.execute("SELECT name, value FROM checkpoint")
            }
            self._removable = is_new or self._mere_lock
            if is_new and self.target != "-":
                self._beside = set(state_folder(self.target).iterdir())
        except sqlite3.Error as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise ResumeError(
                    f"another run is writing {self.target}; wait for it, or choose "
                    "another output with -o"
                ) from error
            if isinstance(error, sqlite3.OperationalError):
                what = f"cannot keep the state of the run beside {self.target}: {error}"
                raise _Unreadable(what, "; free the space or the permission, or") from error
            raise _Unreadable(f"the state beside {self.target} is damaged ({error})") from error
        except (ValueError, TypeError, zstandard.ZstdError) as error:
            raise _Unreadable(f"the state beside {self.target} is damaged ({error})") from error

    def _check_format(self, database: sqlite3.Connection) -> bool:
        """
        Create the table in a new file; refuse a file of another program or version.

        Returns:
            Whether the file is new.
        """
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        (application,) = database.execute("PRAGMA application_id").fetchone()
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if not tables:
            database.execute("CREATE TABLE checkpoint (name TEXT PRIMARY KEY, value BLOB)")
            database.execute(f"PRAGMA application_id = {APPLICATION}")
        elif (application, version) != (APPLICATION, FORMAT):
            raise _Unreadable(
                f"the state beside {self.target} was written by another version of hookline, or by "
                f"another program (format {version}, expected {FORMAT})"
            )
        # Written every time, as SQLite then removes the journal of a killed process.
        database.execute(f"PRAGMA user_version = {FORMAT}")
        return not tables


class _Unreadable(Exception):
    """The checkpoint cannot be read; `--fresh` replaces it."""

    def __init__(self, message: str, hint: str = ";") -> None:
        super().__init__(message)
        self.hint = hint


def remove_state(target: str) -> None:
    """
    Remove the state of a run, if there is any.

    Raises:
        OSError: The state cannot be removed.
    """
    remove(state_folder(target))


def _inode(path: str) -> int:
    """Return what tells a file from one that replaces it; 0 if there is none."""
    try:
        return os.stat(path).st_ino
    except OSError:
        return 0


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")  # escapes lone surrogates


def _seal(name: str, value: bytes) -> bytes:
    data = zstandard.compress(value)
    return _digest(name, data) + data


def _unseal(name: Any, sealed: Any) -> bytes:
    if not (isinstance(name, str) and isinstance(sealed, bytes)):  # SQLite does not check types
        raise TypeError("a row has no name or no value")
    digest, data = sealed[:DIGEST], sealed[DIGEST:]
    if digest != _digest(name, data):
        raise ValueError(f"the digest of its {name} differs")
    return zstandard.decompress(data, max_output_size=LARGEST)


def _digest(name: str, data: bytes) -> bytes:
    return hashlib.blake2b(name.encode() + b"\0" + data, digest_size=DIGEST).digest()
