"""The contract of sources whose items have positions, such as queues and logs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from itertools import islice
from typing import Any

from hookline.components.source import Source, Unreadable
from hookline.document.document import Document

__all__ = ["StreamSource"]


class StreamSource(Source):
    """
    A source whose items have positions: a queue, a log or a feed, which may never end.

    The checkpoint holds the position after the last item with an outcome, and a resumed run reads on
    from there, without reading earlier items again. It must be the only source of a config.
    """

    def begin(self) -> Any:
        """
        Return the position before the first item, as plain JSON.

        A run calls it once and keeps it in its first checkpoint: override it where the start, such as
        "from now on", means another place at every call.

        Raises:
            SourceError: The input cannot be opened.
            TransientError: It may be opened after a pause.
        """
        return None

    @abstractmethod
    def read_after(self, position: Any) -> Iterator[Document | Unreadable | None]:
        """
        Yield the items after a position, which `begin` or `advance` returned.

        Items that were read but not finished before an interruption are read again, perhaps in another
        order. None stands for no item: yield it every tenth of a second while waiting, so that the run
        can be stopped.

        Raises:
            SourceError: The input cannot be opened or read.
            TransientError: It can be read again from the last item, after a pause.
        """

    @abstractmethod
    def advance(self, position: Any, item: Document | Unreadable) -> Any:
        """
        Return the position after an item that was read after `position`, as plain JSON.

        It depends on nothing else, and does not change `position`.
        """

    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        items = (item for item in self.read_after(self.begin()) if item is not None)
        return islice(items, start, None)

    def is_stream(self) -> bool:
        """Return True."""
        return True
