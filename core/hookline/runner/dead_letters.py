"""The dead-letter file: every failed document, with what is needed to understand and replay it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from hookline.components.work import Failure
from hookline.errors import ResumeError, SinkError
from hookline.files.storage import stem

__all__ = ["DeadLetters", "default_path", "is_ours", "to_letter"]

HEAD = 4096  # bytes by which a file is known again


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


def is_ours(mark: dict[str, Any]) -> bool:
    """Tell whether the file that a ledger remembers is still the one that stands there."""
    try:
        with open(mark["path"], "rb") as file:
            size = os.fstat(file.fileno()).st_size
            return size >= mark["position"] and _mark(mark["path"], file, mark["position"]) == mark
    except OSError:
        return False


def _mark(path: str, file: BinaryIO, position: int) -> dict[str, Any]:
    file.seek(0)
    head = hashlib.sha256(file.read(min(HEAD, position))).hexdigest()
    inode = os.fstat(file.fileno()).st_ino
    return {"path": path, "position": position, "inode": inode, "head": head}


class DeadLetters:
    """
    A file of JSON lines that grows as documents fail; it does not exist while none has.

    A file that another run left there is moved aside, never overwritten.
    """

    def __init__(self, path: str, config: str, mark: dict[str, Any] | None) -> None:
        self.path = path
        self.config = config
        self._mark = mark
        self._pending: list[bytes] = []
        self._file: BinaryIO | None = None
        if mark:
            if not is_ours(mark):
                raise ResumeError(
                    f"the dead letters {path} of the interrupted run are gone or another's; start "
                    "again with --fresh"
                )
            self._file = open(path, "r+b")
            self._file.truncate(mark["position"])
            self._file.seek(mark["position"])

    def add(self, failure: Failure) -> None:
        """Append a failure; it is in the file after the next `flush`."""
        letter = to_letter(failure, self.config)
        try:
            line = orjson.dumps(letter, default=str)
        except TypeError:  # a lone surrogate, or a number beyond 64 bits: say it in ASCII
            line = json.dumps(letter, default=str).encode()
        self._pending.append(line + b"\n")

    def flush(self) -> dict[str, Any] | None:
        """Make all letters durable and return what the file is known by, None while there is none."""
        if not self._pending:
            return self._mark
        try:
            file = self._file = self._file or self._create()
            file.seek(self._mark["position"] if self._mark else 0)
            file.write(b"".join(self._pending))
            file.flush()
            os.fsync(file.fileno())
            position = file.tell()
            self._mark = _mark(self.path, file, position)
        except OSError as error:
            raise SinkError(
                f"cannot write the dead letters to {self.path}: {error.strerror or error}; set "
                "failures.path to a place with room and permission"
            ) from error
        self._pending.clear()
        return self._mark

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def _create(self) -> BinaryIO:
        path = Path(self.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _set_aside(path)
        return open(path, "x+b")


def _set_aside(path: Path) -> None:
    """Move an earlier file out of the way, under the first free number."""
    if not path.exists():
        return
    number = 1
    while (aside := path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    path.rename(aside)
