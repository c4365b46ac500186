"""Write nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hookline import Document, Sink


class NullSink(Sink):
    """Write nothing, to time a config or to see which documents fail; `-o /dev/null` selects it."""

    name = "null"

    class Options(Sink.Options):
        """Options of the sink: none."""

    @property
    def target(self) -> str:
        return "-"  # without a state beside it: there is nothing to resume

    def published_size(self) -> int:
        return 0

    def encode(self, docs: Sequence[Document]) -> list[bytes]:
        return [b""] * len(docs)

    def open(self, position: Any = None) -> None:
        """There is nothing to open."""

    def write(self, chunks: Sequence[bytes]) -> None:
        """There is nothing to write."""

    def flush(self) -> int:
        return 0

    def publish(self) -> int:
        return 0
