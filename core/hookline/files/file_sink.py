"""Base classes of sinks that write a file: part file, compression, atomic publication."""

from __future__ import annotations

import os
import shutil
import sys
from abc import abstractmethod
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar
from zlib import crc32

from hookline.components.sink import Sink
from hookline.errors import (
    HooklineError,
    OutcomeError,
    ResumeError,
    SinkError,
    described,
    with_article,
)
from hookline.files.addresses import is_address
from hookline.files.compression import Compression, compression_of
from hookline.files.reading import open_input
from hookline.files.storage import remove, state_folder
from hookline.files.targets import deliver_to, target_exists, target_size

__all__ = ["FileSink", "SpooledSink"]

BLOCK = 1 << 20  # bytes to read at a time
BUFFER = 4 << 20  # bytes to buffer in memory until the next checkpoint
MEMBER = 1 << 20  # bytes of a compressed member, before compression


class FileSink(Sink):
    """
    A sink that appends encoded documents, as bytes, to one file.

    The sink writes to a local part file in the run's state folder, and `deliver` gives it its final
    name when the run is finished. A file name ending such as `.gz` selects a compression. Every
    member but the last has the same number of bytes before compression, so that the bytes of the file
    depend neither on batches nor on interruptions. The options must have a `path`.

    A position is the size of the part file and the CRC-32 of its content, to detect damage between
    attempts, and for a compressed file the bytes that do not fill a member yet, in Base64.
    """

    workspace: Path | None = None
    """The folder of the unfinished output; the state folder of the run by default."""

    compresses = True
    grows = True
    stores = True

    _file: BinaryIO | None = None
    _compression: Compression | None = None
    _published = False
    _size: int = 0
    _checksum: int = 0

    @property
    def target(self) -> str:
        options: Any = self.options
        path = str(options.path)
        return os.path.realpath(path) if os.path.islink(path) else path

    def header(self) -> bytes:
        """Return the first bytes of a new output."""
        return b""

    def check_chunk(self, chunk: Any) -> None:
        if type(chunk) is not bytes and not isinstance(chunk, bytearray | bytes):
            raise OutcomeError(
                f"`encode` of the sink `{self.name}` gave {with_article(type(chunk))} for a document; "
                "expected bytes"
            )

    def open(self, position: Any = None) -> None:
        self._size, self._checksum, *unfilled = position or (0, 0)
        self._pending: list[bytes] = [b64decode(data) for data in unfilled]
        self._waiting = sum(map(len, self._pending))
        self._written = False  # since it was opened
        self._compression = compression_of(self.target) if self.compresses else None
        if self.target == "-":
            if sys.stdout is None:
                raise SinkError("standard output is closed; choose a file with -o")
            # Unbuffered, as Python's buffered writer can ignore a partial write to a closed pipe.
            self._file = open(sys.stdout.fileno(), "wb", buffering=0, closefd=False)
        else:
            self._part = (self.workspace or state_folder(self.target)) / "part"
            if position and not self._part.exists() and not self.lost():
                self._published = True  # before a kill that prevented other sinks
                return
            try:
                self._part.parent.mkdir(parents=True, exist_ok=True)
                self._file = open(self._part, "r+b" if position else "w+b")
                if position:
                    self._resume_part(self._file)
            except OSError as error:
                raise SinkError(_unwritable(self.target, error)) from error
        if not position:
            self._pending.append(self.header())

    def write(self, chunks: Sequence[bytes]) -> None:
        self._written = self._written or bool(chunks)
        self._pending += chunks
        self._waiting += sum(map(len, chunks))
        if self._waiting > BUFFER and (self._published or self._file is not None):
            try:
                if self._published:
                    self._reopen()
                self._write_pending()
            except BrokenPipeError:
                raise
            except OSError as error:
                raise SinkError(_unwritable(self.target, error)) from error

    def join(self, outputs: Sequence[str]) -> None:
        header = self.header()
        for output in outputs:
            try:
                with open_input(output, sys.maxsize) as file:
                    if file.read(len(header)) != header:
                        raise SinkError(f"{output} does not begin with {header[:80]!r}")
                    while block := file.read(BLOCK):
                        self.write([block])
            except (OSError, EOFError) as error:
                raise SinkError(f"cannot append {output} to {self.target}: {error}") from error

    def flush(self) -> list[Any]:
        if self._published and not self._written:
            return self._position()
        if self._published:
            self._reopen()
        assert self._file is not None
        try:
            self._write_pending()
            if self.target != "-":
                self._sync(self._file)
            return self._position()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise SinkError(_unwritable(self.target, error)) from error

    def publish(self) -> int:
        self.put_in_place()
        try:
            return self._size if self.target == "-" else self.published_size()
        except OSError as error:
            raise SinkError(_unwritable(self.target, error)) from error

    def put_in_place(self) -> None:
        """
        Publish the finished output without looking at it after: another program may have taken it away.

        Raises:
            SinkError: It cannot be written.
        """
        try:
            if self._published and self._written:
                self._reopen()
            if self._file is not None:  # None if this is a retry after a transient error
                self.flush()
                if self.target == "-":
                    return
                if self._compression and (self._pending or not self._size):
                    # The last member, which a later `_reopen` removes; an empty file has one, too.
                    self._write(self._compression.compress(b"".join(self._pending)))
                    self._sync(self._file)
                self.close()
            if not self._published:
                self._finish_and_deliver()
        except OSError as error:
            raise SinkError(_unwritable(self.target, error)) from error

    def deliver(self, finished: Path) -> None:
        """
        Move a finished local file or folder to the target atomically, replacing what is there.

        An address is uploaded to. Override it, with `lost` and `published_size`, for other storage. It
        must be idempotent, as it is called again after a kill.

        Raises:
            OSError: The move failed; the same command retries it.
        """
        deliver_to(self.target, finished)

    def lost(self) -> list[str]:
        return [name for name in self.targets if name != "-" and not target_exists(name)]

    def published_size(self) -> int:
        size = target_size(self.target)
        return super().published_size() if size is None else size

    def _reopen(self) -> None:
        """
        Continue a published output in a copy of it, as a run with a larger limit does.

        Raises:
            ResumeError: It is not what was published, or cannot be continued.
        """
        if not self.grows or is_address(self.target):
            raise ResumeError(
                f"the unfinished output {self._part} no longer exists; start again with --fresh"
            )
        try:
            copy = self._part.with_name("copy")
            shutil.copyfile(self.target, copy)
            os.replace(copy, self._part)
            self._file = open(self._part, "r+b")
            self._resume_part(self._file)
        except OSError as error:
            raise SinkError(_unwritable(self.target, error)) from error
        self._published = False

    def _finish_and_deliver(self) -> None:
        self.deliver(self._part)

    def _position(self) -> list[Any]:
        unfilled = b"".join(self._pending)
        rest = [b64encode(unfilled).decode()] if unfilled else []
        return [self._size, self._checksum, *rest]

    def _resume_part(self, file: BinaryIO) -> None:
        """Verify the part file up to the position and continue there."""
        remaining, checksum = self._size, 0
        while remaining and (block := file.read(min(remaining, BLOCK))):
            checksum = crc32(block, checksum)
            remaining -= len(block)
        if remaining or checksum != self._checksum:
            what = "is shorter than it was" if remaining else "is damaged"
            raise ResumeError(
                f"the unfinished output {self._part} {what}; start again with --fresh"
            )
        file.truncate(self._size)
        file.seek(self._size)

    def _write_pending(self) -> None:
        """Write pending data to the file; if it is compressed, in members of one size."""
        data = b"".join(self._pending)
        end = len(data)
        if self._compression:
            end -= end % MEMBER
            for start in range(0, end, MEMBER):
                self._write(self._compression.compress(data[start : start + MEMBER]))
        else:
            self._write(data)
        self._pending = [data[end:]] if data[end:] else []
        self._waiting = len(data) - end

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._size += len(data)
        self._checksum = crc32(data, self._checksum)

    def _sync(self, file: BinaryIO) -> None:
        file.flush()
        os.fsync(file.fileno())

    def close(self) -> None:
        if self._file is not None and self.target != "-":
            self._file.close()
        self._file = None


