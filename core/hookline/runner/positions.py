"""Keep the positions of sources and let the sources commit them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from hookline.components.retry import with_retries
from hookline.components.source import Source, Unreadable
from hookline.components.stream_source import StreamSource
from hookline.document.document import Document
from hookline.errors import (
    PLUGIN_FAULTS,
    HooklineError,
    SourceError,
    TransientError,
    described,
    message_of,
)

__all__ = ["Positions", "source_failed"]


class Positions:
    """
    The positions of the sources of a run after the items that have an outcome.

    `stream` is the only source if it is a `StreamSource`, else None, and `position` is its position.
    The position of another source is the number of its items.
    """

    def __init__(self, sources: Sequence[Source], names: Sequence[str]) -> None:
        self._sources = sources
        self._names = names
        self._committed: list[Any] = [None] * len(sources)
        only = sources[0] if len(sources) == 1 else None
        self.stream = only if isinstance(only, StreamSource) else None
        self.position: Any = None

    def begin(self, sleep: Callable[[float], None]) -> None:
        """
        Set the position of a stream before its first item; `sleep` pauses before a retry.

        Raises:
            SourceError: The source cannot be opened.
        """
        if self.stream is None:
            return
        try:
            self.position = with_retries(self.stream.begin, sleep)
        except TransientError as error:
            raise source_failed(self._names[0], error) from error
        except HooklineError:
            raise
        except PLUGIN_FAULTS as error:
            raise source_failed(self._names[0], error) from error

    def pass_item(self, item: Document | Unreadable) -> None:
        """Move the position of a stream past its next item."""
        if self.stream is not None:
            self.position = self.stream.advance(self.position, item)

    def commit(
        self, settled: int, read: Sequence[int], sleep: Callable[[float], None] | None
    ) -> None:
        """
        Commit the position of each source that has moved.

        Args:
            settled: The number of items with an outcome.
            read: The number of items read so far, by source.
            sleep: Pauses before a retry after a transient error, which is ignored if it is None.

        Raises:
            SourceError: A source cannot commit.
        """
        for index, position in enumerate(self._of_sources(settled, read)):
            if position is None or not settled or position == self._committed[index]:
                continue
            name, commit = self._names[index], partial(self._sources[index].commit, position)
            try:
                if sleep is None:
                    commit()
                else:
                    with_retries(commit, sleep)
            except TransientError as error:
                if sleep is not None:
                    raise SourceError(
                        f"the source {name} cannot commit its position: {message_of(error)}; run "
                        "the same command again to finish"
                    ) from error
                continue
            except HooklineError:
                raise
            except PLUGIN_FAULTS as error:
                raise SourceError(
                    f"the source {name} cannot commit its position: {described(error)}"
                ) from error
            self._committed[index] = position

    def _of_sources(self, settled: int, read: Sequence[int]) -> Iterator[Any]:
        """Yield the position of each source, None if it is not known or nothing has been read."""
        if len(self._sources) == 1:
            yield self.position if self.stream is not None else settled or None
            return
        known = sum(read) >= settled  # false while a resumed run passes earlier items again
        for count in read:
            yield min(settled, count) or None if known else None
            settled -= min(settled, count)


def source_failed(name: str, error: BaseException) -> SourceError:
    """Return the error that ends a run for one of a source, which it names."""
    if isinstance(error, TransientError):
        return SourceError(
            f"the source {name} failed: {message_of(error)}; run the same command again to continue"
        )
    return SourceError(f"the source {name} failed: {described(error)}")
