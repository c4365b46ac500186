"""The files at a path: a plain file, or the members of an archive."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, NamedTuple, cast

from hookline.errors import SourceError
from hookline.files.compression import EXPANSION, bounded, decompressed
from hookline.files.reading import is_archive, open_input
from hookline.files.storage import ending, shown

__all__ = ["STDIN", "Member", "members"]

STDIN = "<stdin>"  # the path of standard input in places


class Member(NamedTuple):
    """A file to read: its name in messages, and a function that opens it."""

    name: str
    open: Callable[[], BinaryIO]


def members(
    path: str,
    endings: tuple[str, ...],
    expansion: int = EXPANSION,
    opened: Callable[[BinaryIO], object] = lambda file: None,
    passed: Callable[[str], object] = lambda name: None,
) -> Iterator[Member]:
    """
    Yield the file at a path, or the members with one of `endings` if it is an archive.

    Members are yielded in archive order; read each before requesting the next. Hidden files are
    skipped. Reading fails for a member that decompresses to more than `expansion` times its size.
    `opened` is called with every file of a disk that is opened, `passed` with the name of every member
    that has another ending.

    Raises:
        SourceError: An archive cannot be opened, or has no such file.
        Exception: An archive is damaged; members before the damage have been yielded.
    """
    if path == "-" or not is_archive(path):
        yield Member(
            STDIN if path == "-" else shown(path),
            partial(open_input, path, expansion, opened),
        )
        return
    count = 0
    read = _zip if ending(path) == ".zip" else _tar
    for member in read(path, expansion, opened):
        name = member.name.rpartition("!/")[2]
        hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/") if part != ".")
        if hidden:
            continue
        if ending(name) in endings:
            count += 1
            yield member
        else:
            passed(name)
    if not count:
        raise SourceError(f"{shown(path)} holds no file ending in {' or '.join(endings)}")


def _zip(path: str, expansion: int, opened: Callable[[BinaryIO], object]) -> Iterator[Member]:
    with open_input(path, opened=opened) as file, zipfile.ZipFile(file) as archive:
        for item in archive.infolist():
            if not item.is_dir():
                yield Member(
                    _name(path, item.filename), partial(_open_zipped, archive, item, expansion)
                )


def _tar(path: str, expansion: int, opened: Callable[[BinaryIO], object]) -> Iterator[Member]:
    with (
        open_input(path, expansion, opened) as file,
        tarfile.open(fileobj=file, mode="r|") as archive,
    ):
        for item in archive:
            if item.isfile():
                yield Member(
                    _name(path, item.name), partial(_open_tarred, archive, item, expansion)
                )


def _open_zipped(archive: zipfile.ZipFile, item: zipfile.ZipInfo, expansion: int) -> BinaryIO:
    file = cast(BinaryIO, archive.open(item))
    return decompressed(
        bounded(file, file, lambda: item.compress_size, expansion), item.filename, expansion
    )


def _open_tarred(archive: tarfile.TarFile, item: tarfile.TarInfo, expansion: int) -> BinaryIO:
    file = archive.extractfile(item)
    assert file is not None
    return decompressed(cast(BinaryIO, file), item.name, expansion)


def _name(path: str, member: str) -> str:
    return f"{shown(path)}!/{shown(member)}"
