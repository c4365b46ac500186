"""The items of the sources of a run, from any number on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from hookline.components.retry import Progress, retrying
from hookline.components.source import Source, Unreadable
from hookline.components.stream_source import StreamSource
from hookline.document.document import Document
from hookline.errors import SourceError, TransientError
from hookline.runner.input_sizes import InputSizes
from hookline.runner.positions import Positions, source_failed
from hookline.runner.source_warnings import SourceWarnings
from hookline.runner.stream_digest import StreamDigest

__all__ = ["InputItems", "Item"]

PAUSE = 0.05  # seconds between checks of a cancellation

Item = Document | Unreadable


class InputItems:
    """
    Read the items of sources, in order, each source again after a transient error.

    `read` counts the items read so far, by source. `digest` is that of the items of a stream, one that
    can be read only once. Reading ends soon after `cancelled` is set by another thread.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        names: Sequence[str],
        limit: int | None,
        positions: Positions,
        sizes: InputSizes,
        warnings: SourceWarnings,
        is_stream: bool,
    ) -> None:
        self._sources = sources
        self._names = names
        self._limit = limit
        self._positions = positions
        self._sizes = sizes
        self._warnings = warnings
        self._is_stream = is_stream
        self.read = [0] * len(sources)
        self.digest = StreamDigest()
        self.cancelled = False

    def after(self, done: int, stream_digest: str | None) -> Iterator[Item]:
        """
        Return the items after the first `done`, up to the limit of the run.

        Raises:
            SourceError: The first items of a stream are others than those of the digest.
        """
        items: Iterator[Item]
        if self._positions.stream is not None:
            items = self._of_source(0)
        elif self._is_stream:
            items = self._all()
            if done and not self._skip(items, done, stream_digest):
                raise SourceError(
                    "the input differs from what the output was begun with; choose another "
                    "output with -o, or start again with --fresh"
                )
        elif len(self._sources) == 1:
            items = self._of_source(0, done)
        else:
            items = self._all()
            if done:
                next(islice(items, done, done), None)
                self._warnings.forget()
        return items if self._limit is None else islice(items, max(self._limit - done, 0))

    def repeat(self, done: int, stream_digest: str) -> bool:
        """Return whether a stream has exactly the items of a finished run."""
        items = self._all()
        same = self._skip(items, done, stream_digest)
        return same and (self._limit is not None or next(items, None) is None)

    def _all(self) -> Iterator[Item]:
        return chain.from_iterable(map(self._of_source, range(len(self._sources))))

    def _of_source(self, number: int, start: int = 0) -> Iterator[Item]:
        """Yield the items of one source; an error that lasts names the source."""
        stream = self._positions.stream
        try:
            items = self._retried(number, start) if stream is None else self._of_stream(stream)
            yield from items
        except TransientError as error:
            raise source_failed(self._names[number], error) from error

    def _retried(self, number: int, start: int) -> Iterator[Item]:
        """
        Yield the items of one source; with several sources, set it on unreadable items.

        After a transient error, reading resumes at the same item, unless the source is a stream.
        """
        source = self._sources[number]
        several = len(self._sources) > 1
        position = start
        progress = Progress()
        for attempt in retrying(progress, self._pause):
            with attempt:
                try:
                    for item in self._read_from(number, position):
                        position += 1
                        self.read[number] = position
                        yield (
                            item._replace(source=self._names[number])
                            if several and isinstance(item, Unreadable)
                            else item
                        )
                        if progress.failed:
                            progress.made()
                except TransientError as error:
                    if source.is_stream() or self.cancelled:
                        raise source_failed(self._names[number], error) from error
                    raise

    def _of_stream(self, source: StreamSource) -> Iterator[Item]:
        """Yield the items of a source with positions; a transient error ends no reading."""
        position = self._positions.position
        progress = Progress()
        for attempt in retrying(progress, self._pause):
            with attempt:
                for item in source.read_after(position):
                    if self.cancelled:
                        return
                    if item is not None:
                        yield item
                        position = source.advance(position, item)
                        if progress.failed:
                            progress.made()

    def _read_from(self, number: int, position: int) -> Iterator[Item]:
        if self._sizes.parts:
            return self._sources[number].read_part(*self._sizes.parts[number], position)
        return self._sources[number].read(position)

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self.cancelled and (rest := end - time.monotonic()) > 0:
            time.sleep(min(rest, PAUSE))

    def _skip(self, items: Iterator[Item], done: int, stream_digest: str | None) -> bool:
        """Read the first items of a stream again; return whether they are those of the digest."""
        count = 0
        for item in islice(items, done):
            self.digest.add(item)
            count += 1
            if self.cancelled:
                return False
        self._warnings.forget()
        return count == done and self.digest.reaches(stream_digest)
