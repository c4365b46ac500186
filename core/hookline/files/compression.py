"""The compressions that files are read and written in, and a bound on what they decompress to."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple, cast

from hookline.errors import SourceError

__all__ = [
    "COMPRESSIONS",
    "EXPANSION",
    "Compression",
    "bounded",
    "compress_member",
    "compression_of",
    "decompressed",
]

EXPANSION = 250  # times its own size; text grows three- to twentyfold, a bomb a thousandfold
FREE = 1 << 28  # bytes that any file may become
FED = 1 << 12  # bytes given to a zstd decompressor at once, which can become 128 MiB


class Compression(NamedTuple):
    """
    One way to compress files: a row of the table `COMPRESSIONS`.

    `ending` is what it adds to a file name; `tar_endings` are short names of a compressed tar archive.
    `compress` returns one complete member. A sink appends a member at each checkpoint, so members
    joined must be a legal file, which `open` reads as one. `open` takes a file with `read` and returns
    an object with `read1` and `close`.
    """

    ending: str
    tar_endings: tuple[str, ...]
    compress: Callable[[bytes], bytes]
    open: Callable[[Any], Any]


def _zstd_member(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=3).compress(data)


COMPRESSIONS = (
    Compression(
        ".gz",
        (".tgz",),
        lambda data: gzip.compress(data, 6, mtime=0),
        lambda file: gzip.GzipFile(fileobj=file),
    ),
    Compression(".zst", (".tzst",), _zstd_member, lambda file: _ZstdFrames(file)),
    Compression(".bz2", (".tbz2",), bz2.compress, bz2.BZ2File),
    Compression(".xz", (".txz",), lzma.compress, lzma.LZMAFile),
)


def compression_of(name: str) -> Compression | None:
    """Return the compression that the ending of a file name says, or None."""
    last = os.path.splitext(name.lower())[1]
    for compression in COMPRESSIONS:
        if last == compression.ending or last in compression.tar_endings:
            return compression
    return None


def compress_member(name: str, data: bytes) -> bytes:
    """Return `data` as one member of the compression that a file name says, or as it is."""
    compression = compression_of(name)
    return compression.compress(data) if compression else data


def decompressed(file: BinaryIO, name: str, expansion: int = EXPANSION) -> BinaryIO:
    """
    Return a file that reads `file` without the compression that the ending of `name` says it has.

    Reading raises a SourceError where more comes out than `expansion` times what went in, beyond the
    first 256 MiB.
    """
    compression = compression_of(name)
    if compression is None:
        return file
    counted = _Counted(file)
    return bounded(compression.open(counted), file, lambda: counted.count, expansion)


def bounded(
    reader: Any, file: BinaryIO, taken: Callable[[], int], expansion: int = EXPANSION
) -> BinaryIO:
    """
    Return a buffered file over `reader`, which decompresses `file`; closing it closes both.

    `taken` returns how many compressed bytes have been read.
    """
    return cast(BinaryIO, io.BufferedReader(_Bounded(reader, file, taken, expansion), 1 << 16))


class _Counted:
    """A file that counts what is read of it, also where it has no positions, as a pipe has none."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.count += len(data)
        return data

    def seekable(self) -> bool:
        return False


class _Bounded(io.RawIOBase):
    def __init__(
        self, reader: Any, file: BinaryIO, taken: Callable[[], int], expansion: int
    ) -> None:
        self._reader, self._file, self._taken = reader, file, taken
        self._expansion = expansion
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._reader.read1(len(buffer))  # what is there, in front of a missing end
        buffer[: len(data)] = data
        self._given += len(data)
        if self._given > FREE and self._given > self._expansion * self._taken():
            raise SourceError(
                f"it decompresses to more than {self._expansion} times its size, as a decompression "
                "bomb does; if it is genuine, raise `expansion_limit` or decompress it first"
            )
        return len(data)

    def close(self) -> None:
        self._reader.close()
        self._file.close()
        super().close()


class _ZstdFrames:
    """Reads a file of zstd frames; unlike the library's own reader it notices a missing end."""

    def __init__(self, file: _Counted) -> None:
        import zstandard

        self._file = file
        self._new = zstandard.ZstdDecompressor().decompressobj
        self._frame: Any = None
        self._ready = memoryview(b"")

    def read1(self, size: int) -> memoryview:
        """Return up to so many bytes, none at the end."""
        while not self._ready:
            unused = self._frame.unused_data if self._frame and self._frame.eof else b""
            data = unused or self._file.read(FED)
            if self._frame is None or self._frame.eof:
                if not data:
                    break
                self._frame = self._new()
            elif not data:
                raise EOFError("the compressed file ends in the middle of a frame")
            self._ready = memoryview(self._frame.decompress(data))
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def close(self) -> None:
        """Release what has been decompressed."""
        self._ready = memoryview(b"")
