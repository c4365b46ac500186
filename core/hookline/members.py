"""The files in a path: itself, or what an archive holds."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, NamedTuple, cast

from hookline.errors import SourceError
from hookline.reading import decompressed, is_archive, open_input
from hookline.storage import ending, shown

__all__ = ["Member", "members"]


class Member(NamedTuple):
    """A file to read: its name in messages, and how to open it."""

    name: str
    open: Callable[[], BinaryIO]


def members(path: str, endings: tuple[str, ...]) -> Iterator[Member]:
    """
    Yield the file that a path names, or those with one of `endings` in the archive that it names.

    Members come in the order of the archive; each must be read before the next is asked for. Hidden
    files are passed over.

    Raises:
        SourceError: an archive cannot be opened, or holds no such file.
        Exception: an archive is damaged; what was in front of the damage has been yielded.
    """
    if path == "-" or not is_archive(path):
        yield Member("<stdin>" if path == "-" else shown(path), partial(open_input, path))
        return
    count = 0
    for member in _zip(path) if ending(path) == ".zip" else _tar(path):
        name = member.name.rpartition("!/")[2]
        hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/") if part != ".")
        if ending(name) in endings and not hidden:
            count += 1
            yield member
    if not count:
        raise SourceError(f"{shown(path)} holds no file ending in {' or '.join(endings)}")


def _zip(path: str) -> Iterator[Member]:
    with open_input(path) as file, zipfile.ZipFile(file) as archive:
        for item in archive.infolist():
            if not item.is_dir():
                yield Member(_name(path, item.filename), partial(_open_zipped, archive, item))


def _tar(path: str) -> Iterator[Member]:
    with open_input(path) as file, tarfile.open(fileobj=file, mode="r|") as archive:
        for item in archive:
            if item.isfile():
                yield Member(_name(path, item.name), partial(_open_tarred, archive, item))


def _open_zipped(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> BinaryIO:
    return decompressed(cast(BinaryIO, archive.open(item)), item.filename)


def _open_tarred(archive: tarfile.TarFile, item: tarfile.TarInfo) -> BinaryIO:
    file = archive.extractfile(item)
    assert file is not None
    return decompressed(cast(BinaryIO, file), item.name)


def _name(path: str, member: str) -> str:
    return f"{shown(path)}!/{shown(member)}"
