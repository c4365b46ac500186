"""Stages that wait: coroutines for several documents at the same time, as for a paid service."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from hookline.components.stage import Failed, Outcome, Retry, Stage
from hookline.document.document import Document
from hookline.errors import OutcomeError, TransientError, described, with_article

if TYPE_CHECKING:
    from hookline.components.task_thread import TaskThread

__all__ = ["AsyncStage"]


class AsyncStage(Stage):
    """
    A stage that waits for something else, such as a service, for several documents at the same time.

    A subclass implements the coroutine `process_one`, and may implement `aclose`. They run in an event
    loop in a thread of its own, which begins with the first batch. A config bounds how many documents
    are in process at the same time (`in_flight`, for each worker process) and how many begin per second
    (`per_second`, for all worker processes of a machine together).
    """

    in_flight: ClassVar[int] = 8
    """Documents in process at the same time in each worker process; a config can override it."""

    _limit: int | None = None
    _reserve: Callable[[], float] | None = None
    _tasks: TaskThread | None = None

    @abstractmethod
    async def process_one(self, doc: Document) -> Outcome:
        """
        Return the outcome of a document.

        A `TransientError` becomes a `Retry` with its `after`, another exception `Failed`.
        """

    async def aclose(self) -> None:
        """Release what needs the event loop, such as a client; called once, if it has begun."""

    def set_limits(self, in_flight: int | None, reserve: Callable[[], float] | None) -> None:
        """
        Set the limits of the config; the host calls it before the first batch.

        Args:
            in_flight: Documents in process at the same time; None for that of the class.
            reserve: Reserves the next time to begin a document, and returns how many seconds it is
                away; None for no limit.
        """
        self._limit = in_flight
        self._reserve = reserve

    def process(self, docs: Sequence[Document]) -> Iterable[Outcome]:
        """Return the outcome of each document, once all have one."""
        if self._tasks is None:
            # asyncio, which takes 30 ms to import
            from hookline.components.task_thread import TaskThread

            limit = self._limit or self.in_flight
            self._tasks = TaskThread(f"hookline {self.name}", limit, self._reserve)
        return self._tasks.map(self._outcome, docs)

    def close(self) -> None:
        """Call `aclose` and end the event loop."""
        tasks, self._tasks = self._tasks, None
        if tasks is not None:
            try:
                tasks.result(self.aclose())
            finally:
                tasks.close()

    async def _outcome(self, doc: Document) -> Outcome:
        try:
            coroutine = self.process_one(doc)
            if not isinstance(coroutine, Awaitable):
                raise OutcomeError(
                    f"`process_one` of the stage `{self.name}` gave {with_article(type(coroutine))}; "
                    "expected a coroutine: `async def process_one`"
                )
            return await coroutine
        except TransientError as error:
            return Retry(error, error.after)
        except Exception as error:
            return Failed(error)
        except (KeyboardInterrupt, SystemExit, GeneratorExit) as error:  # would end the thread
            return Failed(RuntimeError(described(error)))
