"""The base class of sources that read files."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any, BinaryIO

from pydantic import Field, PositiveInt

from hookline.components.source import Source, Unreadable
from hookline.document.annotations import Place
from hookline.document.document import Document
from hookline.errors import SourceError
from hookline.files.archives import Member, members
from hookline.files.compression import EXPANSION
from hookline.files.meter import InputMeter, total_size
from hookline.files.reading import is_archive, matching
from hookline.files.storage import shown

__all__ = ["FileSource"]


class FileSource(Source):
    """
    A source that reads files, each holding one document or many.

    A subclass splits a file into entries (`entries`) and makes a document from an entry (`document`),
    so that a resumed run can skip finished entries cheaply. A damaged file fails from the damage on.
    """

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

    def _entries(self) -> Iterator[tuple[Place, Any] | Unreadable]:
        meter = self._meter = InputMeter()
        for path in self._paths:
            try:
                limit = self.options.expansion_limit
                for member in members(path, tuple(self.endings), limit, meter.opened):
                    for entry in self._of_member(member):
                        meter.count()
                        yield entry
            except GeneratorExit:
                raise
            except Exception as error:  # a damaged archive
                yield self.damaged(Place(shown(path)), error)
            meter.finished(path)

    def _of_member(self, member: Member) -> Iterator[tuple[Place, Any] | Unreadable]:
        place = Place(member.name)
        try:
            with member.open() as file:
                for entry in self.entries(file, member.name):
                    place = entry.place if isinstance(entry, Unreadable) else entry[0]
                    yield entry
        except GeneratorExit:
            raise
        except Exception as error:  # missing, damaged, or of another format than its name says
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
        message = what if place.path in what else f"{place}: cannot read on: {what}"
        payload = {"path": place.path, "rest": True}
        if place.line is not None:
            payload["line"] = place.line
        return Unreadable(place, SourceError(message), payload)

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        path = payload.get("path")
        if not isinstance(path, str):
            return super().revive(payload, place)
        if payload.get("rest") and "line" in payload:
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
