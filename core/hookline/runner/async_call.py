"""Call a shared worker from an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from hookline.document.document import Document
from hookline.runner.sharing import Caller, SharedWorker, Ticket

__all__ = ["AsyncCall", "batches"]

T = TypeVar("T")


class AsyncCall:
    """A call of a pipeline from an event loop."""

    def __init__(self, shared: SharedWorker) -> None:
        self._shared = shared
        self._loop = asyncio.get_running_loop()
        self._caller = Caller(self._notify)
        self._tickets: list[Ticket] = []
        self._done = asyncio.Event()

    async def outcomes(self, docs: Sequence[Document]) -> list[Any]:
        """Return the outcomes of documents, in batches shared with concurrent calls."""
        self._done.clear()
        self._tickets = self._shared.add(self._caller, docs)
        while not all(ticket.done for ticket in self._tickets):
            if not self._shared.is_driven:
                self._loop.run_in_executor(None, self._shared.drive)
            await self._done.wait()
            self._done.clear()
        return self._shared.wait(self._tickets)

    def cancel(self) -> None:
        """Cancel the computation."""
        self._shared.cancel(self._caller)

    def _notify(self) -> None:
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._done.set)


async def batches(
    items: AsyncIterable[T], shared: SharedWorker, patience: float
) -> AsyncIterator[list[T]]:
    """
    Yield the items that arrive within `patience` seconds of one another, at most a batch.

    What the iterable raises is raised after the items before it have been yielded.
    """
    remaining = aiter(items)
    batch: list[T] = []
    coming: asyncio.Future[T] | None = None
    failed: Exception | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(remaining))
            await asyncio.wait({coming}, timeout=patience if batch else None)
            if coming.done():
                try:
                    batch.append(coming.result())
                except Exception as error:  # noqa: BLE001  # raised after the items before it
                    failed = None if isinstance(error, StopAsyncIteration) else error
                    break
                finally:
                    coming = None
                if len(batch) < shared.size:
                    continue
            yield batch
            batch = []
        if batch:
            yield batch
        if failed is not None:
            raise failed
    finally:
        if coming is not None:
            coming.cancel()
