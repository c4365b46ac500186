"""The sink contract: encode anywhere, write in one place, in order."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from hookline.components.component import Component
from hookline.document.document import Document
from hookline.document.layers import BUILT_IN_LAYERS, LayerTable

__all__ = ["Sink"]


class Sink(Component, ABC):
    """
    Where documents go.

    Encoding is separate from writing, so that it can happen in any process and a document that cannot
    be encoded costs only itself. Writing happens in one process, in input order. Between `open` and
    `publish` nothing is visible under the final name. Most sinks write a file and derive from
    `FileSink`.
    """

    kind = "sink"

    endings: ClassVar[Iterable[str]] = ()
    """File name endings, with the dot and without compression, that this sink writes."""
    compresses: ClassVar[bool] = False
    """Whether a name with the ending of a compression, such as `.gz`, makes it compress."""
    requires: ClassVar[Iterable[str]] = ()
    """Layers that must be there."""

    layers: LayerTable = BUILT_IN_LAYERS
    """The layers that records may have: what `to_record` and `record_schema` take; set by the host."""

    @property
    @abstractmethod
    def target(self) -> str:
        """The path that is written; `-` is standard output."""

    @property
    def targets(self) -> list[str]:
        """Every path that is written: more than one for several sinks in one."""
        return [self.target]

    @property
    def folders(self) -> list[str]:
        """Those of the targets that are folders."""
        return []

    def lost(self) -> list[str]:
        """
        Return the targets that no longer hold what `publish` put there: deleted, for example.

        A finished run whose target is lost is run again. Override where the target is only a receipt
        for something that is kept elsewhere, such as the rows of a database.
        """
        return [name for name in self.targets if name != "-" and not os.path.lexists(name)]

    def published_size(self) -> int:
        """
        Return the size in bytes of what `publish` put in place.

        A finished run of which it differs later is refused, as the output was changed. Override it for
        a store that is not on this machine.
        """
        return sum(map(_size_of, self.targets))

    @abstractmethod
    def encode(self, docs: Sequence[Document]) -> Iterable[Any]:
        """Return or yield the encoded form of each document, in order; an exception fails it."""

    @abstractmethod
    def open(self, position: Any = None) -> None:
        """
        Start a new output, or go on behind `position`, a value that `flush` returned earlier.

        Raises:
            SinkError: the output cannot be written.
        """

    @abstractmethod
    def write(self, chunks: Sequence[Any]) -> None:
        """Append encoded documents."""

    @abstractmethod
    def flush(self) -> Any:
        """Make everything written so far durable and return the position reached, as plain JSON."""

    @abstractmethod
    def publish(self) -> int:
        """Put the finished output in its place, at once, and return its size in bytes."""


def _size_of(path: str) -> int:
    """Return the size of a file, or of all files in a folder, in bytes."""
    if not os.path.isdir(path):
        return os.path.getsize(path)
    return sum(
        os.path.getsize(os.path.join(parent, name))
        for parent, _, names in os.walk(path)
        for name in names
    )
