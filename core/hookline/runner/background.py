"""Run a plan in a thread, for programs that go on meanwhile."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Generator
from concurrent.futures import Future
from copy import deepcopy
from dataclasses import replace
from threading import Thread
from types import TracebackType
from typing import Any

from hookline.components.report import Report
from hookline.files.storage import shown
from hookline.plan import Plan
from hookline.runner.attempt import RunSettings
from hookline.runner.run import checked_plan, execute

__all__ = ["Run", "start"]


def start(
    plan: Plan,
    *,
    workers: int | None = None,
    limit: int | None = None,
    fresh: bool = False,
    update: bool = False,
    report: str | os.PathLike[str] | None = None,
    linger: float = 0.2,
) -> Run:
    """
    Begin what `run` does in a thread, and return the run without waiting for it.

    The arguments are those of `run`, without `stop`: `Run.cancel` ends the run early. Hooks are called
    in the thread of the run. A program does not exit before its runs have ended; a `with` block cancels
    a run when the program fails.
    """
    path = None if report is None else os.fspath(report)
    return Run(checked_plan(plan), RunSettings(workers, limit, fresh, update, path, linger=linger))


class Run:
    """
    A run in a thread of this process, as `start` returns it.

    It can be awaited: `await run` returns what `result` returns. If a task that awaits it is cancelled,
    so is the run; the task ends when the run has ended.

    As a context manager, it cancels the run if the block raises an exception, and waits for its end.
    """

    def __init__(self, plan: Plan, settings: RunSettings) -> None:
        self.plan = plan
        self._requests = 0
        self._report = Report(shown(plan.name), plan.digest())
        self._future: Future[Report] = Future()
        self._settings = replace(settings, stop=lambda: self._requests, watch=self._watch)
        self._thread = Thread(target=self._execute, name="hookline-run")
        self._thread.start()

    @property
    def report(self) -> Report:
        """The report with the counts so far, as of the last unit of documents; it does not change."""
        return self._report

    @property
    def done(self) -> bool:
        """Whether the run has ended, in whatever way."""
        return self._future.done()

    def cancel(self) -> None:
        """
        Ask the run to end early, without waiting for it; what is done is kept, and can be resumed.

        As with Ctrl-C, the run waits for current units, 5 seconds at most; asked a second time, it does
        not.
        """
        self._requests = min(self._requests + 1, 2)

    def result(self, timeout: float | None = None) -> Report:
        """
        Wait for the end of the run, and return its report; `finished` is False if it was cancelled.

        Ctrl-C while it waits cancels the run.

        Args:
            timeout: The longest wait, in seconds.

        Raises:
            HooklineError: What `run` raises.
            TimeoutError: The run goes on.
        """
        try:
            return self._future.result(timeout)
        except KeyboardInterrupt:
            self.cancel()
            raise

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None and not self._requests:
            self.cancel()
        self._thread.join()

    def __await__(self) -> Generator[Any, None, Report]:
        return self._wait().__await__()

    async def _wait(self) -> Report:
        ended = asyncio.wrap_future(self._future)
        cancelled: asyncio.CancelledError | None = None
        while not ended.done():
            try:
                await asyncio.wait({ended})
            except asyncio.CancelledError as error:
                self.cancel()
                cancelled = error
        if cancelled:
            ended.exception()  # or asyncio reports it as one that nobody has seen
            raise cancelled
        return ended.result()

    def _execute(self) -> None:
        try:
            self._report = execute(self.plan, self._settings)
        except BaseException as error:  # noqa: BLE001  # raised again where the run is waited for
            self._future.set_exception(error)
        else:
            self._future.set_result(self._report)

    def _watch(self, report: Report) -> None:
        self._report = deepcopy(report)
