"""What changed in the input between two updates of an output."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from hookline.components.source import Unreadable
from hookline.document.document import Document
from hookline.errors import ResumeError
from hookline.files.atomic import write_whole
from hookline.files.storage import remove, shown, state_folder

__all__ = ["Changes", "changes_path"]

Key = tuple[str, int]
"""An id, and the number of documents before it that have it."""


def changes_path(target: str) -> Path:
    """Return the file that lists the documents that the last update of an output found changed."""
    return state_folder(target) / "changes.jsonl"


class Changes:
    """
    The list of the documents of an update, with digests, beside its output.

    A line of the list has the id, the place and a digest of the content of a document. The list of a
    finished update is kept, and the next one is compared with it. Documents are recognized by their
    ids; where several have the same, by their order.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._kept = state_folder(target) / "documents.jsonl"
        self._new = state_folder(target) / "documents.part"
        self._file: BinaryIO | None = None

    def open(self, position: int | None) -> None:
        """
        Start a list, or continue at a position that `flush` returned.

        Raises:
            ResumeError: The list is shorter than it was.
        """
        self._file = open(self._new, "r+b" if position and self._new.exists() else "w+b")
        if self._file.seek(0, os.SEEK_END) < (position or 0):
            raise ResumeError(f"the list {self._new} is damaged; start again with --fresh")
        self._file.truncate(position or 0)
        self._file.seek(position or 0)

    def add(self, item: Document | Unreadable) -> None:
        """Add a document, or an item that could not be read."""
        if isinstance(item, Document):
            name, content = item.id, [item.raw, item.meta]
        else:
            name, content = str(item.place), [str(item.error), item.payload]
        data = repr(content).encode("utf-8", "surrogatepass")
        mark = hashlib.blake2b(data, digest_size=16).hexdigest()
        assert self._file is not None
        self._file.write(orjson.dumps([shown(name), shown(str(item.place)), mark]) + b"\n")

    def flush(self) -> int:
        """Make the list durable and return the position."""
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def compare(self) -> dict[str, int]:
        """
        Write which documents are new, changed or gone, and return their numbers and the unchanged.

        Raises:
            SinkError: The list cannot be written.
        """
        before: dict[Key, tuple[str, str]] = {}
        if self._kept.exists():
            before = {key: (place, mark) for key, place, mark in _documents(self._kept)}
        counts = dict.fromkeys(("new", "changed", "gone", "unchanged"), 0)
        lines: list[bytes] = []

        def note(change: str, key: Key, place: str) -> None:
            counts[change] += 1
            if change != "unchanged":
                entry = {"change": change, "id": key[0], "place": place}
                lines.append(orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE))

        for key, place, mark in _documents(self._new):
            old = before.pop(key, None)
            note("new" if old is None else "unchanged" if old[1] == mark else "changed", key, place)
        for key, (place, _) in before.items():
            note("gone", key, place)
        write_whole(changes_path(self._target), b"".join(lines), "list of changes")
        return counts

    def keep(self) -> None:
        """Keep the list of a finished update; also after a kill in between."""
        self.close()
        if self._new.exists():
            os.replace(self._new, self._kept)

    def forget(self) -> None:
        """Remove the lists of earlier updates, which a run that is no update makes wrong."""
        for path in (self._kept, self._new, changes_path(self._target)):
            remove(path)

    def close(self) -> None:
        """Close the list."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _documents(path: Path) -> Iterator[tuple[Key, str, str]]:
    """Yield the key, the place and the digest of each document of a list."""
    counts: dict[str, int] = {}
    with open(path, "rb") as file:
        for line in file:
            values: list[Any] = orjson.loads(line)
            number = counts.get(values[0], 0)
            counts[values[0]] = number + 1
            yield (values[0], number), values[1], values[2]
