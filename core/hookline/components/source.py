"""The source contract: documents and unreadable items, in a fixed order."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePath
from typing import Any, ClassVar, NamedTuple

from hookline.components.warning_component import WarningComponent
from hookline.document.annotations import Place
from hookline.document.document import Document
from hookline.errors import SourceError

__all__ = ["NO_OUTPUTS", "Outputs", "Source", "Unreadable"]


def _real(name: str) -> str:
    return str(PurePath(name)) if "://" in name else os.path.realpath(name)


class Outputs:
    """Output files and folders of a run; `-` is standard output."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._real = frozenset(map(_real, (name for name in names if name != "-")))

    def has(self, path: str) -> bool:
        """Return whether `path` is an output, or is inside one."""
        real = PurePath(_real(path))
        return any(str(name) in self._real for name in (real, *real.parents))


NO_OUTPUTS = Outputs()


class Unreadable(NamedTuple):
    """An item of the input that could not be read: its place, the error and its content."""

    place: Place
    error: Exception
    payload: dict[str, Any]
    source: str = ""
    """The name of its source if there are several; set by the host."""


class Source(WarningComponent, ABC):
    """
    Read documents.

    The same input must give the same items in the same order every time: an interrupted run resumes
    at the number of items that it has finished.
    """

    kind = "source"

    endings: ClassVar[Iterable[str]] = ()
    """File name endings, with the dot and without compression, that this source reads."""

    outputs: Outputs = NO_OUTPUTS
    """Outputs of the run; never read, even if a folder or pattern of the input matches them."""

    @abstractmethod
    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        """
        Yield all items from number `start`, counted from 0.

        An item that cannot be decoded or parsed is yielded as `Unreadable`.

        Raises:
            SourceError: The input cannot be opened.
        """

    def inputs(self) -> list[str]:
        """Return the paths or addresses that will be read; empty for a stream."""
        return []

    def is_stream(self) -> bool:
        """Return whether the input can be read only once: standard input or a pipe."""
        return any(not os.path.isfile(name) for name in self.inputs() if "://" not in name)

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        """Return the item of a dead letter of this source; override it for custom payloads."""
        if isinstance(payload.get("text"), str):
            return Document.from_text(
                payload["text"], str(payload.get("id", place)), payload.get("meta") or {}, place
            )
        error = SourceError(f"{place}: the dead letter has no text to read again")
        return Unreadable(place, error, payload)

    def commit(self, position: Any) -> None:
        """
        Acknowledge the items up to a position, which a durable checkpoint holds.

        A resumed run reads on after it. `position` is the number of items with an outcome, or what a
        `StreamSource` gave; it may be repeated after a kill. The last one is committed before the
        output is published. The call comes from another thread than the one that reads.

        Raises:
            TransientError: It is to be repeated: at the next checkpoint, or after a pause if it is the
                last one.
        """

    def total(self) -> int | None:
        """Return the number of items if it is known without reading them, else None."""
        return None

    def input_size(self) -> int | None:
        """Return the size of the input in bytes, to show progress, or None if it is unknown."""
        return None

    def size_of(self, items: int) -> int:
        """Return about how many bytes of the input the first items are, of those read so far."""
        return 0

    def size(self) -> int:
        """
        Return the size of the input, by which it is divided into shards.

        The unit is an item, which takes a pass over the input if `total` is unknown. Override it
        together with `read_part` for another unit; files are divided by bytes.
        """
        total = self.total()
        return sum(1 for _ in self.read(0)) if total is None else total

    def read_part(self, begin: int, end: int, start: int = 0) -> Iterator[Document | Unreadable]:
        """
        Yield the items that begin at `begin <= position < end` of `size()`, from their number `start`.

        Parts that cover the whole size, read in order, give the items that `read` gives.
        """
        return islice(self.read(begin + start), max(end - begin - start, 0))
