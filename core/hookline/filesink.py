"""The base of sinks that write one file: part file, compression, positions, atomic publication."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from hookline.errors import ResumeError, SinkError
from hookline.sink import Sink
from hookline.storage import compressed, part_file

__all__ = ["FileSink"]


class FileSink(Sink):
    """
    A sink whose encoded documents are bytes, appended to one file.

    The file grows as a part file in the run's state folder and is renamed to its final name when the
    run is finished. A name ending in `.gz` or `.zst` is compressed, in one member per checkpoint. The
    options must have a `path`.
    """

    _file: BinaryIO | None = None

    @property
    def target(self) -> str:
        path = str(self.options.path)
        return os.path.realpath(path) if os.path.islink(path) else path

    def header(self) -> bytes:
        """Return what a new output starts with."""
        return b""

    def open(self, position: Any = None) -> None:
        self._pending: list[bytes] = []
        if self.target == "-":
            if sys.stdout is None:
                raise SinkError("standard output is closed; choose a file with -o")
            # Unbuffered: Python's buffered writer can take a part for the whole on a closed pipe.
            self._file = open(sys.stdout.fileno(), "wb", buffering=0, closefd=False)
        else:
            self._part = part_file(self.target)
            try:
                self._part.parent.mkdir(parents=True, exist_ok=True)
                self._file = open(self._part, "r+b" if position else "w+b")
                if position:
                    if os.fstat(self._file.fileno()).st_size < position:
                        raise ResumeError(
                            f"the unfinished output {self._part} is shorter than it was; start "
                            "again with --fresh"
                        )
                    self._file.truncate(position)
                    self._file.seek(position)
            except OSError as error:
                raise SinkError(_unwritable(self.target, error)) from error
        if not position:
            self._pending.append(self.header())

    def write(self, chunks: Sequence[bytes]) -> None:
        self._pending += chunks

    def flush(self) -> int:
        assert self._file is not None
        data = b"".join(self._pending)
        try:
            if data:
                self._write(compressed(self.target, data))
            self._file.flush()
            self._pending.clear()
            if self.target == "-":
                return 0
            os.fsync(self._file.fileno())
            return self._file.tell()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise SinkError(_unwritable(self.target, error)) from error

    def publish(self) -> int:
        position = self.flush()
        if self.target == "-":
            return 0
        assert self._file is not None
        try:
            if not position:  # an empty compressed file is still a compressed file
                self._write(compressed(self.target, b""))
                self._file.flush()
                position = self._file.tell()
            self.close()
            os.replace(self._part, Path(self.target))
            return position
        except OSError as error:
            raise SinkError(_unwritable(self.target, error)) from error

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def close(self) -> None:
        if self._file is not None and self.target != "-":
            self._file.close()
        self._file = None


def _unwritable(target: str, error: OSError) -> str:
    return (
        f"cannot write {target}: {error.strerror or error}; free the space or the permission, or "
        "choose another path with -o, then run the same command again"
    )
