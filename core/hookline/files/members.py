"""Read the members of a compressed file, and all that a damaged one gives up."""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Protocol

__all__ = ["CountedFile", "Decompressor", "MemberReader", "ZstdFrame"]

INPUT = 1 << 12  # bytes per call of a decompressor; one of zstd can return 128 MiB for them
DAMAGE = (OSError, ValueError, EOFError, lzma.LZMAError)  # what decompressors raise
OUTPUT = 1 << 16  # most bytes of output of a call, for decompressors that can be limited


class Decompressor(Protocol):
    """What `bz2.BZ2Decompressor` and `lzma.LZMADecompressor` have in common."""

    @property
    def eof(self) -> bool:
        """Whether the end of the member has been reached."""

    @property
    def needs_input(self) -> bool:
        """Whether more input is needed for more output."""

    @property
    def unused_data(self) -> bytes:
        """The input behind the end of the member."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Return at most `max_length` bytes of output."""


class ZstdFrame:
    """A decompressor of one zstd frame; the length of its output cannot be limited."""

    needs_input = True

    def __init__(self) -> None:
        import zstandard

        self._frame: Any = zstandard.ZstdDecompressor().decompressobj()

    @property
    def eof(self) -> bool:
        """Whether the end of the frame has been reached."""
        return bool(self._frame.eof)

    @property
    def unused_data(self) -> bytes:
        """The input behind the end of the frame."""
        return bytes(self._frame.unused_data)

    def decompress(self, data: bytes, _max_length: int, /) -> bytes:
        """
        Return the output for some input.

        Raises:
            OSError: The frame is damaged.
        """
        import zstandard

        try:
            return bytes(self._frame.decompress(data))
        except zstandard.ZstdError as error:
            raise OSError(f"damaged data: {error}") from error


class CountedFile:
    """A file that counts the bytes read, even without positions, as a pipe."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        data = self._file.read(size)
        self.count += len(data)
        return data

    def seekable(self) -> bool:
        """Return False: only `read_again` goes back."""
        return False

    def read_again(self, start: int) -> bytes | None:
        """
        Return the bytes from an offset up to those read last, None if the file cannot go back.

        `start` is an offset in what has been read; at most `INPUT` bytes are returned.
        """
        try:
            if not self._file.seekable():
                return None
            here = self._file.tell()
            self._file.seek(here - self.count + start)
            data = self._file.read(min(INPUT, self.count - start))
            self._file.seek(here)
        except (OSError, AttributeError):
            return None
        return data


class MemberReader:
    """
    A reader of the members of a file: bzip2 or xz streams, zstd frames.

    Unlike the readers of the libraries it tells a cut frame of zstd from its end, does not pass over
    what follows a member and is none, and returns what a damaged member gives up before a call raises:
    all of it where only the checksum is wrong. The damaged member is decompressed again for that, in
    small pieces up to the damage, if the file can go back. Nothing behind the damage is read.
    """

    def __init__(self, file: CountedFile, new: Callable[[], Decompressor]) -> None:
        self._file, self._new = file, new
        self._member: Decompressor | None = None
        self._start = 0  # offset of the member
        self._calls = self._calls_before = 0  # that returned, and those before the last input
        self._output = 0  # bytes since the last input
        self._first = b""  # the input at hand where the member begins
        self._ready = memoryview(b"")
        self._damage: Exception | None = None
        self._is_at_end = False

    def read1(self, size: int) -> memoryview:
        """
        Return up to `size` bytes, empty at the end.

        Raises:
            EOFError: The file ends within a member.
            OSError, ValueError, lzma.LZMAError: A member is damaged, or what follows one is none.
        """
        while not self._ready and not self._is_at_end:
            if self._damage is not None:
                self._is_at_end = True
                raise self._damage
            self._ready = memoryview(self._next())
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def _next(self) -> bytes:
        """Return the output of one more call, maybe empty."""
        data = b""
        if self._member is None or self._member.eof:
            data = self._begin()
            if not data:
                self._is_at_end = True
                return b""
        elif self._member.needs_input:
            data = self._file.read(INPUT)
            if not data:
                self._damage = EOFError("the compressed file ends in the middle of a member")
                return b""
        if data:
            self._calls_before, self._output = self._calls, 0
        assert self._member is not None
        try:
            output = self._member.decompress(data, OUTPUT)
        except DAMAGE as error:
            self._damage = error
            return b"".join(self._up_to_damage())
        self._calls += 1
        self._output += len(output)
        return output

    def _begin(self) -> bytes:
        """Begin the next member; return the input at hand, empty at the end of the file."""
        data = self._member.unused_data if self._member else b""
        while not data.lstrip(b"\0"):  # padding between members, as xz allows
            data = self._file.read(INPUT)
            if not data:
                return b""
        data = data.lstrip(b"\0")
        self._member, self._calls, self._first = self._new(), 0, data
        self._start = self._file.count - len(data)
        return data

    def _up_to_damage(self) -> Iterator[bytes]:
        """Yield the output of the call that raised, repeating the last input byte by byte."""
        member, offset, data = self._new(), self._start + len(self._first), self._first
        for _ in range(self._calls_before):
            member.decompress(data, OUTPUT)
            data = b""
            if member.needs_input:
                again = self._file.read_again(offset)
                if again is None:
                    return
                data, offset = again, offset + len(again)
        returned = self._output
        for index in range(len(data)):
            piece, output = data[index : index + 1], b"-"
            while output and not member.eof:
                try:
                    output = member.decompress(piece, min(OUTPUT, returned) or 1)
                except DAMAGE:  # `read1` raises what was raised first
                    return
                yield output[returned:]
                returned = max(0, returned - len(output))
                piece = b""
                if member.needs_input:
                    break

    def close(self) -> None:
        """Release the buffers."""
        self._ready, self._first = memoryview(b""), b""
