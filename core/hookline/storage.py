"""Find input, open it whatever its compression, and know where the state of an output lives."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
from collections.abc import Iterable
from glob import glob, has_magic
from pathlib import Path
from typing import BinaryIO, cast

from hookline.errors import SourceError

__all__ = ["compressed", "ending", "matching", "open_input", "part_file", "state_folder"]

COMPRESSIONS = (".gz", ".zst", ".bz2", ".xz")


def ending(path: str) -> str:
    """Return the ending of a file name, in lower case, without that of a compression."""
    stem, last = os.path.splitext(path.lower())
    return os.path.splitext(stem)[1] if last in COMPRESSIONS else last


def matching(paths: str | Iterable[str], endings: Iterable[str]) -> list[str]:
    """
    Return the files that `paths` name: files, folders and glob patterns, in order, each once.

    A folder stands for the files below it with one of `endings`, compressed or not, sorted by name;
    hidden files and folders are passed over. A pattern stands for the files it matches, sorted.

    Raises:
        SourceError: a path does not exist, or a folder or pattern matches no file.
    """
    found: dict[str, None] = {}
    endings = tuple(endings)
    for path in [paths] if isinstance(paths, str) else paths:
        if path == "-" or os.path.isfile(path) or _is_stream(path):
            found[path] = None
        elif os.path.isdir(path):
            files = _below(path, endings)
            if not files:
                raise SourceError(
                    f"the folder {path} holds no file ending in {' or '.join(endings)}: name the "
                    "files with a pattern, such as 'folder/**/*.txt', or use another source"
                )
            found.update(dict.fromkeys(files))
        elif has_magic(path):
            files = sorted(name for name in glob(path, recursive=True) if os.path.isfile(name))
            if not files:
                raise SourceError(f"no file matches {path} (looked from {os.getcwd()})")
            found.update(dict.fromkeys(files))
        else:
            raise SourceError(f"there is no file or folder {path} (looked from {os.getcwd()})")
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
        import zstandard

        reader = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, reader), 1 << 20))
    return file


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
