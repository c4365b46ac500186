"""The table of compressions, and a limit on decompressed sizes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple, cast

from hookline.errors import SourceError
from hookline.files.members import CountedFile, MemberReader, ZstdFrame

__all__ = [
    "COMPRESSIONS",
    "EXPANSION",
    "Compression",
    "bounded",
    "compression_of",
    "decompressed",
]

EXPANSION = 250  # ratio of sizes; 3 to 20 for text, about 1000 for a decompression bomb
ALWAYS_ALLOWED = 1 << 28  # bytes that any file may decompress to
GZIP_MAGIC = b"\x1f\x8b\x08"
GZIP_INPUT = 1 << 13  # bytes per call of a gzip decompressor, whose output is lost on damage
GZIP_PROBE = 512  # bytes by which the beginning of a member is told


class Compression(NamedTuple):
    """
    A compression of files: a row of the table `COMPRESSIONS`.

    `ending` is its file name ending; `tar_endings` are endings of compressed tar archives. `compress`
    returns one complete member. A sink appends a member at each checkpoint, so concatenated members
    must be a valid file, which `open` reads as one. `open` takes a file with `read` and returns
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
        lambda file: _GzipMembers(file),
    ),
    Compression(".zst", (".tzst",), _zstd_member, lambda file: MemberReader(file, ZstdFrame)),
    Compression(
        ".bz2", (".tbz2",), bz2.compress, lambda file: MemberReader(file, bz2.BZ2Decompressor)
    ),
    Compression(
        ".xz", (".txz",), lzma.compress, lambda file: MemberReader(file, lzma.LZMADecompressor)
    ),
)


def compression_of(name: str) -> Compression | None:
    """Return the compression for a file name, or None."""
    last = os.path.splitext(name.lower())[1]
    for compression in COMPRESSIONS:
        if last == compression.ending or last in compression.tar_endings:
            return compression
    return None


def decompressed(file: BinaryIO, name: str, expansion: int = EXPANSION) -> BinaryIO:
    """
    Return a file that decompresses `file` according to the ending of `name`.

    Reading raises a SourceError if the output exceeds `expansion` times the input and 256 MiB.
    """
    compression = compression_of(name)
    if compression is None:
        return file
    counted = CountedFile(file)
    return bounded(compression.open(counted), file, lambda: counted.count, expansion)


def bounded(
    reader: Any, file: BinaryIO, input_size: Callable[[], int], expansion: int = EXPANSION
) -> BinaryIO:
    """
    Return a buffered file over `reader`, which decompresses `file`; closing it closes both.

    `input_size` returns how many compressed bytes have been read.
    """
    return cast(BinaryIO, io.BufferedReader(_Bounded(reader, file, input_size, expansion), 1 << 16))


class _Bounded(io.RawIOBase):
    def __init__(
        self, reader: Any, file: BinaryIO, input_size: Callable[[], int], expansion: int
    ) -> None:
        self._reader, self._file, self._input_size = reader, file, input_size
        self._expansion = expansion
        self._output_size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._reader.read1(len(buffer))  # available data, even before an unexpected end
        buffer[: len(data)] = data
        self._output_size += len(data)
        if (
            self._output_size > ALWAYS_ALLOWED
            and self._output_size > self._expansion * self._input_size()
        ):
            raise SourceError(
                f"it decompresses to more than {self._expansion} times its size, as a decompression "
                "bomb does; if it is genuine, raise `expansion_limit` or decompress it first"
            )
        return len(data)

    def close(self) -> None:
        self._reader.close()
        self._file.close()
        super().close()


class _GzipMembers:
    """
    A reader of gzip members (RFC 1952) that, unlike the library's reader, can go on after damage.

    What a damaged member gives up to the damage is returned first: all of it, where only its checksum
    or its length is wrong. Then a call raises, and the next one looks for the member after it.
    """

    def __init__(self, file: CountedFile) -> None:
        self._file = file
        self._input = b""
        self._own = b""  # the part of the last input that belongs to the member
        self._member: Any = None
        self._is_lost = False
        self._damage: zlib.error | None = (
            None  # to raise once what comes before it has been returned
        )

    def read1(self, size: int) -> bytes:
        """
        Return up to `size` bytes, empty at the end.

        Raises:
            zlib.error: A member is damaged.
            gzip.BadGzipFile: What follows a member is not one.
            EOFError: The file ends within a member.
        """
        if self._damage is not None:
            damage, self._damage = self._damage, None
            raise damage
        while self._member is not None or self._begin():
            if not self._input:
                self._input = self._file.read(GZIP_INPUT)
                self._own = self._input or self._own
            if not self._input:
                self._lose_member()
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            before = self._member.copy()
            try:
                data: bytes = self._member.decompress(self._input, size)
            except zlib.error as error:
                data = _up_to_damage(before, self._input)
                self._lose_member()
                if not data:
                    raise
                self._damage = error
                return data
            if self._member.eof:
                self._input, self._member = self._member.unused_data, None
            else:
                self._input = self._member.unconsumed_tail
            if data:
                return data
        return b""

    def _lose_member(self) -> None:
        """Look for the next member from the second byte of what is at hand of this one."""
        self._member, self._is_lost, self._input = None, True, self._own[1:]

    def _begin(self) -> bool:
        """Begin the next member; return whether there is one."""
        if self._is_lost:
            found = self._search()
        else:
            found = self._skip_padding()
        if found:
            self._member, self._is_lost = zlib.decompressobj(16 + zlib.MAX_WBITS), False
            self._own = self._input
        return found

    def _skip_padding(self) -> bool:
        while not self._input.lstrip(b"\0"):
            self._input = self._file.read(GZIP_INPUT)
            if not self._input:
                return False
        self._input = self._input.lstrip(b"\0")
        if len(self._input) < 2:
            self._input += self._file.read(GZIP_INPUT)
        if not self._input.startswith(GZIP_MAGIC[:2]):
            self._is_lost = True
            raise gzip.BadGzipFile(f"Not a gzipped file ({self._input[:2]!r})")
        return True

    def _search(self) -> bool:
        while True:
            start = self._input.find(GZIP_MAGIC)
            if start < 0:
                block = self._file.read(GZIP_INPUT)
                if not block:
                    return False
                self._input = self._input[-len(GZIP_MAGIC) + 1 :] + block
                continue
            self._input = self._input[start:]
            if len(self._input) < GZIP_PROBE:
                self._input += self._file.read(GZIP_PROBE)
            try:
                zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(self._input[:GZIP_PROBE])
            except zlib.error:
                self._input = self._input[1:]
            else:
                return True

    def close(self) -> None:
        """Release the buffer."""
        self._input = b""


def _up_to_damage(member: Any, data: bytes) -> bytes:
    """Return what the decompressor of a member gives before it raises, which loses it otherwise."""
    output = bytearray()
    with suppress(zlib.error):
        for index in range(len(data)):
            output += member.decompress(data[index : index + 1])
    return bytes(output)
