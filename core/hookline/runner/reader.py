"""Read the input in a thread, a bounded number ahead."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress

from hookline.components.source import Source, Unreadable
from hookline.components.unit import Unit
from hookline.document.document import Document
from hookline.errors import PLUGIN_FAULTS, HooklineError, SourceError, blaming, with_article
from hookline.files.addresses import has_vanished, is_address
from hookline.plan import Plan
from hookline.runner.content import content_digest
from hookline.runner.input_items import InputItems, Item
from hookline.runner.input_sizes import InputSizes
from hookline.runner.positions import Positions, source_failed
from hookline.runner.source_warnings import SourceWarnings
from hookline.runner.unit_size import UnitSize

__all__ = ["Reader"]

UNIT_CHARACTERS = 4_000_000
ITEM_CHARACTERS = 100  # characters that take as long as what each item takes
FIRST_UNIT, FIRST_MODEL_UNIT = 16, 4  # documents; few, so that an early interruption loses little
FULL_POLL = 0.05  # seconds between checks of a full queue
JOIN_TIMEOUT = 0.2  # seconds for the thread to end; one that waits for input is abandoned
UNENDED = "the thread that reads the input ended before the input did"
END_DELAY = 0.1  # seconds from the end of a stream to its acceptance, as a signal may follow


class Reader:
    """
    Read the sources of a run in order, in a thread, into a bounded queue.

    `drawn` counts the items taken from the queue, over all attempts; `exhausted` is true when the input
    has ended and the queue is empty. `stream` is true if a source can be read only once, such as
    standard input. `sizes` are those of the whole input.
    `content` is the digest of the documents that have an outcome and did not fail, None if it is not to
    be computed. `note` is called with every item that has an outcome, in order. `positions` are those
    of the sources after these items, `warnings` what the sources have warned of.
    """

    def __init__(
        self, plan: Plan, sources: Sequence[Source], limit: int | None, stop: Callable[[], int]
    ) -> None:
        self.names = [bound.name for bound in plan.sources]
        self.stop = stop
        self.positions = Positions(sources, self.names)
        with blaming(f"the source {' and '.join(self.names)} cannot list its inputs"):
            self.inputs = [name for source in sources for name in source.inputs()]
            self.stream = self.positions.stream is None and any(
                not source.inputs() or source.is_stream() for source in sources
            )
        self.warnings = SourceWarnings(sources, self.names)
        self.sizes = InputSizes(sources, self.names, plan.shard)
        self.note: Callable[[Item], None] | None = None
        self.content: str | None = None
        self.drawn = 0
        self._items = InputItems(
            sources, self.names, limit, self.positions, self.sizes, self.warnings, self.stream
        )
        first = FIRST_MODEL_UNIT if plan.has_model else FIRST_UNIT
        first = plan.largest_batch if plan.has_large_batches else first
        self._unit = UnitSize(first, plan.unit_size)
        self._named = frozenset(self.inputs)
        self._unsettled: deque[Item] = deque()
        self._queue: deque[Item] = deque()
        self._added = self._taken = 0  # characters taken from the queue
        self._wanted = self._units = 1
        self._enough = threading.Event()
        self._room = threading.Event()
        self._thread: threading.Thread | None = None
        self._ended = 0.0
        self._error: Exception | None = SourceError(UNENDED)
        """Why the thread ended; None only after the end of the input."""

    def size_of(self, items: int) -> int:
        """Return about how many bytes of the input the first items are."""
        return self.sizes.of_items(items, self._items.read)

    def start(self, done: int, stream_digest: str | None, units: int) -> None:
        """Start to read after the first `done` items, up to `ahead` units ahead."""
        self.drawn = done
        self._units = units
        if done:
            self._items.digest.earlier = stream_digest
        self._thread = threading.Thread(
            target=self._read, args=(done, stream_digest), name="hookline-reader", daemon=True
        )
        self._thread.start()

    def close(self) -> bool:
        """Stop reading; return False if the thread still waits for input."""
        self._items.cancelled = True
        if self._thread is None:
            return True
        self._thread.join(JOIN_TIMEOUT)
        return not self._thread.is_alive()

    @property
    def size(self) -> int:
        """The number of items in a full unit."""
        return self._unit.documents

    @property
    def waiting(self) -> int:
        """The number of items in the queue."""
        return len(self._queue)

    @property
    def ended(self) -> bool:
        """Whether no more items will be queued."""
        return bool(self._ended)

    @property
    def full(self) -> bool:
        """Whether the queue has a full unit, or the rest of the input."""
        return (
            len(self._queue) >= self.size
            or self._added - self._taken >= UNIT_CHARACTERS
            or self.ended
        )

    @property
    def exhausted(self) -> bool:
        """
        Whether the input has ended and all items have been taken.

        The end of a stream is accepted after a delay, as Ctrl-C may end the process at its other end
        first.

        Raises:
            ResumeError: A stream does not repeat its earlier items.
            SourceError: The input cannot be read.
        """
        if not self._ended or self._queue:
            return False
        if self.stream and time.monotonic() < self._ended + END_DELAY:
            return False
        if self._error is not None and not self.stop():
            raise self._error
        return not self.stop()

    def wait(self, whole: bool, timeout: float) -> None:
        """Wait for a whole unit or any item in the queue, or for the end of the input."""
        self._wanted = self.size if whole else 1
        self._enough.clear()
        self.resume()
        if not self._ended and len(self._queue) < self._wanted and not self.full:
            self._enough.wait(timeout)
        elif self._ended and not self._queue:
            time.sleep(min(timeout, max(self._ended + END_DELAY - time.monotonic(), 0)))

    def resume(self) -> None:
        """
        Resume the thread while this one waits.

        Otherwise the thread pauses when the queue is full, since two threads that compute in one
        process slow each other down.
        """
        self._room.set()

    def take(self) -> Unit:
        """Return the items in the queue, up to a full unit."""
        queue, size = self._queue, self.size
        if self._added - self._taken < UNIT_CHARACTERS:
            items = [queue.popleft() for _ in range(min(len(queue), size))]
            characters = _characters(items)
        else:
            items, characters = [], 0
            while queue and len(items) < size and characters < UNIT_CHARACTERS:
                item = queue.popleft()
                items.append(item)
                characters += len(item.raw) if isinstance(item, Document) else 0
        self._taken += characters
        self._unsettled.extend(items)
        unit = Unit(self.drawn, tuple(items))
        self.drawn += len(items)
        return unit

    def settled(self, count: int, seconds: float, failed: Collection[int] = ()) -> None:
        """
        Record that the next `count` items have an outcome, and the time their unit took.

        `failed` has the indexes of those that have failed, or a part of them.
        """
        items = [self._unsettled.popleft() for _ in range(count)]
        characters = _characters(items)
        self._unit.settled(count, characters + count * ITEM_CHARACTERS, seconds)
        if self.content is not None:
            good = items
            if failed:
                good = [item for index, item in enumerate(items) if index not in failed]
            self.content = content_digest(good, self.content)
        if self._follows:
            for item in items:
                self.positions.pass_item(item)
                if self.stream:
                    self._items.digest.add(item)
                if self.note:
                    self.note(item)

    @property
    def _follows(self) -> bool:
        """Whether items are passed on when they have an outcome."""
        return self.stream or self.note is not None or self.positions.stream is not None

    def commit(self, settled: int, sleep: Callable[[float], None] | None = None) -> None:
        """
        Let the sources acknowledge the first `settled` items, which a durable checkpoint holds.

        A transient error is left to the next call, unless `sleep` pauses before retries.

        Raises:
            SourceError: A source failed to.
        """
        self.positions.commit(settled, self._items.read, sleep)

    def stream_digest(self) -> str:
        """Return the digest of the items of a stream that have an outcome."""
        return str(self._items.digest)

    def repeats(self, done: int, stream_digest: str) -> bool | None:
        """
        Return whether a stream has exactly the items of a finished run.

        None if the run is stopped before that is known.
        """
        answers: list[bool | Exception] = []

        def compare() -> None:
            try:
                answers.append(self._items.repeat(done, stream_digest))
            except HooklineError as error:
                answers.append(error)
            except BaseException as error:
                answers.append(self._failed(error))

        self._thread = threading.Thread(target=compare, name="hookline-reader", daemon=True)
        self._thread.start()
        while self._thread.is_alive() and not self.stop():
            self._thread.join(FULL_POLL)
        if self._thread.is_alive():
            return None
        answer = answers[0] if answers else SourceError(UNENDED)
        if isinstance(answer, Exception):
            raise answer
        return answer

    # --- in the thread

    def _read(self, done: int, stream_digest: str | None) -> None:
        queue, number = self._queue, done
        try:
            items = self._items.after(done, stream_digest)
            try:
                for item in items:
                    if isinstance(item, Document):
                        self._added += len(item.raw)
                    elif not isinstance(item, Unreadable):
                        raise TypeError(
                            f"it gave {with_article(type(item))}, expected a Document or an Unreadable"
                        )
                    elif not self.stream:
                        self._check_exists(item.place.path)
                    number += 1
                    self.warnings.note(number)
                    queue.append(item)
                    if len(queue) >= self._wanted or self._added - self._taken >= UNIT_CHARACTERS:
                        self._notify_and_pause()
                    if self._items.cancelled:
                        return
            finally:
                with suppress(*PLUGIN_FAULTS):
                    items.close()  # type: ignore[attr-defined]  # generators have it
                self.warnings.note(number)
            self._error = None
        except HooklineError as error:
            self._error = error
        except BaseException as error:  # the thread ends, but the input has not
            self._error = self._failed(error)
        finally:
            self._ended = time.monotonic()
            self._enough.set()

    def _failed(self, error: BaseException) -> SourceError:
        """Return the error of a run for what a source has raised."""
        failure = source_failed(" and ".join(self.names), error)
        failure.__cause__ = error
        return failure

    def _notify_and_pause(self) -> None:
        """Notify the thread that waits for items, and pause while the queue is full."""
        self._enough.set()
        while not self._items.cancelled and (
            len(self._queue) >= self.size * self._units
            or self._added - self._taken >= UNIT_CHARACTERS * self._units
        ):
            self._room.wait(FULL_POLL)
            self._room.clear()

    def _check_exists(self, path: str) -> None:
        """Raise an error for a missing input, as it can be restored, unlike a failed document."""
        has_gone = has_vanished(path) if is_address(path) else not os.path.lexists(path)
        if path in self._named and has_gone:
            raise SourceError(
                f"the input {path} has vanished; put it back and run the same command again to continue"
            )


def _characters(items: Iterable[Item]) -> int:
    return sum([len(item.raw) for item in items if isinstance(item, Document)])
