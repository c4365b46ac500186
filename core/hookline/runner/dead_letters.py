"""The dead-letter file: every failed document, with its error and the payload for a replay."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

import orjson

from hookline.components.outcomes import Failure
from hookline.errors import ResumeError, SinkError
from hookline.files.storage import stem

__all__ = ["DeadLetters", "default_path", "read_dead_letters", "remove_dead_letters", "to_letter"]

BLOCK = 1 << 20  # bytes to read at a time

Mark = dict[str, Any]
"""Identifies a dead-letter file: path, inode, size and CRC-32, and the requested path."""


def default_path(target: str) -> str:
    """Return the default path of the dead letters of an output; they are always on this machine."""
    if target == "-":
        return "hookline.failures.jsonl"
    if "://" in target:
        return f"{stem(target.rstrip('/').rpartition('/')[2])}.failures.jsonl"
    path = Path(target)
    return str(path.with_name(f"{stem(path.name)}.failures.jsonl"))


def to_letter(failure: Failure, config: str) -> dict[str, Any]:
    """Return the dead letter of a failure."""
    return {
        "id": failure.id,
        "place": str(failure.place),
        "stage": failure.stage,
        "error": {
            "type": failure.error,
            "message": failure.message,
            "traceback": failure.traceback,
        },
        "attempts": failure.attempts,
        "config": config,
        "payload": failure.payload,
    }


def read_dead_letters(mark: Mark) -> bytes:
    """
    Return the content of the file that a mark describes, which may be a copy of the original.

    Raises:
        ResumeError: The file is missing or changed.
    """
    try:
        data = Path(mark["path"]).read_bytes()
    except OSError as error:
        raise ResumeError(
            f"cannot read the dead letters {mark['path']}: {error.strerror}"
        ) from error
    if (len(data), crc32(data)) != (mark["size"], mark["checksum"]):
        raise ResumeError(
            f"the dead letters {mark['path']} have been changed since they were written"
        )
    return data


def remove_dead_letters(mark: Mark) -> None:
    """Remove the file that a mark identifies, unless it has been replaced or changed."""
    with suppress(OSError):
        if _is_same(mark):
            os.unlink(mark["path"])


class DeadLetters:
    """
    A file of JSON lines, created when the first document fails.

    Only this run writes it. If the path is in use by another run or another file, the first free name
    of PATH.1, PATH.2 and so on is used, and is the value of `path`. Dead letters of earlier runs are
    therefore kept.

    After a kill at any time, the next attempt recognizes the file: before a file is created, `claim`
    stores its path, and before it is written, its inode.

    Args:
        asked: The path that the config names, or the default.
        config: The identification of the config in the letters.
        mark: The last mark returned by `flush` or passed to `claim`; None in a new run.
        claim: Stores a mark durably.

    Raises:
        ResumeError: The file of the interrupted run is missing, damaged or replaced.
    """

    def __init__(
        self, asked: str, config: str, mark: Mark | None, claim: Callable[[Mark], None]
    ) -> None:
        self.asked = asked
        self.path = mark["path"] if mark else asked
        self.config = config
        self._mark = mark
        self._is_inherited = mark is not None
        self._claim = claim
        self._pending: list[bytes] = []
        self._file: BinaryIO | None = None
        if mark and mark["size"]:
            if not _is_same(mark):
                raise ResumeError(
                    f"the dead letters {mark['path']} of the interrupted run are missing, damaged or "
                    "replaced; start again with --fresh"
                )
            self._file = open(self.path, "r+b")
            self._file.truncate(mark["size"])

    def add(self, failure: Failure) -> None:
        """
        Append a failure; it is written at the next `flush`, but the path is chosen now.

        Raises:
            SinkError: The path cannot be stored.
        """
        letter = to_letter(failure, self.config)
        try:
            line = orjson.dumps(letter, default=str)
        except TypeError:  # a lone surrogate, or a number beyond 64 bits
            line = json.dumps(letter, default=str).encode()
        self.add_lines(line + b"\n")

    def add_lines(self, lines: bytes) -> None:
        """
        Append dead letters, as `add` does.

        Raises:
            SinkError: The path cannot be stored.
        """
        if self._mark is None:
            self._choose_path()
        self._pending.append(lines)

    def flush(self) -> Mark | None:
        """
        Make all letters durable and return the mark of the file, or None if there is no file.

        Raises:
            SinkError: The file cannot be written.
        """
        if not self._pending:
            return self._mark
        try:
            if self._file is None:
                self._file = self._create()
            assert self._mark is not None
            data = b"".join(self._pending)
            self._file.seek(self._mark["size"])
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise SinkError(
                f"cannot write the dead letters to {self.path}: {error.strerror or error}; set "
                "failures.path to a place with room and permission"
            ) from error
        self._mark = {
            **self._mark,
            "size": self._mark["size"] + len(data),
            "checksum": crc32(data, self._mark["checksum"]),
        }
        self._pending.clear()
        return self._mark

    def discard_empty(self) -> None:
        """Remove an empty file that was created before a kill."""
        if self._mark and not self._mark["size"] and not self._pending:
            remove_dead_letters(self._mark)
            self._mark = None

    def close(self) -> None:
        """Close the file; what `flush` has not made durable is added again by the next attempt."""
        if self._file:
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _choose_path(self) -> None:
        """Choose and claim the first free path."""
        number = 0
        while os.path.lexists(path := f"{self.asked}.{number}" if number else self.asked):
            number += 1
        self.path = path
        self._set_mark(None)

    def _create(self) -> BinaryIO:
        """Create the claimed file, or another one if the path is in use."""
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        file = self._reopen() if self._is_inherited else None
        while file is None:
            file = self._open()
        self._set_mark(os.fstat(file.fileno()).st_ino)
        return file

    def _open(self) -> BinaryIO | None:
        """Create the file; choose another path if another run has created it."""
        try:
            return open(self.path, "x+b")
        except FileExistsError:
            self._choose_path()
            return None

    def _reopen(self) -> BinaryIO | None:
        """Open the file of an attempt that was killed before its next checkpoint, if it exists."""
        inode = self._mark["inode"] if self._mark else None
        try:
            status = os.stat(self.path)
            if status.st_ino != inode and (inode is not None or status.st_size):
                return None
            file = open(self.path, "r+b")
        except FileNotFoundError:
            return None
        file.truncate()
        return file

    def _set_mark(self, inode: int | None) -> None:
        self._mark = {
            "asked": self.asked, "path": self.path, "inode": inode, "size": 0, "checksum": 0,
        }  # fmt: skip
        self._claim(self._mark)


def _is_same(mark: Mark) -> bool:
    """Return whether the file that a mark identifies still exists, undamaged."""
    try:
        with open(mark["path"], "rb") as file:
            if mark["inode"] is None:  # killed before or just after it was created
                return not os.fstat(file.fileno()).st_size
            if os.fstat(file.fileno()).st_ino != mark["inode"]:
                return False
            remaining, checksum = mark["size"], 0
            while remaining and (block := file.read(min(remaining, BLOCK))):
                checksum = crc32(block, checksum)
                remaining -= len(block)
            return not remaining and checksum == mark["checksum"]
    except OSError:
        return False
