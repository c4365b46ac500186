"""Remember how far a run has come, beside its output, so that it can go on after a kill."""

from __future__ import annotations

import sqlite3
from typing import Any

import orjson

from hookline.errors import ResumeError, SinkError
from hookline.files.storage import state_folder

__all__ = ["Checkpoint"]


class Checkpoint:
    """
    One record of plain JSON values in a SQLite file, replaced as a whole by each `commit`.

    The file is locked for as long as the ledger is open: two runs cannot write one output. An output
    that is a stream has a ledger in memory, which nothing outlives.
    """

    def __init__(self, target: str, fresh: bool = False) -> None:
        self.target = target
        try:
            self._open()
        except ResumeError:
            if not fresh or not self._damaged:
                raise
            (state_folder(target) / "ledger.sqlite").unlink()
            self._open()

    _damaged = False

    def _open(self) -> None:
        target = self.target
        try:
            if target == "-":
                self._db = sqlite3.connect(":memory:", isolation_level=None)
            else:
                folder = state_folder(target)
                folder.mkdir(parents=True, exist_ok=True)
                self._db = sqlite3.connect(
                    folder / "ledger.sqlite", timeout=0.2, isolation_level=None
                )
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS state (id INTEGER PRIMARY KEY, value BLOB)"
            )
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise ResumeError(
                    f"another run is writing {target} at this moment; wait for it, or choose "
                    "another output with -o"
                ) from error
            raise SinkError(f"cannot keep the state of the run beside {target}: {error}") from error
        except OSError as error:
            raise SinkError(
                f"cannot write beside {target}: {error.strerror or error}; choose another path "
                "with -o"
            ) from error
        except sqlite3.DatabaseError as error:
            self._damaged = True
            raise ResumeError(
                f"the state beside {target} is damaged ({error}); start again with --fresh"
            ) from error

    def read(self) -> dict[str, Any] | None:
        """Return what was committed last, None in a new ledger."""
        row = self._db.execute("SELECT value FROM state WHERE id = 1").fetchone()
        return dict(orjson.loads(row[0])) if row else None

    def commit(self, state: dict[str, Any]) -> None:
        """
        Replace the record, durably.

        Raises:
            SinkError: there is no room for it.
        """
        try:
            self._db.execute(
                "INSERT OR REPLACE INTO state (id, value) VALUES (1, ?)", (orjson.dumps(state),)
            )
        except sqlite3.Error as error:
            raise SinkError(
                f"cannot keep the state of the run beside {self.target}: {error}"
            ) from error

    def clear(self) -> None:
        """Forget everything."""
        self._db.execute("DELETE FROM state")

    def close(self) -> None:
        """Close the file and let go of the lock."""
        self._db.close()
