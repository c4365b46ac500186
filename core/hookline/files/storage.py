"""Know the names of files: their endings, and where the state of an output lives."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from hookline.files.compression import COMPRESSIONS

__all__ = [
    "ending",
    "part_file",
    "put_in_place",
    "remove",
    "shown",
    "state_folder",
    "stem",
]

ENDINGS = tuple(compression.ending for compression in COMPRESSIONS)


def ending(path: str) -> str:
    """Return the ending of a file name, in lower case, without that of a compression."""
    stem, last = os.path.splitext(path.lower())
    return os.path.splitext(stem)[1] if last in ENDINGS else last


def stem(name: str) -> str:
    """Return a file name without its ending and without that of a compression."""
    first, last = os.path.splitext(name)
    if last.lower() in ENDINGS:
        first = os.path.splitext(first)[0]
    return first


def shown(path: str) -> str:
    """Return a path as text that can be written: bytes that are no UTF-8 are escaped."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def state_folder(target: str) -> Path:
    """Return the folder beside an output that holds the state of the run that writes it."""
    path = Path(target)
    return path.with_name(f".{path.name}.hookline")


def part_file(target: str) -> Path:
    """Return where an output grows until it is complete."""
    return state_folder(target) / "part"


def put_in_place(finished: Path, target: str) -> None:
    """
    Give a finished file or folder its final name, at once; what had that name is gone.

    Raises:
        OSError: it cannot be done, or a file would replace a folder.
    """
    old = state_folder(target) / "old"
    if finished.is_dir() and os.path.isdir(target):  # a folder is moved out of the way first
        remove(old)
        os.replace(target, old)
    os.replace(finished, target)
    remove(old)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