class SpooledSink(FileSink):
    """
    A sink that makes its output from all documents, after the run is finished.

    Encoded documents are bytes in a spool file beside the output, so that a killed run can be resumed.
    `finish` makes the output from the spool. It must be idempotent, and errors of single documents must
    have been raised by `encode`.
    """

    compresses = False
    grows = False

    folder: ClassVar[bool] = False
    """Whether the output is a folder."""

    @property
    def folders(self) -> list[str]:
        return [self.target] if self.folder else []

    @abstractmethod
    def finish(self, spool: BinaryIO, final: Path) -> None:
        """Write the output to the file or folder `final`, from the concatenated encoded documents."""

    def join(self, outputs: Sequence[str]) -> None:
        """Refuse to join; a sink that can read its outputs overrides it to write them to the spool."""
        Sink.join(self, outputs)

    def open(self, position: Any = None) -> None:
        if self.target == "-":
            raise SinkError(
                f"the sink `{self.name}` cannot write to standard output; choose a path with -o"
            )
        super().open(position)

    def _finish_and_deliver(self) -> None:
        final = self._part.with_name("final")
        remove(final)
        try:
            with open(self._part, "rb") as spool:
                self.finish(spool, final)
        except (HooklineError, OSError):
            raise
        except Exception as error:
            raise SinkError(
                f"cannot make {self.target} from the spool {self._part}: "
                f"{described(error)}; run the same command again to retry"
            ) from error
        _make_durable(final)
        self.deliver(final)
        self._part.unlink()


def _make_durable(path: Path) -> None:
    if path.is_dir():  # syncing thousands of files one by one would take too long
        os.sync()
        return
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def _unwritable(target: str, error: OSError) -> str:
    return (
        f"cannot write {target}: {error.strerror or error}; free the space or the permission, or "
        "choose another path with -o, then run the same command again"
    )
