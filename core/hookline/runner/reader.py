"""Read the input in units, and know a stream again by what it gave before."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from hookline.components.source import Source, Unreadable
from hookline.components.work import Unit
from hookline.document.document import Document
from hookline.errors import HooklineError, SourceError
from hookline.files.addresses import is_address
from hookline.plan import Plan

__all__ = ["Reader"]

UNIT_CHARACTERS = 4_000_000
FIRST_UNIT = 16  # documents; a run that is killed early has not lost much
SHORT, LONG = 0.25, 4.0  # seconds that a unit should take, so that no kill costs much

Item = Document | Unreadable


class Reader:
    """
    The sources of a run, read in order.

    `drawn` counts the items that have been read so far, over all sittings. A source that can be read
    only once, such as standard input, is a stream: a running digest of the items that have an outcome
    tells whether a later sitting is given the same ones.
    """

    def __init__(
        self, plan: Plan, sources: Sequence[Source], limit: int | None, stop: Callable[[], bool]
    ) -> None:
        self.sources = sources
        self.names = [bound.name for bound in plan.sources]
        self.limit = limit
        self.stop = stop
        self.inputs = [name for source in sources for name in source.inputs()]
        self.stream = any(not source.inputs() or source.is_stream() for source in sources)
        self.drawn = 0
        self.exhausted = False
        self._most = plan.unit_size
        self._size = plan.largest_batch if plan.wants_batches else min(self._most, FIRST_UNIT)
        self._files = frozenset(name for name in self.inputs if not is_address(name))
        self._digest = hashlib.blake2b(digest_size=16)
        self._unsettled: deque[Item] = deque()

    def total(self) -> int | None:
        """Return how many items there are, where every source can tell."""
        totals = [source.total() for source in self.sources]
        if None in totals:
            return None
        total = sum(count for count in totals if count is not None)
        return total if self.limit is None else min(total, self.limit)

    def units(self, done: int, stream_digest: str | None) -> Iterator[Unit]:
        """
        Yield the units behind the first `done` items, until the input ends or `stop` says so.

        Raises:
            ResumeError: a stream does not repeat what it gave before.
            SourceError: the input cannot be read on.
        """
        self.drawn = done
        items: list[Item] = []
        characters = 0
        try:
            for item in self._behind(done, stream_digest):
                if self.stream:
                    self._unsettled.append(item)
                elif isinstance(item, Unreadable):
                    self._check_there(item.place.path)
                items.append(item)
                characters += len(item.raw) if isinstance(item, Document) else 0
                if len(items) >= self._size or characters >= UNIT_CHARACTERS:
                    yield self._unit(items)
                    items, characters = [], 0
                    if self.stop():
                        return
        except (HooklineError, GeneratorExit):
            raise
        except Exception as error:
            name = " and ".join(self.names)
            raise SourceError(
                f"the source {name} failed: {type(error).__name__}: {error}"
            ) from error
        if items:
            yield self._unit(items)
        self.exhausted = True

    def settled(self, count: int, seconds: float) -> None:
        """Note that the next `count` items have an outcome, and how long their unit took."""
        if seconds < SHORT:
            self._size = min(self._size * 2, self._most)
        elif seconds > LONG and count >= self._size:
            self._size = max(self._size // 2, 1)
        if self.stream:
            for _ in range(count):
                self._see(self._unsettled.popleft())

    def stream_digest(self) -> str:
        """Return the digest of the items of a stream that have an outcome."""
        return self._digest.hexdigest()

    def repeats(self, done: int, stream_digest: str) -> bool:
        """Tell whether a stream gives the items that a finished run was given, and no more."""
        items = self._all()
        same = self._skip(items, done, stream_digest)
        return same and (self.limit is not None or next(items, None) is None)

    def _check_there(self, path: str) -> None:
        """Stop at an input that has gone: it can be put back, and is no document that failed."""
        if path in self._files and not os.path.lexists(path):
            raise SourceError(
                f"the input {path} has vanished; put it back and run the same command again to go on"
            )

    def _behind(self, done: int, stream_digest: str | None) -> Iterator[Item]:
        items: Iterator[Item]
        if self.stream:
            items = self._all()
            if done and not self._skip(items, done, stream_digest):
                raise SourceError(
                    "the input differs from what the output was begun with; choose another "
                    "output with -o, or start again with --fresh"
                )
        elif len(self.sources) == 1:
            items = self.sources[0].read(done)
        else:
            items = islice(self._all(), done, None)
        return items if self.limit is None else islice(items, max(self.limit - done, 0))

    def _all(self) -> Iterator[Item]:
        if len(self.sources) == 1:
            return iter(self.sources[0].read())
        return chain.from_iterable(map(_named, self.sources, self.names))

    def _skip(self, items: Iterator[Item], done: int, stream_digest: str | None) -> bool:
        count = 0
        for item in islice(items, done):
            self._see(item)
            count += 1
        return count == done and self.stream_digest() == stream_digest

    def _see(self, item: Item) -> None:
        if isinstance(item, Document):
            text = f"{item.id}\0{item.raw}\0"
        else:
            text = f"{item.place}\0{item.payload}\0"
        self._digest.update(text.encode("utf-8", "surrogatepass"))

    def _unit(self, items: list[Item]) -> Unit:
        unit = Unit(self.drawn, tuple(items))
        self.drawn += len(items)
        return unit


def _named(source: Source, name: str) -> Iterator[Item]:
    """Yield the items of one of several sources; what cannot be read says which it came from."""
    for item in source.read():
        yield item._replace(source=name) if isinstance(item, Unreadable) else item
