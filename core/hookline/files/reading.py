"""Find input files, local and remote, and open them with any compression."""

from __future__ import annotations

import os
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from glob import glob, has_magic
from typing import BinaryIO

from hookline.components.source import NO_OUTPUTS, Outputs
from hookline.errors import SourceError, number_of
from hookline.files.addresses import expand, is_address, open_address, remote_size
from hookline.files.compression import COMPRESSIONS, EXPANSION, decompressed
from hookline.files.storage import ending

__all__ = ["counted", "is_archive", "matching", "open_input", "size_of"]

BUFFER = 1 << 17  # bytes; large, as each read releases the GIL, which costs more than the read
LISTED = os.R_OK | os.X_OK  # what a folder must allow so that its files can be found
MOST = 4  # endings to name in a message
ARCHIVES = (
    ".zip",
    ".tar",
    *(ending for compression in COMPRESSIONS for ending in compression.tar_endings),
)


def is_archive(path: str) -> bool:
    """Return whether a file name is that of an archive: zip, or tar with any compression."""
    return ending(path) in ARCHIVES


def matching(
    paths: str | Iterable[str], endings: Iterable[str], outputs: Outputs = NO_OUTPUTS
) -> list[str]:
    """
    Return the files that `paths` name: files, folders and glob patterns, in order, each once.

    A path may be an address, such as `s3://bucket/folder`. A folder includes the files below it with
    one of `endings`, compressed or not, sorted by name; hidden files and folders are skipped, and a
    warning says how many files have other endings. A pattern includes its matches, sorted, with a
    warning if only some have one of `endings`. Files in `outputs` are skipped. A folder that cannot be
    listed stands in the place of its files, as reading it is an error. Two spellings of one path, such
    as `a.txt` and `./a.txt`, are one file.

    Raises:
        SourceError: A path does not exist, or a folder or pattern matches only `outputs` or nothing.
    """
    matches: dict[str, str] = {}
    endings = tuple(endings)

    def add(names: Iterable[str]) -> None:
        for name in names:
            is_path = name != "-" and not is_address(name)
            matches.setdefault(os.path.abspath(name) if is_path else name, name)

    for path in [paths] if isinstance(paths, str) else paths:
        if is_address(path):
            add(_without(outputs, expand(path, endings), path))
        elif path == "-" or os.path.isfile(path) or _is_stream(path):
            add([path])
        elif os.path.isdir(path):
            below, closed = _below(path)
            files = _without(outputs, [name for name in below if ending(name) in endings], path)
            unread = [
                name for name in below if ending(name) not in endings and not outputs.has(name)
            ]
            others = counted(unread)
            if not files and not closed:
                expected = f"the folder {path} holds no file ending in {' or '.join(endings)}"
                if not others:
                    raise SourceError(expected)
                pattern = os.path.join(path, "**", f"*{ending(unread[0])}")
                raise SourceError(
                    f"{expected}, but {others}: as INPUT, a pattern such as '{pattern}' selects the "
                    "source by its ending; in a config, change the source"
                )
            if others:
                text = f"files in {path} with other endings are not read: {others}"
                warnings.warn(text, UserWarning, stacklevel=2)
            add(sorted([*files, *closed]))
        elif has_magic(path):
            files = sorted(filter(os.path.isfile, glob(path, recursive=True)))
            files = _without(outputs, files, path)
            closed = _closed(path)
            if not files and not closed:
                raise SourceError(f"no file matches {path} (looked from {os.getcwd()})")
            others = counted(name for name in files if ending(name) not in endings)
            if others and any(ending(name) in endings for name in files):
                text = f"files that match {path} are read in spite of their endings: {others}"
                warnings.warn(text, UserWarning, stacklevel=2)
            add(sorted([*files, *closed]))
        else:
            advice = "; write ${HOME} for `~`" if path.startswith("~") else ""
            raise SourceError(
                f"there is no file or folder {path or repr(path)} (looked from {os.getcwd()}){advice}"
            )
    if not matches:
        raise SourceError("expected at least one file, folder or pattern, found none")
    return list(matches.values())


def _without(outputs: Outputs, files: list[str], path: str) -> list[str]:
    """Return the files that are not outputs; raise an error if there are only outputs."""
    remaining = [name for name in files if not outputs.has(name)]
    if files and not remaining:
        raise SourceError(
            f"the output {files[0]} is the only input that {path} matches: choose another output, "
            "or name other inputs"
        )
    return remaining


def open_input(
    path: str,
    expansion: int = EXPANSION,
    opened: Callable[[BinaryIO], object] = lambda file: None,
) -> BinaryIO:
    """
    Open a file or an address for reading bytes, decompressed by its ending; `-` is standard input.

    `opened` is called with the file as it is on disk.

    Raises:
        SourceError: The file cannot be opened.
    """
    try:
        if path == "-":
            if sys.stdin is None:
                raise SourceError(
                    "standard input is closed: name an INPUT, or pass one with | or <"
                )
            return open(0, "rb", BUFFER, closefd=False)
        file = open_address(path) if is_address(path) else open(path, "rb", BUFFER)
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror or error}") from error
    opened(file)
    return decompressed(file, path, expansion)


def size_of(path: str) -> int:
    """Return the size of a file or of the file at an address in bytes, 0 if it cannot be told."""
    try:
        return remote_size(path) if is_address(path) else os.path.getsize(path)
    except OSError:
        return 0


def counted(names: Iterable[str]) -> str:
    """Return how many files have which ending, the most frequent ones first."""
    counts = Counter(os.path.splitext(name.lower())[1] for name in names)
    listed = [f"{count:,} {last or 'without ending'}" for last, count in counts.most_common(MOST)]
    if len(counts) > MOST:
        rest = counts.total() - sum(dict(counts.most_common(MOST)).values())
        listed.append(number_of(rest, "other"))
    return ", ".join(listed)


def _below(folder: str) -> tuple[list[str], list[str]]:
    """
    Return all files below a folder that are not hidden, sorted, and the folders that cannot be listed.

    Pipes, sockets and devices are no files: opening one may wait forever. A link to nothing is one
    that cannot be read.
    """
    files: list[str] = []
    closed: list[str] = []
    for parent, folders, names in os.walk(
        folder, onerror=lambda error: closed.append(error.filename)
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [os.path.join(parent, name) for name in names if not name.startswith(".")]
    readable = sorted(name for name in files if os.path.isfile(name) or not os.path.exists(name))
    return readable, closed


def _closed(pattern: str) -> list[str]:
    """Return the folders that a pattern looks into and that cannot be listed."""
    parent = os.path.dirname(pattern)
    if not has_magic(parent):
        return [] if not os.path.isdir(parent) or os.access(parent, LISTED) else [parent]
    folders = filter(os.path.isdir, glob(parent, recursive=True))
    return [
        *_closed(parent),
        *(name for name in folders if not os.access(name, LISTED)),
    ]


def _is_stream(path: str) -> bool:
    return os.path.exists(path) and not os.path.isdir(path)
