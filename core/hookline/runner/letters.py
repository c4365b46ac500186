"""The dead-letter file: every failed document, with what is needed to understand and replay it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from hookline.errors import ResumeError, SinkError
from hookline.runner.outcome import Failure

__all__ = ["DeadLetters", "default_path", "to_letter"]


def default_path(target: str) -> str:
    """Return where the dead letters of an output go when the config does not say."""
    if target == "-":
        return "hookline.failures.jsonl"
    path = Path(target)
    return str(path.with_name(f"{path.name.split('.')[0] or path.name}.failures.jsonl"))


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


class DeadLetters:
    """
    A file of JSON lines that grows as documents fail; it does not exist while none has.

    A file that an earlier run left there is moved aside, never overwritten.
    """

    def __init__(self, path: str, config: str, position: int | None) -> None:
        self.path = path
        self.config = config
        self._position = position
        self._pending: list[bytes] = []
        self._file: BinaryIO | None = None
        if position is not None:
            self._open()

    def add(self, failure: Failure) -> None:
        """Append a failure; it is in the file after the next `flush`."""
        letter = to_letter(failure, self.config)
        try:
            line = orjson.dumps(letter, default=str)
        except TypeError:  # a lone surrogate: say it in ASCII
            import json

            line = json.dumps(letter, default=str).encode()
        self._pending.append(line + b"\n")

    def flush(self) -> int | None:
        """Make all letters durable and return the length of the file, None while there is none."""
        if not self._pending:
            return self._position
        try:
            file = self._file or self._open()
            file.write(b"".join(self._pending))
            self._pending.clear()
            file.flush()
            os.fsync(file.fileno())
            self._position = file.tell()
        except OSError as error:
            raise SinkError(
                f"cannot write the dead letters to {self.path}: {error.strerror or error}; set "
                "failures.path to a place with room and permission"
            ) from error
        return self._position

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def _open(self) -> BinaryIO:
        path = Path(self.path)
        if self._position is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            _set_aside(path)
            self._file = open(path, "xb")
        else:
            if not path.exists() or path.stat().st_size < self._position:
                raise ResumeError(
                    f"the dead letters {path} of the interrupted run are gone or cut; start again "
                    "with --fresh"
                )
            self._file = open(path, "r+b")
            self._file.truncate(self._position)
            self._file.seek(self._position)
        return self._file


def _set_aside(path: Path) -> None:
    """Move an earlier file out of the way, under the first free number."""
    if not path.exists():
        return
    number = 1
    while (aside := path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    path.rename(aside)
