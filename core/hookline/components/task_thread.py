"""Run coroutines in an event loop in a thread of its own; imports asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

__all__ = ["TaskThread"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class TaskThread:
    """
    An event loop in a thread, so that coroutines can be called within another event loop.

    At most `in_flight` tasks of `map` run at the same time. Each begins after the time in seconds that
    `reserve` returns, if it is given.
    """

    def __init__(self, name: str, in_flight: int, reserve: Callable[[], float] | None) -> None:
        self._reserve = reserve
        self._slots = asyncio.Semaphore(in_flight)
        self._loop = asyncio.new_event_loop()
        self._is_closing = False
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._is_closing:  # a coroutine may stop the loop, or end it by an exception
            with suppress(BaseException):
                self._loop.run_forever()

    def map(
        self, call: Callable[[Item], Coroutine[Any, Any, Result]], items: Iterable[Item]
    ) -> list[Result]:
        """Return the results of a call for each item, in order, once all have ended."""
        return self.result(self._map(call, items))

    def result(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Return the result of a coroutine; cancel it if the wait is interrupted."""
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """Cancel what still runs, and end the thread."""
        try:
            self.result(self._end_tasks())
        finally:
            self._is_closing = True
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    async def _map(
        self, call: Callable[[Item], Coroutine[Any, Any, Result]], items: Iterable[Item]
    ) -> list[Result]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._begin(call, item)) for item in items]
        return [task.result() for task in tasks]

    async def _begin(
        self, call: Callable[[Item], Coroutine[Any, Any, Result]], item: Item
    ) -> Result:
        async with self._slots:
            if self._reserve is not None:
                await asyncio.sleep(self._reserve())
            return await call(item)

    async def _end_tasks(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._loop.shutdown_asyncgens()
