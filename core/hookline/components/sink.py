"""The sink contract: encode in any process, write in one, in order."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from hookline.components.component import Component
from hookline.document.document import Document
from hookline.document.layers import BUILT_IN_LAYERS, LayerTable
from hookline.errors import SinkError

__all__ = ["Sink"]


class Sink(Component, ABC):
    """
    Write documents.

    Encoding is separate from writing: it happens in any process, and a document that cannot be encoded
    fails alone. Writing happens in one process, in input order. Before `publish`, nothing is visible
    under the final name. Most sinks write a file and derive from `FileSink`.
    """

    kind = "sink"

    endings: ClassVar[Iterable[str]] = ()
    """File name endings, with the dot and without compression, that this sink writes."""
    compresses: ClassVar[bool] = False
    """Whether a file name ending such as `.gz` selects a compression."""
    stores: ClassVar[bool] = False
    """Whether the target may be an address of an object store."""
    requires: ClassVar[Iterable[str]] = ()
    """Layers that documents must have."""

    grows: ClassVar[bool] = False
    """Whether `open` can continue an output that was published at the given position."""

    layers: LayerTable = BUILT_IN_LAYERS
    """Layers that records may have, for `to_record` and `record_schema`; set by the host."""

    @classmethod
    def unread_layers(cls, options: Any) -> frozenset[str]:
        """
        Return the layers that the sink does not read, whether or not documents have them.

        A stage need not compute them (`Stage.without_layers`). By default there are none.
        """
        return frozenset()

    @classmethod
    def needs(cls, options: Any) -> Mapping[str, str]:
        """Return the layers that documents must have, each with a hint of what to do without it."""
        return dict.fromkeys(cls.requires, "")

    @property
    @abstractmethod
    def target(self) -> str:
        """The output path; `-` is standard output."""

    @property
    def targets(self) -> list[str]:
        """All output paths."""
        return [self.target]

    @property
    def folders(self) -> list[str]:
        """The output paths that are folders."""
        return []

    @property
    def early_targets(self) -> list[str]:
        """The output paths that appear before the run is finished, such as folders of parts."""
        return []

    def lost(self) -> list[str]:
        """
        Return the targets with published output that no longer exists.

        A finished run with lost targets is run again. Override it if the target is only a receipt for
        output that is stored elsewhere, such as rows of a database.
        """
        return [name for name in self.targets if name != "-" and not os.path.lexists(name)]

    def published_size(self) -> int:
        """
        Return the size of the published output in bytes.

        If it changes after a run has finished, the output has been modified, and the run is refused.
        Override it for remote storage.
        """
        return sum(map(_size_of, self.targets))

    @abstractmethod
    def encode(self, docs: Sequence[Document]) -> Iterable[Any]:
        """Return or yield the encoded form of each document, in order; an exception fails it."""

    def check_chunk(self, chunk: Any) -> None:
        """
        Check what `encode` gave for a document, which fails alone if this raises.

        Raises:
            OutcomeError: The sink cannot write it.
        """

    @abstractmethod
    def open(self, position: Any = None) -> None:
        """
        Start a new output, or continue at `position`, a value that `flush` returned earlier.

        Raises:
            SinkError: The output cannot be written.
        """

    @abstractmethod
    def write(self, chunks: Sequence[Any]) -> None:
        """Append encoded documents."""

    @abstractmethod
    def flush(self) -> Any:
        """Make everything written so far durable and return the current position, as plain JSON."""

    def due(self) -> bool:
        """Whether `flush` and `commit` have something to do although nothing was written since."""
        return False

    def commit(self) -> None:
        """
        Note that a durable checkpoint holds the last position that `flush` returned.

        A sink whose output appears in parts publishes here what was complete at that position. After
        a kill it is not called again: `open` has to make up for it.
        """

    @abstractmethod
    def publish(self) -> int:
        """Publish the finished output atomically and return its size in bytes."""

    def join(self, outputs: Sequence[str]) -> None:
        """
        Append the outputs of shards, given in order, to this output, which is open and new.

        Raises:
            SinkError: One of them cannot be read, or the format cannot be joined.
        """
        raise SinkError(
            f"outputs of the sink `{self.name}` cannot be joined; read all of them, or write "
            "records as `jsonl` or `parquet`"
        )


def _size_of(path: str) -> int:
    """Return the size of a file, or of all files in a folder, in bytes."""
    if not os.path.isdir(path):
        return os.path.getsize(path)
    return sum(
        os.path.getsize(os.path.join(parent, name))
        for parent, _, names in os.walk(path)
        for name in names
    )
