"""The dead-letter file: every failed document, with what is needed to understand and replay it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

import orjson

from hookline.components.work import Failure
from hookline.errors import ResumeError, SinkError
from hookline.files.storage import stem

__all__ = ["DeadLetters", "default_path", "remove_dead_letters", "to_letter"]

BLOCK = 1 << 20  # bytes that are checked at once

Mark = dict[str, Any]
"""What a dead-letter file is known by: path, inode, size and CRC-32, and the path asked for."""


def default_path(target: str) -> str:
    """Return where the dead letters of an output go when the config does not say."""
    if target == "-":
        return "hookline.failures.jsonl"
    path = Path(target)
    return str(path.with_name(f"{stem(path.name)}.failures.jsonl"))


def to_letter(failure: Failure, config: str) -> dict[str, Any]:
    """Return a failure as the dead-letter contract has it."""
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


def remove_dead_letters(mark: Mark) -> None:
    """Remove the file that a mark describes, unless it has been replaced or changed since."""
    with suppress(OSError):
        if _is_same(mark):
            os.unlink(mark["path"])


class DeadLetters:
    """
    A file of JSON lines that grows as documents fail; it does not exist while none has.

    It is this run's alone. Where the path is taken by a file of another run, or by any other file, the
    first free name is used: PATH.1, PATH.2 and so on. `path` says which. What an earlier run reported
    as its dead letters therefore stays what it was.

    A kill at any moment leaves no file behind that the next attempt does not recognize: before a file
    is created, `claim` stores its path, and before it is written, its inode.

    Args:
        asked: The path that the config names, or the default.
        config: What the letters say about the config.
        mark: What `flush` returned last, or what was claimed; None in a new run.
        claim: Makes a mark durable.

    Raises:
        ResumeError: the file of the interrupted run is gone, damaged or another's.
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
                    f"the dead letters {mark['path']} of the interrupted run are gone, damaged or "
                    "another's; start again with --fresh"
                )
            self._file = open(self.path, "r+b")
            self._file.truncate(mark["size"])

    def add(self, failure: Failure) -> None:
        """
        Append a failure; it is in the file, whose name is chosen now, after the next `flush`.

        Raises:
            SinkError: the name cannot be remembered.
        """
        if self._mark is None:
            self._choose_path()
        letter = to_letter(failure, self.config)
        try:
            line = orjson.dumps(letter, default=str)
        except TypeError:  # a lone surrogate, or a number beyond 64 bits: say it in ASCII
            line = json.dumps(letter, default=str).encode()
        self._pending.append(line + b"\n")

    def flush(self) -> Mark | None:
        """
        Make all letters durable and return what the file is known by, None while there is none.

        Raises:
            SinkError: the file cannot be written.
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
        """Remove a file that was created before a kill and turned out not to be needed."""
        if self._mark and not self._mark["size"] and not self._pending:
            remove_dead_letters(self._mark)
            self._mark = None

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()
            self._file = None

    def _choose_path(self) -> None:
        """Claim the first name that is free."""
        number = 0
        while os.path.lexists(path := f"{self.asked}.{number}" if number else self.asked):
            number += 1
        self.path = path
        self._set_mark(None)

    def _create(self) -> BinaryIO:
        """Create the file that has been claimed, or one with another name if that is taken."""
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        file = self._reopen() if self._is_inherited else None
        while file is None:
            file = self._open()
        self._set_mark(os.fstat(file.fileno()).st_ino)
        return file

    def _open(self) -> BinaryIO | None:
        """Create the file; choose another path where another run was quicker."""
        try:
            return open(self.path, "x+b")
        except FileExistsError:
            self._choose_path()
            return None

    def _reopen(self) -> BinaryIO | None:
        """Open the file of an attempt that was killed before its next checkpoint, if it is there."""
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
    """Tell whether the file that a mark describes is still the one of that name, undamaged."""
    try:
        with open(mark["path"], "rb") as file:
            if mark["inode"] is None:  # killed when it was created, if it was
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
