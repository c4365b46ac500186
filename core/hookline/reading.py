"""Find input files, on this machine and behind addresses, and open them whatever their compression."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
from collections.abc import Iterable
from glob import glob, has_magic
from typing import Any, BinaryIO, cast

from hookline.addresses import expand, is_address, open_address
from hookline.errors import SourceError
from hookline.storage import NO_OUTPUTS, Outputs, ending

__all__ = ["decompressed", "is_archive", "matching", "open_input"]

ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz")


def is_archive(path: str) -> bool:
    """Tell whether a name is that of an archive: zip, or tar in any compression."""
    return ending(path) in ARCHIVES


def matching(
    paths: str | Iterable[str], endings: Iterable[str], outputs: Outputs = NO_OUTPUTS
) -> list[str]:
    """
    Return the files that `paths` name: files, folders and glob patterns, in order, each once.

    A path may be an address, such as `s3://bucket/folder`. A folder stands for the files below it
    with one of `endings`, compressed or not, sorted by name; hidden files and folders are passed
    over. A pattern stands for the files it matches, sorted. Files in `outputs` are found in neither.

    Raises:
        SourceError: a path does not exist, or a folder or pattern matches no file.
    """
    found: dict[str, None] = {}
    endings = tuple(endings)
    for path in [paths] if isinstance(paths, str) else paths:
        if is_address(path):
            found.update(dict.fromkeys(expand(path, endings)))
        elif path == "-" or os.path.isfile(path) or _is_stream(path):
            found[path] = None
        elif os.path.isdir(path):
            files = [name for name in _below(path, endings) if not outputs.has(name)]
            if not files:
                raise SourceError(
                    f"the folder {path} holds no file ending in {' or '.join(endings)}: name the "
                    "files with a pattern, such as 'folder/**/*.txt', or use another source"
                )
            found.update(dict.fromkeys(files))
        elif has_magic(path):
            files = sorted(filter(os.path.isfile, glob(path, recursive=True)))
            files = [name for name in files if not outputs.has(name)]
            if not files:
                raise SourceError(f"no file matches {path} (looked from {os.getcwd()})")
            found.update(dict.fromkeys(files))
        else:
            raise SourceError(f"there is no file or folder {path} (looked from {os.getcwd()})")
    if not found:
        raise SourceError("no path is given: expected at least one file, folder or pattern")
    return list(found)


def open_input(path: str) -> BinaryIO:
    """
    Open a file or an address for reading bytes, decompressed by its ending; `-` is standard input.

    Raises:
        SourceError: the file cannot be opened.
    """
    try:
        if path == "-":
            return cast(BinaryIO, open(0, "rb", closefd=False))
        file = open_address(path) if is_address(path) else open(path, "rb")
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror or error}") from error
    return decompressed(file, path)


def decompressed(file: BinaryIO, name: str) -> BinaryIO:
    """Return a file that reads `file` without the compression that the ending of `name` says it has."""
    last = os.path.splitext(name.lower())[1]
    if last in (".gz", ".tgz"):
        return cast(BinaryIO, _closing(gzip.GzipFile(fileobj=file), file))
    if last in (".bz2", ".tbz2"):
        return cast(BinaryIO, _closing(bz2.BZ2File(file), file))
    if last in (".xz", ".txz"):
        return cast(BinaryIO, _closing(lzma.LZMAFile(file), file))
    if last == ".zst":
        return cast(BinaryIO, io.BufferedReader(_ZstdFrames(file), 1 << 20))
    return file


def _closing(reader: io.BufferedIOBase, file: BinaryIO) -> io.BufferedReader:
    """Return a buffered reader that closes the file below it as well."""
    return io.BufferedReader(_Stacked(reader, file), 1 << 16)


class _Stacked(io.RawIOBase):
    def __init__(self, reader: io.BufferedIOBase, file: BinaryIO) -> None:
        self._reader, self._file = reader, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._reader.read1(len(buffer))  # what is there, in front of a missing end
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._reader.close()
        self._file.close()
        super().close()


class _ZstdFrames(io.RawIOBase):
    """Reads a file of zstd frames; unlike the library's own reader it notices a missing end."""

    def __init__(self, file: BinaryIO) -> None:
        import zstandard

        self._file = file
        self._new = zstandard.ZstdDecompressor().decompressobj
        self._frame: Any = None
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            unused = self._frame.unused_data if self._frame and self._frame.eof else b""
            data = unused or self._file.read(1 << 14)
            if self._frame is None or self._frame.eof:
                if not data:
                    return 0
                self._frame = self._new()
            elif not data:
                raise EOFError("the compressed file ends in the middle of a frame")
            self._ready = self._frame.decompress(data)
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def _below(folder: str, endings: tuple[str, ...]) -> list[str]:
    files: list[str] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            os.path.join(parent, name)
            for name in names
            if not name.startswith(".") and ending(name) in endings
        ]
    return sorted(files)


def _is_stream(path: str) -> bool:
    return os.path.exists(path) and not os.path.isdir(path)
