"""Use the stages of a config from Python, without files and without a run."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from threading import Lock
from types import TracebackType
from typing import Any

from hookline.components.work import Dropped, Failure
from hookline.document.document import Document
from hookline.errors import DocumentError
from hookline.plan import Plan, read_plan
from hookline.runner.worker import Worker

__all__ = ["Pipeline"]

NOWHERE = {"source": {"use": "jsonl", "path": "-"}, "sink": {"use": "jsonl", "path": "-"}}

Result = Document | Dropped | Failure


class Pipeline:
    """
    The open stages of a config, in this process.

    A context manager: leaving it closes the stages. Threads may share one; they take turns, a batch
    at a time. Sent to another process, it opens its stages there. Nothing outside of it is touched:
    no handlers of signals or logs are installed. A stage's `timeout` is not kept: a thread cannot be
    ended; a run can do that.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._turn = Lock()
        self._worker: Worker | None = Worker(plan)

    @classmethod
    def from_config(
        cls,
        config: str | os.PathLike[str] | Mapping[str, Any],
        *,
        plugins: Iterable[object] = (),
    ) -> Pipeline:
        """
        Open the stages of a config: the path of a file, or the values of one.

        A mapping may leave out `source` and `sink`, which a pipeline does not use. `plugins` are
        plugin objects to register beside the installed ones.

        Raises:
            ConfigError: with every problem of the config.
        """
        if isinstance(config, Mapping):
            config = {**NOWHERE, **config}
        return cls(read_plan(config, plugins=plugins))

    def stream(self, documents: Iterable[Document | str]) -> Iterator[Document | Dropped | Failure]:
        """
        Yield one outcome for each document, in order, reading a bounded number ahead.

        A string stands for a document with that text, named by its number.
        """
        left = iter(documents)
        number = 0
        while batch := list(islice(left, self.plan.unit_size)):
            yield from self._through(batch, number)
            number += len(batch)

    def process(self, text: str) -> Document:
        """
        Return the document that the stages make of a text.

        Raises:
            DocumentError: a stage dropped it or failed on it; the message says which, and why.
        """
        return _passed(self._through([text], 0)[0])

    async def astream(
        self, documents: Iterable[Document | str] | AsyncIterable[Document | str]
    ) -> AsyncIterator[Document | Dropped | Failure]:
        """Yield what `stream` yields, computed in a thread while the event loop goes on."""
        number = 0
        async for batch in _batches(documents, self.plan.unit_size):
            for outcome in await asyncio.to_thread(self._through, batch, number):
                yield outcome
            number += len(batch)

    async def aprocess(self, text: str) -> Document:
        """
        Return what `process` returns, computed in a thread while the event loop goes on.

        Raises:
            DocumentError: a stage dropped it or failed on it; the message says which, and why.
        """
        return _passed((await asyncio.to_thread(self._through, [text], 0))[0])

    def close(self) -> None:
        """Close the stages."""
        with self._turn:
            worker, self._worker = self._worker, None
        if worker:
            worker.close()

    def _through(self, batch: Sequence[Document | str], number: int) -> list[Result]:
        docs = [_document(given, number + at) for at, given in enumerate(batch)]
        with self._turn:
            if self._worker is None:
                raise RuntimeError("the pipeline is closed: make it again with from_config")
            outcomes, _ = self._worker.through(docs)
        return outcomes

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[type[Pipeline], tuple[Plan]]:
        return type(self), (self.plan,)


async def _batches(
    documents: Iterable[Document | str] | AsyncIterable[Document | str], size: int
) -> AsyncIterator[list[Document | str]]:
    if isinstance(documents, Iterable):
        left = iter(documents)
        while batch := list(islice(left, size)):
            yield batch
        return
    batch = []
    async for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _passed(outcome: Result) -> Document:
    if isinstance(outcome, Document):
        return outcome
    if isinstance(outcome, Dropped):
        raise DocumentError(f"the stage `{outcome.stage}` dropped it: {outcome.reason}")
    raise DocumentError(f"the stage `{outcome.stage}` failed: {outcome.error}: {outcome.message}")


def _document(given: Document | str, number: int) -> Document:
    if isinstance(given, Document):
        return given
    if isinstance(given, str):
        return Document.from_text(given, str(number))
    raise TypeError(f"expected a Document or a string as number {number}, found {given!r}")
