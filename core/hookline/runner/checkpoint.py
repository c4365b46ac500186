"""Remember how far a run has come, beside its output, so that it can go on after a kill."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

import zstandard

from hookline.errors import ResumeError, SinkError
from hookline.files.storage import remove, state_folder

__all__ = ["Checkpoint"]

FORMAT = 2  # of what is stored; a checkpoint of another format is not read
APPLICATION = 0x686F6F6B  # "hook": tells an SQLite file of hookline from another program's
DIGEST = 16  # bytes in front of a value
LARGEST = 1 << 30  # bytes that a stored value may decompress to
FILE = "ledger.sqlite"


class Checkpoint:
    """
    The state of a run and its identity: plain JSON in an SQLite file, each replaced as a whole.

    The file is locked for as long as the checkpoint is open: two runs cannot write one output. An
    output that is a stream has a checkpoint in memory, which is lost with the process.

    Values are stored with a digest, so that damage is noticed. `fresh` discards what is there, however
    damaged, unless another run holds it.

    Raises:
        ResumeError: another run writes the output, or what is stored cannot be read.
        SinkError: nothing can be stored beside the output.
    """

    def __init__(self, target: str, fresh: bool = False) -> None:
        self.target = target
        self._db: sqlite3.Connection | None = None
        self._values: dict[str, bytes] = {}  # as JSON, so that nobody changes them
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
        """Return the state that was committed last, None in a new checkpoint."""
        data = self._values.get("state")
        return dict(json.loads(data)) if data else None

    def identity(self) -> dict[str, Any]:
        """Return what the run was begun with, empty in a new checkpoint."""
        return dict(json.loads(self._values.get("identity", b"{}")))

    def commit(self, state: dict[str, Any], identity: dict[str, Any] | None = None) -> None:
        """
        Replace the state durably; `identity` is stored once, with the first.

        Raises:
            SinkError: there is no room for it.
        """
        values = {"state": _json(state)}
        if identity is not None and "identity" not in self._values:
            values["identity"] = _json(identity)
        self._store(values)

    def replace(self, state: dict[str, Any], identity: dict[str, Any]) -> None:
        """
        Replace state and identity durably, both at once.

        Raises:
            SinkError: there is no room for them.
        """
        self._store({"state": _json(state), "identity": _json(identity)})

    def _store(self, values: dict[str, bytes]) -> None:
        rows = [(name, _seal(name, value)) for name, value in values.items()]
        try:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR REPLACE INTO checkpoint VALUES (?, ?)", rows)
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            raise SinkError(
                f"cannot keep the state of the run beside {self.target}: {error}"
            ) from error
        self._values |= values

    def clear(self) -> None:
        """Forget everything."""
        self._database.execute("DELETE FROM checkpoint")
        self._values = {}

    def close(self) -> None:
        """Close the file and release the lock."""
        if self._db is not None:
            self._db.close()
            self._db = None

    @property
    def _database(self) -> sqlite3.Connection:
        assert self._db is not None
        return self._db

    def _open(self) -> None:
        path = ":memory:"
        if self.target != "-":
            folder = state_folder(self.target)
            path = str(folder / FILE)
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except FileExistsError as error:
                raise _Unreadable(f"{folder} is a file; expected the folder of a run") from error
            except OSError as error:
                raise SinkError(
                    f"cannot write beside {self.target}: {error.strerror or error}; choose another "
                    "path with -o"
                ) from error
        try:
            self._db = sqlite3.connect(path, timeout=0.2, isolation_level=None)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("BEGIN EXCLUSIVE")
            self._check_format(self._db)
            self._db.execute("COMMIT")
            self._values = {
                name: _unseal(name, value)
                for name, value in self._db.execute("SELECT name, value FROM checkpoint")
            }
        except sqlite3.Error as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise ResumeError(
                    f"another run is writing {self.target} at this moment; wait for it, or choose "
                    "another output with -o"
                ) from error
            if isinstance(error, sqlite3.OperationalError):
                what = f"cannot keep the state of the run beside {self.target}: {error}"
                raise _Unreadable(what, "; free the space or the permission, or") from error
            raise _Unreadable(f"the state beside {self.target} is damaged ({error})") from error
        except (ValueError, TypeError, zstandard.ZstdError) as error:
            raise _Unreadable(f"the state beside {self.target} is damaged ({error})") from error

    def _check_format(self, database: sqlite3.Connection) -> None:
        """Create the table in a new file; refuse one of another program or version."""
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
        # Written every time: SQLite then removes the journal that a kill has left behind.
        database.execute(f"PRAGMA user_version = {FORMAT}")


class _Unreadable(Exception):
    """What is stored cannot be read; `--fresh` replaces it."""

    def __init__(self, message: str, hint: str = ";") -> None:
        super().__init__(message)
        self.hint = hint


def remove_state(target: str) -> None:
    """
    Remove the state of a run, whatever it is, unless the folder is not there.

    Raises:
        OSError: it cannot be removed.
    """
    remove(state_folder(target))


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")  # takes names that are no UTF-8


def _seal(name: str, value: bytes) -> bytes:
    data = zstandard.compress(value)
    return _digest(name, data) + data


def _unseal(name: str, sealed: bytes) -> bytes:
    digest, data = sealed[:DIGEST], sealed[DIGEST:]
    if digest != _digest(name, data):
        raise ValueError(f"the digest of its {name} differs")
    return zstandard.decompress(data, max_output_size=LARGEST)


def _digest(name: str, data: bytes) -> bytes:
    return hashlib.blake2b(name.encode() + b"\0" + data, digest_size=DIGEST).digest()
