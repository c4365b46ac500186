"""The base class of sources that read files."""

from __future__ import annotations

import zlib
from abc import abstractmethod
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any, BinaryIO, ClassVar

from pydantic import Field, PositiveInt

from hookline.components.source import Source, Unreadable
from hookline.document.annotations import Place
from hookline.document.document import Document
from hookline.errors import SourceError
from hookline.files.archives import Member, members
from hookline.files.compression import EXPANSION, compression_of
from hookline.files.meter import InputMeter, total_size
from hookline.files.reading import counted, is_archive, matching, size_of
from hookline.files.sections import line_section
from hookline.files.storage import shown

__all__ = ["FileSource"]


class FileSource(Source):
    """
    A source that reads files, each holding one document or many.

    A subclass splits a file into entries (`entries`) and makes a document from an entry (`document`),
    so that a resumed run can skip finished entries cheaply. A damaged file fails from the damage on.
    """

    entry_per_line: ClassVar[bool] = False
    """Whether an entry is one line, so that a part of a file can be read alone (`entries_after`)."""

    class Options(Source.Options):
        """Options of a source of files."""

        path: str | list[str] = Field(
            description="files, folders, patterns such as `data/*`, archives (.zip, .tar, .tar.gz) or "
            "addresses such as `s3://bucket/data`; compressed or not; `-` is standard input"
        )
        expansion_limit: PositiveInt = Field(
            EXPANSION,
            description="the largest ratio of decompressed to compressed size of a file; a file "
            "that exceeds it and 256 MiB is a dead letter, as it may be a decompression bomb",
        )

    @abstractmethod
    def entries(self, file: BinaryIO, name: str) -> Iterator[tuple[Place, Any] | Unreadable]:
        """Yield each entry of an open file: its place, and the argument for `document`."""

    def entries_after(
        self, file: BinaryIO, name: str, lines: int
    ) -> Iterator[tuple[Place, Any] | Unreadable]:
        """Yield each entry of a file that is open after its first `lines` lines."""
        raise NotImplementedError

    @abstractmethod
    def document(self, place: Place, entry: Any) -> Document | Unreadable:
        """Return the document of an entry."""

    @cached_property
    def _meter(self) -> InputMeter:
        return InputMeter()

    @cached_property
    def _paths(self) -> list[str]:
        return matching(self.options.path, self.endings, self.outputs)

    def inputs(self) -> list[str]:
        return self._paths

    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        for entry in islice(self._entries(), start, None):
            yield entry if isinstance(entry, Unreadable) else self.document(*entry)

    def input_size(self) -> int | None:
        return total_size(self._paths)

    def size_of(self, items: int) -> int:
        return self._meter.size_of(items)

    def size(self) -> int:
        """Return the size of the files in bytes, and one more for each, so that none has no size."""
        return sum(self._sizes)

    def read_part(self, begin: int, end: int, start: int = 0) -> Iterator[Document | Unreadable]:
        """
        Yield the items that begin in a part of the files, from number `start` of them.

        A file in which a part begins or ends is divided by bytes, at the end of a line, if its entries
        are lines and it is not compressed; otherwise by the number of its entries.
        """
        for entry in islice(self._entries_between(begin, end), start, None):
            yield entry if isinstance(entry, Unreadable) else self.document(*entry)

    @cached_property
    def _sizes(self) -> list[int]:
        return [size_of(path) + 1 for path in self._paths]

    def _entries(self) -> Iterator[tuple[Place, Any] | Unreadable]:
        self._meter = InputMeter()
        for path in self._paths:
            yield from self._of_path(path)

    def _entries_between(self, begin: int, end: int) -> Iterator[tuple[Place, Any] | Unreadable]:
        position = 0
        for path, size in zip(self._paths, self._sizes, strict=True):
            first, last = max(begin - position, 0), min(end - position, size)
            position += size
            if first >= last:
                continue
            if (first, last) == (0, size):
                yield from self._of_path(path)
            elif self.entry_per_line and not (is_archive(path) or compression_of(path)):
                member = next(members(path, (), self.options.expansion_limit))
                yield from self._of_member(member, (first, last))
            else:
                count = sum(1 for _ in self._of_path(path))
                numbers = [-(-bound * count // size) for bound in (first, last)]  # rounded up
                yield from islice(self._of_path(path), *numbers)

    def _of_path(self, path: str) -> Iterator[tuple[Place, Any] | Unreadable]:
        meter, limit = self._meter, self.options.expansion_limit
        unread: list[str] = []
        try:
            for member in members(path, tuple(self.endings), limit, meter.opened, unread.append):
                for entry in self._of_member(member):
                    meter.count()
                    yield entry
            if unread:
                what = f"files in {shown(path)} with other endings are not read: {counted(unread)}"
                self.warn("unread-members", what)
        except GeneratorExit:
            raise
        except Exception as error:  # a damaged archive
            yield self.damaged(Place(shown(path)), error)
        meter.finished(path)

    def _of_member(
        self, member: Member, part: tuple[int, int] | None = None
    ) -> Iterator[tuple[Place, Any] | Unreadable]:
        """Yield the entries of a file, or those of the lines that begin between two positions."""
        place = Place(member.name)
        try:
            with member.open() as file:
                if part is None:
                    entries = self.entries(file, member.name)
                else:
                    section, lines = line_section(file, *part)
                    entries = self.entries_after(section, member.name, lines)
                for entry in entries:
                    place = entry.place if isinstance(entry, Unreadable) else entry[0]
                    yield entry
        except GeneratorExit:
            raise
        except Exception as error:  # missing, damaged, or of another format than its name says
            if part and part[0] and place.line is None:
                return  # the part at the start of the file says so
            if place.line is not None:
                place = place._replace(line=place.line + 1)
            yield self.damaged(place, error)

    def whole(self, file: BinaryIO, place: Place, limit: int) -> bytes | Unreadable:
        """Return the content of an open file, or an `Unreadable` if it is too large."""
        try:
            data = file.read(limit + 1)
        except Exception as error:  # decompressors raise any exception on damage
            return self.damaged(place, error)
        if len(data) <= limit:
            return data
        message = (
            f"{place}: the file has more than size_limit, {limit:,} bytes; if it is one document, "
            "raise the limit"
        )
        return Unreadable(place, SourceError(message), {"path": place.path})

    def is_plain(self) -> bool:
        """Return whether no path is an archive, so that each path is one file."""
        return not any(map(is_archive, self._paths))

    def damaged(self, place: Place, error: Exception) -> Unreadable:
        """Return the `Unreadable` for the rest of a file from `place`."""
        what = getattr(error, "strerror", None) or str(error) or type(error).__name__
        if isinstance(error, zlib.error):  # a checksum is at the end of what it is of
            what += "; documents before it in the file may be damaged as well"
        message = what if place.path in what else f"{place}: cannot read on: {what}"
        payload = {"path": place.path, "rest": True}
        if place.line is not None:
            payload["line"] = place.line
        return Unreadable(place, SourceError(message), payload)

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        path = payload.get("path")
        if not isinstance(path, str):
            return super().revive(payload, place)
        if payload.get("rest") and ("line" in payload or is_archive(path)):
            error = SourceError(
                f"{place}: the rest of the file is not in the dead letter; repair the file and run it"
            )
            return Unreadable(place, error, payload)
        expansion = self.options.expansion_limit
        for member in members(path.partition("!/")[0], tuple(self.endings), expansion):
            for entry in self._of_member(member) if member.name == path else ():
                where = entry.place if isinstance(entry, Unreadable) else entry[0]
                if where.line == payload.get("line"):
                    return entry if isinstance(entry, Unreadable) else self.document(*entry)
        error = SourceError(f"{place}: there is nothing at this position any more")
        return Unreadable(place, error, payload)
