"""Write every document to all of several sinks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from pydantic import Field

from hookline.components.sink import Sink
from hookline.document.document import Document
from hookline.document.layers import LayerTable
from hookline.errors import ConfigError, Problem, SinkError, TransientError, message_of
from hookline.plan.plan import BoundComponent

__all__ = ["TeeSink", "tee"]


class TeeSink(Sink):
    """
    The sinks of a config with more than one.

    A position is the list of the sinks' positions. A document that one sink cannot encode fails for
    all. The first sink, which names the run, is published last.
    """

    name = "tee"

    class Options(Sink.Options):
        """Options of the sink."""

        parts: tuple[Any, ...] = Field(description="the sinks, bound to their options")

    def __init__(self, options: Any) -> None:
        super().__init__(options)
        self.sinks: list[Sink] = [bound.open() for bound in options.parts]
        if "-" in self.targets:
            raise ConfigError(
                Problem(
                    "standard output cannot be one of several sinks; give each a path",
                    file="hookline",
                )
            )

    @classmethod
    def unread_layers(cls, options: Any) -> frozenset[str]:
        """Return the layers that none of the sinks reads."""
        parts = (part.component.unread_layers(part.options) for part in options.parts)
        return frozenset.intersection(*parts)

    @property
    def layers(self) -> LayerTable:
        """Layers that records may have."""
        return self.sinks[0].layers

    @layers.setter
    def layers(self, layers: LayerTable) -> None:
        for sink in self.sinks:
            sink.layers = layers

    @property
    def grows(self) -> bool:  # type: ignore[override]  # those of its sinks
        """Whether all outputs can be continued after they were published."""
        return all(sink.grows for sink in self.sinks)

    @property
    def target(self) -> str:
        return self.sinks[0].target

    @property
    def targets(self) -> list[str]:
        return [target for sink in self.sinks for target in sink.targets]

    @property
    def folders(self) -> list[str]:
        return [target for sink in self.sinks for target in sink.folders]

    @property
    def early_targets(self) -> list[str]:
        return [target for sink in self.sinks for target in sink.early_targets]

    # a class attribute of `Sink`, which here depends on the targets
    @property
    def stores(self) -> bool:  # type: ignore[override]
        """Whether all targets may be addresses."""
        return all(sink.stores for sink in self.sinks)

    def lost(self) -> list[str]:
        return [target for sink in self.sinks for target in sink.lost()]

    def published_size(self) -> int:
        return sum(sink.published_size() for sink in self.sinks)

    def encode(self, docs: Sequence[Document]) -> Iterator[tuple[Any, ...]]:
        columns = []
        for sink, bound in zip(self.sinks, self.options.parts, strict=True):
            try:
                columns.append(list(sink.encode(docs)))
            except Exception as error:
                error.add_note(f"(in the sink `{bound.name}`)")
                raise
        return zip(*columns, strict=True)

    def check_chunk(self, chunk: Any) -> None:
        for sink, own_chunk in zip(self.sinks, chunk, strict=True):
            sink.check_chunk(own_chunk)

    def open(self, position: Any = None) -> None:
        positions = position or [None] * len(self.sinks)
        for number, own_position in enumerate(positions):
            self._retried(number, partial(self.sinks[number].open, own_position))

    def write(self, chunks: Sequence[Any]) -> None:
        for number, own_chunks in enumerate(zip(*chunks, strict=True)):
            self._retried(number, partial(self.sinks[number].write, own_chunks))

    def due(self) -> bool:
        return any(sink.due() for sink in self.sinks)

    def commit(self) -> None:
        for number, sink in enumerate(self.sinks):
            self._retried(number, sink.commit)

    def flush(self) -> list[Any]:
        return [self._retried(number, sink.flush) for number, sink in enumerate(self.sinks)]

    def publish(self) -> int:
        numbers = reversed(range(len(self.sinks)))
        return sum(self._retried(number, self.sinks[number].publish) for number in numbers)

    def close(self) -> None:
        for sink in self.sinks:
            sink.close()

    def _retried(self, number: int, call: Callable[[], Any]) -> Any:
        """Retry the call of one sink after a transient error, without calling the others."""
        # Imported here, as it imports tenacity, which `check` does not need.
        from hookline.components.retry import with_retries

        try:
            return with_retries(call)
        except TransientError as error:
            raise SinkError(
                f"the sink `{self.options.parts[number].name}` failed: {message_of(error)}; run the "
                "same command again to continue"
            ) from error


def tee(parts: Sequence[BoundComponent]) -> BoundComponent:
    """Combine the sinks of a config into one."""
    if len(parts) == 1:
        return parts[0]
    options = TeeSink.Options.model_construct(parts=tuple(parts))
    return BoundComponent(TeeSink, options, " and ".join(bound.name for bound in parts))
