"""Find input, open it whatever its compression, and know where the state of an output lives."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import shutil
from collections.abc import Iterable
from glob import glob, has_magic
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from hookline.errors import SourceError

__all__ = [
    "Outputs",
    "compressed",
    "ending",
    "matching",
    "open_input",
    "part_file",
    "put_in_place",
    "shown",
    "size_of",
    "state_folder",
    "stem",
]

COMPRESSIONS = (".gz", ".zst", ".bz2", ".xz")


def ending(path: str) -> str:
    """Return the ending of a file name, in lower case, without that of a compression."""
    stem, last = os.path.splitext(path.lower())
    return os.path.splitext(stem)[1] if last in COMPRESSIONS else last


class Outputs(NamedTuple):
    """The files and folders that a run writes."""

    target: str = "-"
    letters: str = "-"
    others: tuple[str, ...] = ()

    def has(self, path: str) -> bool:
        """Tell whether `path` is one of them, or in one of them."""
        real = os.path.realpath(path)
        names = (self.target, self.letters, *self.others)
        outputs = [os.path.realpath(name) for name in names if name != "-"]
        return any(real == output or real.startswith(output + os.sep) for output in outputs)


NO_OUTPUTS = Outputs()


def stem(name: str) -> str:
    """Return a file name without its ending and without that of a compression."""
    first, last = os.path.splitext(name)
    if last.lower() in COMPRESSIONS:
        first = os.path.splitext(first)[0]
    return first


def shown(path: str) -> str:
    """Return a path as text that can be written: bytes that are no UTF-8 are escaped."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def matching(
    paths: str | Iterable[str], endings: Iterable[str], outputs: Outputs = NO_OUTPUTS
) -> list[str]:
    """
    Return the files that `paths` name: files, folders and glob patterns, in order, each once.

    A folder stands for the files below it with one of `endings`, compressed or not, sorted by name;
    hidden files and folders are passed over. A pattern stands for the files it matches, sorted. Files
    in `outputs` are found in neither.

    Raises:
        SourceError: a path does not exist, or a folder or pattern matches no file.
    """
    found: dict[str, None] = {}
    endings = tuple(endings)
    for path in [paths] if isinstance(paths, str) else paths:
        if path == "-" or os.path.isfile(path) or _is_stream(path):
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
    Open a file for reading bytes, decompressed by its ending; `-` is standard input.

    Raises:
        SourceError: the file cannot be opened.
    """
    try:
        if path == "-":
            return cast(BinaryIO, open(0, "rb", closefd=False))
        last = os.path.splitext(path.lower())[1]
        if last == ".gz":
            return cast(BinaryIO, gzip.open(path, "rb"))
        if last == ".bz2":
            return cast(BinaryIO, bz2.open(path, "rb"))
        if last == ".xz":
            return cast(BinaryIO, lzma.open(path, "rb"))
        file = open(path, "rb")
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror or error}") from error
    if last == ".zst":
        return cast(BinaryIO, io.BufferedReader(_ZstdFrames(file), 1 << 20))
    return file


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


def compressed(path: str, data: bytes) -> bytes:
    """Return `data` as one complete member of the compression that the ending of `path` names."""
    last = os.path.splitext(path.lower())[1]
    if last == ".gz":
        return gzip.compress(data, 6, mtime=0)
    if last == ".zst":
        import zstandard

        return zstandard.ZstdCompressor(level=3).compress(data)
    if last == ".bz2":
        return bz2.compress(data)
    if last == ".xz":
        return lzma.compress(data)
    return data


def state_folder(target: str) -> Path:
    """Return the folder beside an output that holds the state of the run that writes it."""
    path = Path(target)
    return path.with_name(f".{path.name}.hookline")


def part_file(target: str) -> Path:
    """Return where an output grows until it is complete."""
    return state_folder(target) / "part"


def put_in_place(done: Path, target: str) -> None:
    """Give a finished file or folder its final name, at once; what had that name is gone."""
    if os.path.isdir(target):  # a folder cannot be replaced: the old one is moved out of the way
        old = state_folder(target) / "old"
        shutil.rmtree(old, ignore_errors=True)
        os.replace(target, old)
        os.replace(done, target)
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.replace(done, target)


def size_of(path: str) -> int:
    """Return the size of a file in bytes, for a folder that of all files in it."""
    if not os.path.isdir(path):
        return os.path.getsize(path)
    return sum(
        os.path.getsize(os.path.join(parent, name))
        for parent, _, names in os.walk(path)
        for name in names
    )


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
