"""File name endings, and the state folder of an output."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from hookline.files.compression import COMPRESSIONS

__all__ = [
    "UNFINISHED",
    "ending",
    "part_file",
    "parts_folder",
    "put_in_place",
    "remove",
    "shown",
    "state_folder",
    "stem",
]

UNFINISHED = ("part", "parts", "copy", "final", "old", "replay")
"""Names in a state folder of what only an unfinished run needs."""

ENDINGS = tuple(compression.ending for compression in COMPRESSIONS)


def ending(path: str) -> str:
    """Return the ending of a file name in lower case, ignoring that of a compression."""
    stem, last = os.path.splitext(path.lower())
    return os.path.splitext(stem)[1] if last in ENDINGS else last


def stem(name: str) -> str:
    """Return a file name without its ending, including that of a compression."""
    first, last = os.path.splitext(name)
    if last.lower() in ENDINGS:
        first = os.path.splitext(first)[0]
    return first


def shown(path: str) -> str:
    """Return a path as valid text, with bytes that are not UTF-8 escaped."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def state_folder(target: str) -> Path:
    """
    Return the folder that holds the state of the run that writes an output.

    It is beside the output, or in the working directory if the output is an address.
    """
    if "://" in target:
        name = target.rstrip("/").rpartition("/")[2]
        mark = hashlib.blake2b(target.encode("utf-8", "surrogateescape"), digest_size=6)
        return Path(f".{name}.{mark.hexdigest()}.hookline")
    path = Path(target)
    return path.with_name(f".{path.name}.hookline")


def part_file(target: str) -> Path:
    """Return the path of the unfinished output."""
    return state_folder(target) / "part"


def parts_folder(target: str) -> Path:
    """Return the folder of the unfinished parts of an output that is written in parts."""
    return state_folder(target) / "parts"


def put_in_place(finished: Path, target: str) -> None:
    """
    Move a finished file or folder to the target atomically, replacing what is there.

    Raises:
        OSError: The move failed, or a file would replace a folder.
    """
    old = state_folder(target) / "old"
    if finished.is_dir() and os.path.isdir(target):  # a folder cannot be replaced atomically
        remove(old)
        os.replace(target, old)
    os.replace(finished, target)
    remove(old)


def remove(path: Path) -> None:
    """Remove a file or a folder with its content, if it exists."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
