"""The warnings of sources, each with the item that it was made with."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from hookline.components.source import Source
from hookline.components.tally import StageWarning

__all__ = ["SourceWarnings"]


class SourceWarnings:
    """
    The warnings of the sources of a run, whose items are read ahead.

    A warning belongs to an item, so that a resumed run, which reads unfinished items again, does not
    count it twice. `note` and `forget` are called in the thread that reads, `take` in another one.
    """

    def __init__(self, sources: Sequence[Source], names: Sequence[str]) -> None:
        self._sources = sources
        self._named = list(zip(sources, names, strict=True))
        self._waiting: deque[tuple[int, StageWarning]] = deque()

    def note(self, number: int) -> None:
        """Keep the new warnings with the number of an item, counted from 1."""
        for source, name in self._named:
            for warning in source.take_warnings():
                self._waiting.append((number, warning._replace(stage=name)))

    def forget(self) -> None:
        """Forget the new warnings, made with items that an earlier attempt has finished."""
        for source in self._sources:
            source.take_warnings()

    def take(self, settled: int) -> list[StageWarning]:
        """Return the warnings made with the first `settled` items, under the names in the config."""
        warnings = []
        while self._waiting and self._waiting[0][0] <= settled:
            warnings.append(self._waiting.popleft()[1])
        return warnings
