"""The source contract: documents, and what could not be read, in a fixed order."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from hookline.components.component import Component
from hookline.document.annotations import Place
from hookline.document.document import Document
from hookline.errors import SourceError

__all__ = ["NO_OUTPUTS", "Outputs", "Source", "Unreadable"]


class Outputs(NamedTuple):
    """The files and folders that a run writes."""

    target: str = "-"
    letters: str = "-"
    others: tuple[str, ...] = ()

    def has(self, path: str) -> bool:
        """Tell whether `path` is one of them, or in one of them."""
        real = os.path.realpath(path)
        names = (self.target, self.letters, *self.others)
        outputs = [os.path.realpath(name) for name in names if name != "-"]
        return any(real == output or real.startswith(output + os.sep) for output in outputs)


NO_OUTPUTS = Outputs()


class Unreadable(NamedTuple):
    """A piece of the input that is no document, with its place, what is wrong and what it held."""

    place: Place
    error: Exception
    payload: dict[str, Any]
    source: str = ""
    """The name of its source, where there are several; the host fills it in."""


class Source(Component, ABC):
    """
    Where documents come from.

    The same input must give the same items in the same order every time: a document is known by its
    place in that order, and an interrupted run finds its place again by counting.
    """

    kind = "source"

    endings: ClassVar[Iterable[str]] = ()
    """File name endings, with the dot and without compression, that this source reads."""

    outputs: Outputs = NO_OUTPUTS
    """What the run writes: never input, even where a folder or pattern would take it in."""

    @abstractmethod
    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        """
        Yield every item from number `start` on, counted from 0.

        What cannot be decoded or parsed is yielded as `Unreadable`, and reading goes on.

        Raises:
            SourceError: the input cannot be opened at all.
        """

    def inputs(self) -> list[str]:
        """Return the paths or addresses that will be read; none for a stream."""
        return []

    def is_stream(self) -> bool:
        """Tell whether an input can be read only once: standard input, a pipe."""
        return any(not os.path.isfile(name) for name in self.inputs() if "://" not in name)

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        """Read again what a dead letter of this source holds; override for payloads of your own."""
        if isinstance(payload.get("text"), str):
            return Document.from_text(
                payload["text"], str(payload.get("id", place)), payload.get("meta") or {}, place
            )
        error = SourceError(f"{place}: the dead letter holds no text that could be read again")
        return Unreadable(place, error, payload)

    def total(self) -> int | None:
        """Return how many items there are, where that is known without reading them."""
        return None
