"""The bases of sinks that write a file: part file, compression, positions, atomic publication."""

from __future__ import annotations

import os
import shutil
import sys
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from hookline.components.sink import Sink
from hookline.errors import HooklineError, ResumeError, SinkError
from hookline.files.storage import compressed, part_file, put_in_place, size_of

__all__ = ["FileSink", "SpooledSink"]

ROOM = 4 << 20  # bytes that wait in memory for the next checkpoint


class FileSink(Sink):
    """
    A sink whose encoded documents are bytes, appended to one file.

    The file grows as a part file in the run's state folder and is renamed to its final name when the
    run is finished. A name ending in `.gz` or `.zst` is compressed, in one member per checkpoint or per
    few megabytes. The options must have a `path`.
    """

    _file: BinaryIO | None = None
    _published = False

    @property
    def target(self) -> str:
        options: Any = self.options
        path = str(options.path)
        return os.path.realpath(path) if os.path.islink(path) else path

    def header(self) -> bytes:
        """Return what a new output starts with."""
        return b""

    def open(self, position: Any = None) -> None:
        self._pending: list[bytes] = []
        self._waiting = 0
        if self.target == "-":
            if sys.stdout is None:
                raise SinkError("standard output is closed; choose a file with -o")
            # Unbuffered: Python's buffered writer can take a part for the whole on a closed pipe.
            self._file = open(sys.stdout.fileno(), "wb", buffering=0, closefd=False)
        else:
            self._part = part_file(self.target)
            if position and not self._part.exists() and os.path.exists(self.target):
                self._published = True  # one of several sinks, killed while they were published
                return
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
        self._waiting += sum(map(len, chunks))
        if self._waiting > ROOM and self._file is not None:
            try:
                self._pour()
            except BrokenPipeError:
                raise
            except OSError as error:
                raise SinkError(_unwritable(self.target, error)) from error

    def flush(self) -> int:
        if self._published:
            if self._pending:
                raise ResumeError(
                    f"the unfinished output {self._part} is gone; start again with --fresh"
                )
            return size_of(self.target)
        assert self._file is not None
        try:
            self._pour()
            self._file.flush()
            if self.target == "-":
                return 0
            os.fsync(self._file.fileno())
            return self._file.tell()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise SinkError(_unwritable(self.target, error)) from error

    def publish(self) -> int:
        try:
            if (
                self._file is not None or self._published
            ):  # not a second try, after a transient error
                position = self.flush()
                if self.target == "-" or self._published:
                    return position
                assert self._file is not None
                if not position:  # an empty compressed file is still a compressed file
                    self._write(self._compressed(b""))
                    self._file.flush()
                self.close()
            self._put_in_place()
            return size_of(self.target)
        except OSError as error:
            raise SinkError(_unwritable(self.target, error)) from error

    def _put_in_place(self) -> None:
        put_in_place(self._part, self.target)

    def _compressed(self, data: bytes) -> bytes:
        return compressed(self.target, data)

    def _pour(self) -> None:
        """Hand what is waiting to the file, as one member where it is compressed."""
        data = b"".join(self._pending)
        if data:
            self._write(self._compressed(data))
        self._pending.clear()
        self._waiting = 0

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def close(self) -> None:
        if self._file is not None and self.target != "-":
            self._file.close()
        self._file = None


class SpooledSink(FileSink):
    """
    A sink whose output takes a look at all documents: made from a spool once the run is finished.

    Encoded documents are bytes that are appended to a spool beside the output, so that a killed run
    goes on. `finish` makes the output of them; it must do the same when it is called again, and what
    can be wrong with a document must have failed in `encode`.
    """

    folder: ClassVar[bool] = False
    """Whether the output is a folder and not a file."""

    @property
    def folders(self) -> list[str]:
        return [self.target] if self.folder else []

    @abstractmethod
    def finish(self, spool: BinaryIO, final: Path) -> None:
        """Make the output, a file or folder `final`, of the spool: the encoded documents, joined."""

    def open(self, position: Any = None) -> None:
        if self.target == "-":
            raise SinkError(
                f"the sink `{self.name}` cannot write to standard output; choose a path with -o"
            )
        super().open(position)

    def _put_in_place(self) -> None:
        final = self._part.with_name("final")
        shutil.rmtree(final, ignore_errors=True)
        try:
            with open(self._part, "rb") as spool:
                self.finish(spool, final)
        except (HooklineError, OSError):
            raise
        except Exception as error:
            raise SinkError(
                f"cannot make {self.target} of what has been spooled in {self._part}: "
                f"{type(error).__name__}: {error}; run the same command again to try again"
            ) from error
        _make_durable(final)
        put_in_place(final, self.target)
        self._part.unlink()

    def _compressed(self, data: bytes) -> bytes:
        return data


def _make_durable(path: Path) -> None:
    if path.is_dir():  # thousands of files, one by one, would take longer than the run
        os.sync()
        return
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def _unwritable(target: str, error: OSError) -> str:
    return (
        f"cannot write {target}: {error.strerror or error}; free the space or the permission, or "
        "choose another path with -o, then run the same command again"
    )
