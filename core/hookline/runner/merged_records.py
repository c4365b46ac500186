"""The records of a run with those of its replay, in the order of the input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import orjson

from hookline.components.source import Outputs, Source
from hookline.document.document import Document
from hookline.errors import ResumeError, SourceError
from hookline.files.reading import open_input
from hookline.plan import Plan
from hookline.runner.content import content_digest

__all__ = ["ADVICE", "MergedRecords"]

ADVICE = "write the replayed documents to a file of their own with -o instead"


class MergedRecords:
    """
    The records of an output and of a replay of its dead letters.

    Args:
        plan: The plan of the run, with its output and its sources.
        replay: The plan of the replay.
        records: The file that the replay has written.
        letters: The dead-letter file of the run.
        limit: The number of items that the run read at most.
        is_mended: Whether the input has changed since the run.
    """

    def __init__(
        self,
        plan: Plan,
        replay: Plan,
        records: str,
        letters: str,
        limit: int | None,
        is_mended: bool,
    ) -> None:
        self._plan = plan
        self._replay = replay
        self._records = records
        self._letters = letters
        self._limit = limit
        self._is_mended = is_mended
        self._target = plan.open_sink().target

    def write(self, before: str | None, again: frozenset[str]) -> tuple[Any, str | None]:
        """
        Write them to the part file of the output.

        Args:
            before: The digest of the documents that had not failed, if the run noted it.
            again: The places of the documents that have failed again.

        Returns:
            The position of the sink, and the digest of the documents that have not failed now.

        Raises:
            ResumeError: Documents that had not failed have changed.
        """
        contents = _Contents()
        sink = self._plan.open_sink()
        try:
            sink.open()
            for line in self._merged(contents, before, again):
                sink.write([line])
            position = sink.flush()
        finally:
            sink.close()
        return position, contents.settled if before is not None else None

    def _merged(
        self, contents: _Contents, before: str | None, again: frozenset[str]
    ) -> Iterator[bytes]:
        """Yield the lines of the old output and of the replay, in the order of the input."""
        replayed = self.replayed()
        with open_input(self._target) as file:
            lines = _Lines(file)
            for item in self._items():
                place = str(item.place)
                if place in replayed:
                    yield from replayed.pop(place)
                    if self._plan.secrets.hide(place) not in again:
                        contents.settled = content_digest([item], contents.settled)
                elif isinstance(item, Document):
                    yield from lines.take(item.id)
                    contents.settled = content_digest([item], contents.settled)
                    contents.unfailed = content_digest([item], contents.unfailed)
            if before is not None and contents.unfailed != before:
                raise ResumeError(
                    f"the input of {self._target} has changed in other documents than those that "
                    "failed; run the config again with --update or --fresh"
                )
            if replayed and self._is_mended:
                raise ResumeError(
                    f"the input has no document at {next(iter(replayed))} any more, where one failed; "
                    "put it back, or run the config again with --update or --fresh"
                )
            if replayed or lines.next:
                what = next(iter(replayed), None) or f"the document {lines.next_id!r}"
                raise ResumeError(f"the input has no place for {what}; {ADVICE}")

    def _items(self) -> Iterator[Any]:
        sources: Sequence[Source] = self._plan.open_sources()
        with self._plan.secrets.kept():
            for source in sources:
                source.outputs = Outputs((self._target, self._letters))
            items = (item for source in sources for item in source.read(0))
            yield from islice(items, self._limit)
            for source in sources:
                source.close()

    def replayed(self) -> dict[str, list[bytes]]:
        """Return the replayed lines of each dead letter, by its place in the input."""
        replayed: dict[str, list[bytes]] = {}
        (source,) = self._replay.open_sources()
        with open_input(self._records) as file, self._plan.secrets.kept():
            lines = _Lines(file)
            for item in source.read(0):
                place = str(item.place)
                if place in replayed:
                    raise ResumeError(f"two dead letters are from {place}; {ADVICE}")
                replayed[place] = list(lines.take(item.id)) if isinstance(item, Document) else []
            if lines.next:
                raise ResumeError(
                    f"the record {lines.next_id!r} of the replay is that of no dead letter; {ADVICE}"
                )
        return replayed


@dataclass(slots=True)
class _Contents:
    """The digests of the documents that have not failed, now and in the run."""

    settled: str = ""
    unfailed: str = ""


class _Lines:
    """The lines of a file of records, with the id of the next one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._advance()

    def take(self, doc_id: str) -> Iterator[bytes]:
        """Yield the next line if it is the record of a document."""
        if self.next and self.next_id == doc_id:
            yield self.next
            self._advance()

    def _advance(self) -> None:
        self.next = self._file.readline()
        record = orjson.loads(self.next) if self.next else {}
        if self.next and not isinstance(record, dict):
            raise SourceError("expected records of the sink `jsonl`")
        self.next_id = record.get("id", "")
