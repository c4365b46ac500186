"""Know the names of files: their endings, and where the state of an output lives."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import shutil
from pathlib import Path

__all__ = [
    "compressed",
    "ending",
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


def stem(name: str) -> str:
    """Return a file name without its ending and without that of a compression."""
    first, last = os.path.splitext(name)
    if last.lower() in COMPRESSIONS:
        first = os.path.splitext(first)[0]
    return first


def shown(path: str) -> str:
    """Return a path as text that can be written: bytes that are no UTF-8 are escaped."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


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
