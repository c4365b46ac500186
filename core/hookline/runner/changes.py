"""What changed in the input between two updates of an output."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from hookline.components.source import Unreadable
from hookline.document.document import Document
from hookline.errors import ResumeError, SinkError
from hookline.files.atomic import write_whole
from hookline.files.storage import remove, shown, state_folder

__all__ = ["Changes", "changes_path"]

Key = tuple[str, int]
"""An id, and the number of documents before it that have it."""

Mark = dict[str, Any]
"""The size of a list in bytes, and the digest of its content."""

BLOCK = 1 << 20  # bytes read at once
LONGEST_MARK = 1000  # bytes


def changes_path(target: str) -> Path:
    """Return the file that lists the documents that the last update of an output found changed."""
    return state_folder(target) / "changes.jsonl"


class Changes:
    """
    The list of the documents of an update, with digests, beside its output.

    A line of the list has the id, the place and a digest of the content of a document. The list of a
    finished update is kept, and the next one is compared with it. Documents are recognized by their
    ids; where several have the same, by their order.

    The mark of a list is its size in bytes and its digest; the last line of a kept list is its mark, so
    that damage is recognized. All methods raise a `SinkError` if a list cannot be written.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._kept = state_folder(target) / "documents.jsonl"
        self._new = state_folder(target) / "documents.part"
        self._file: BinaryIO | None = None
        self._digest = _new_digest()

    def check(self) -> None:
        """
        Check that the list of the last update is whole.

        Raises:
            ResumeError: It is damaged.
        """
        if self._kept.exists() and not _is_whole(self._kept):
            raise ResumeError(
                f"the list {self._kept} of the documents of the last update is damaged; remove it "
                "and run the same command again, which then counts every document as new"
            )

    def open(self, mark: Mark | None) -> None:
        """
        Start a list, or continue the one whose mark `flush` returned, also if it has been kept since.

        Raises:
            ResumeError: The list, or that of the last update, is damaged.
        """
        with self._writing():
            if mark is None:
                self.check()
                remove(self._new)
                self._file = open(self._new, "x+b")
                return
            if not _has(self._new, mark):
                if not _has(self._kept, mark):
                    raise ResumeError(
                        f"the list {self._new} of the documents of the run is missing or damaged; "
                        "start again with --fresh"
                    )
                remove(self._new)
                shutil.copyfile(self._kept, self._new)
            self.check()
            self._digest = _digest(self._new, mark["size"])
            self._file = open(self._new, "r+b")
            self._file.truncate(mark["size"])
            self._file.seek(mark["size"])

    def add(self, item: Document | Unreadable) -> None:
        """Add a document, or an item that could not be read."""
        if isinstance(item, Document):
            name, content = item.id, [item.raw, item.meta]
        else:
            name, content = str(item.place), [str(item.error), item.payload]
        data = repr(content).encode("utf-8", "surrogatepass")
        mark = hashlib.blake2b(data, digest_size=16).hexdigest()
        assert self._file is not None
        line = orjson.dumps([shown(name), shown(str(item.place)), mark]) + b"\n"
        with self._writing():
            self._file.write(line)
        self._digest.update(line)

    def flush(self) -> Mark:
        """Make the list durable and return its mark."""
        assert self._file is not None
        with self._writing():
            self._file.flush()
            os.fsync(self._file.fileno())
            return {"size": self._file.tell(), "digest": self._digest.hexdigest()}

    def compare(self) -> dict[str, int]:
        """
        Write which documents are new, changed or gone, and return their numbers and the unchanged.

        Raises:
            ResumeError: The list of the last update is damaged.
        """
        self.check()
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

    def keep(self, mark: Mark | None) -> None:
        """Keep the list of a finished update, with its mark; also after a kill in between."""
        self.close()
        if mark is None or not _has(self._new, mark):
            return
        with self._writing():
            with open(self._new, "r+b") as file:
                file.truncate(mark["size"])
                file.seek(mark["size"])
                file.write(orjson.dumps(mark) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(self._new, self._kept)

    def forget(self) -> None:
        """Remove the lists of earlier updates, which a run that is no update makes wrong."""
        for path in (self._kept, self._new, changes_path(self._target)):
            remove(path)

    def close(self) -> None:
        """Close the list; what `flush` has not made durable is added again by the next attempt."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SinkError(
                f"cannot write the list of documents {self._new}: {error.strerror or error}; free "
                "the space or the permission, and run the same command again to continue"
            ) from error


def _new_digest() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=16)


def _digest(path: Path, size: int) -> hashlib.blake2b:
    """Return the digest of the first `size` bytes of a file."""
    digest = _new_digest()
    with open(path, "rb") as file:
        while size and (block := file.read(min(size, BLOCK))):
            digest.update(block)
            size -= len(block)
    return digest


def _has(path: Path, mark: Mark) -> bool:
    """Return whether a file begins with the list of a mark."""
    try:
        return path.stat().st_size >= mark["size"] and bool(
            _digest(path, mark["size"]).hexdigest() == mark["digest"]
        )
    except (OSError, TypeError):
        return False


def _is_whole(path: Path) -> bool:
    """Return whether a file is a list and its mark."""
    try:
        with open(path, "rb") as file:
            file.seek(max(0, path.stat().st_size - LONGEST_MARK))
            last = file.read().splitlines(keepends=True)[-1]
        mark = orjson.loads(last)
        size = path.stat().st_size - len(last)
        return bool(mark["size"] == size) and _has(path, mark)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _documents(path: Path) -> Iterator[tuple[Key, str, str]]:
    """Yield the key, the place and the digest of each document of a whole list."""
    counts: dict[str, int] = {}
    with open(path, "rb") as file:
        for line in file:
            values: list[Any] | Mark = orjson.loads(line)
            if isinstance(values, dict):  # the last line
                return
            number = counts.get(values[0], 0)
            counts[values[0]] = number + 1
            yield (values[0], number), values[1], values[2]
