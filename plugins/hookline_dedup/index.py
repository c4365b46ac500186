"""The index: a SQLite file with the verdict on each document."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from hookline import PluginError
from hookline_dedup.options import SimilarityOptions

__all__ = ["KEPT", "VERDICTS", "VerdictIndex", "write_index"]

VERDICTS = ("kept", "duplicate", "near duplicate")
KEPT = 0
FORMAT = 1


def write_index(path: str, options: SimilarityOptions, verdicts: Iterable[tuple[int, int]]) -> None:
    """Write an index of document keys and verdicts atomically; of equal keys the first counts."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    part = Path(f"{path}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")  # an interrupted index is written again
        database.execute("PRAGMA synchronous = OFF")
        database.execute("CREATE TABLE verdict (identity INTEGER PRIMARY KEY, verdict INTEGER)")
        database.execute("CREATE TABLE made (likeness TEXT)")
        database.execute("BEGIN")
        database.executemany("INSERT OR IGNORE INTO verdict VALUES (?, ?)", verdicts)
        database.execute("INSERT INTO made VALUES (?)", (_describe(options),))
        database.execute("COMMIT")
    with open(part, "rb") as file:
        os.fsync(file.fileno())
    os.replace(part, path)


class VerdictIndex:
    """
    An index that is open for reading.

    Raises:
        PluginError: the file is missing, is no index, or was made with other options.
    """

    def __init__(self, path: str, options: SimilarityOptions) -> None:
        self.path = path
        hint = "run `hookline dedup` with this config and input first"
        if not os.path.isfile(path):
            raise PluginError(f"there is no index {path}: {hint}")
        try:
            self._database = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
            try:
                made = self._database.execute("SELECT likeness FROM made").fetchone()
            except BaseException:
                self.close()
                raise
        except sqlite3.Error as error:
            raise PluginError(f"{path} is no index ({error}): {hint}") from error
        if made is None or made[0] != _describe(options):
            self.close()
            raise PluginError(f"the index {path} was made with other options or versions: {hint}")

    def verdict(self, key: int) -> int | None:
        """Return the verdict on the document with a key, or None if it is not in the index."""
        query = "SELECT verdict FROM verdict WHERE identity = ?"
        row: Any = self._database.execute(query, (key,)).fetchone()
        return None if row is None else int(row[0])

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def _describe(options: SimilarityOptions) -> str:
    """Return what an index depends on: its format, the hash algorithm and the options."""
    from rensa import RMinHash

    made = {"format": FORMAT, "minhash": RMinHash.ALGORITHM_VERSION, "near": options.near}
    return json.dumps({**made, "run": options.run})
