"""Use the stages of a config from Python, without a run."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Any

from hookline.components.outcomes import Dropped, Failure, Parts, flatten
from hookline.document.document import Document
from hookline.errors import DocumentError
from hookline.files.frames import OutcomeTable, frame_documents
from hookline.files.tabular import Columns
from hookline.plan import Plan, read_plan
from hookline.runner.async_call import AsyncCall, batches
from hookline.runner.sharing import Caller, SharedWorker
from hookline.runner.worker import Worker

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Pipeline"]

NOWHERE = {"source": {"use": "jsonl", "path": "-"}, "sink": {"use": "jsonl", "path": "-"}}

SLOW = 0.05  # seconds; after a document that took longer to arrive, do not wait for the next one

Result = Document | Dropped | Failure


class Pipeline:
    """
    The open stages of a config, in this process.

    A context manager that closes the stages on exit. Threads and tasks can share a pipeline: documents
    of concurrent calls are computed in common batches of about 0.3 s, one of each call in turn. A
    pickled pipeline opens its stages in the other process; after its model has been used, it cannot be
    used in a forked child. It installs no signal or log handlers and leaves no threads. The `timeout`
    of stages is not enforced, as a thread cannot be killed; a run enforces it.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._shared = SharedWorker(Worker(plan), plan.unit_size)

    @classmethod
    def from_config(
        cls,
        config: str | os.PathLike[str] | Mapping[str, Any],
        *,
        plugins: str | os.PathLike[str] | Iterable[object] = (),
    ) -> Pipeline:
        """
        Open the stages of a config, given as the path of a file or as a mapping, such as a `Config`.

        `source` and `sink`, which a pipeline does not use, are optional in a mapping. `plugins` are
        plugin objects to register in addition to installed ones.

        Raises:
            ConfigError: With every problem of the config.
        """
        if isinstance(config, Mapping):
            config = {**NOWHERE, **config}
        return cls(read_plan(config, plugins=plugins))

    def stream(self, documents: Iterable[Document | str]) -> Iterator[Document | Dropped | Failure]:
        """
        Yield one outcome for each document, in order, reading a bounded number ahead.

        A string is a document with that text, identified by its number. A document that a stage splits
        has one outcome for each part. The first document is computed before the second is read; then
        documents are read in batches of about 0.3 s of computation, smaller if they arrive slowly.
        """
        caller = Caller()
        arrivals = _Arrivals(documents)
        try:
            while batch := arrivals.batch(self._shared.size):
                for outcome in self._shared.wait(self._shared.add(caller, batch)):
                    yield from flatten(outcome)
        finally:
            self._shared.cancel(caller)

    def process(self, text: str) -> Document:
        """
        Return the document for a text after all stages.

        Raises:
            DocumentError: A stage dropped it, split it or failed on it; `stage`, `error` and `cause`
                say which, and why.
        """
        caller = Caller()
        try:
            (outcome,) = self._shared.wait(self._shared.add(caller, [_document(text, 0)]))
        finally:
            self._shared.cancel(caller)
        return self._passed(outcome)

    def table(
        self,
        frame: Any,
        *,
        text: str = "text",
        id: str | None = None,
        meta: Sequence[str] | None = None,
        include: Sequence[str] = (),
    ) -> pyarrow.Table:
        """
        Return the records of the texts in a frame as an Arrow table.

        `frame` is anything that gives Arrow data through the PyCapsule interface
        (`__arrow_c_stream__`): an Arrow table, or a frame of pandas, Polars or DuckDB. pandas, Polars
        and others take the result in the same way.

        The columns of records are preceded by `row`, the number of the row in the frame from 0, and
        `outcome`: `document`, `dropped` or `failed`. A row that is dropped or fails has no record, but
        `stage` and `reason`; one that a stage splits has several.

        Args:
            frame: The texts.
            text: The column with the texts.
            id: The column with the ids; by default `id` if there is one, else the number of the row.
            meta: The columns to keep as meta data; by default all others.
            include: What to add to records, as for the sink `parquet`: `raw`, `tokens`, `scores`, or a
                layer of a plugin.

        Raises:
            SourceError: The frame has no such column, or a value that Arrow cannot hold.
            TypeError: It gives no Arrow data, or `meta` is one string.
            ModuleNotFoundError: pyarrow is not installed (extra `parquet`).
        """
        if isinstance(meta, str):
            raise TypeError(f"expected a list of columns as `meta`, found the string {meta!r}")
        names: dict[str, Any] = {"text": text, "meta": None if meta is None else list(meta)}
        columns = Columns(**names) if id is None else Columns(id=id, **names)
        table = OutcomeTable(self.plan.layers, include)
        caller = Caller()
        rows = frame_documents(frame, columns)
        try:
            while batch := list(islice(rows, self._shared.size)):
                docs = [item for item in batch if isinstance(item, Document)]
                outcomes = iter(self._shared.wait(self._shared.add(caller, docs)))
                for item in batch:
                    if isinstance(item, Document):
                        table.add(flatten(next(outcomes)))
                    else:
                        table.add([Failure.of(item, "table", item.error, -1)])
        finally:
            self._shared.cancel(caller)
        return table.finish()

    def steps(
        self, document: Document | str
    ) -> list[tuple[str, Document | Dropped | Failure | Parts]]:
        """
        Return the name of each stage and the document after it.

        The list ends with the stage that drops the document, splits it or fails on it, if one does.
        """
        doc = _document(document, 0)
        outcomes = self._shared.call(lambda worker: list(worker.steps(doc)))
        return [(self.plan.stages[step].name, outcome) for step, outcome in enumerate(outcomes)]

    async def astream(
        self, documents: Iterable[Document | str] | AsyncIterable[Document | str]
    ) -> AsyncIterator[Document | Dropped | Failure]:
        """
        Yield what `stream` yields, computed in a thread.

        If the iteration is cancelled or closed, documents that have been read are not computed.
        """
        call = AsyncCall(self._shared)
        try:
            if isinstance(documents, Iterable):
                arrivals = _Arrivals(documents)
                while batch := arrivals.batch(self._shared.size):
                    for outcome in await call.outcomes(batch):
                        for part in flatten(outcome):
                            yield part
                return
            async for docs in batches(_numbered(documents), self._shared, SLOW):
                for outcome in await call.outcomes(docs):
                    for part in flatten(outcome):
                        yield part
        finally:
            call.cancel()

    async def aprocess(self, text: str) -> Document:
        """
        Return what `process` returns, computed in a thread.

        Raises:
            DocumentError: A stage dropped it, split it or failed on it; `stage`, `error` and `cause`
                say which, and why.
        """
        call = AsyncCall(self._shared)
        try:
            (outcome,) = await call.outcomes([_document(text, 0)])
        finally:
            call.cancel()
        return self._passed(outcome)

    def close(self) -> None:
        """Close the stages."""
        self._shared.close()

    def _passed(self, outcome: Result | Parts) -> Document:
        if isinstance(outcome, Document):
            return outcome
        if isinstance(outcome, Dropped):
            text = f"the stage `{outcome.stage}` dropped it: {outcome.reason}"
            raise DocumentError(text, stage=outcome.stage)
        if isinstance(outcome, Parts):
            stage = self.plan.stages[outcome.step].name
            text = f"the stage `{stage}` split it into {len(outcome.outcomes)} parts; use `stream`"
            raise DocumentError(text, stage=stage)
        raise DocumentError(
            f"the stage `{outcome.stage}` failed: {outcome.error}: {outcome.message}",
            stage=outcome.stage,
            error=outcome.error,
            cause=outcome.cause,
        ) from outcome.cause

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


class _Arrivals:
    """
    The documents of an iterable, in batches.

    Raises:
        TypeError: The iterable is one string.
    """

    def __init__(self, documents: Iterable[Document | str]) -> None:
        if isinstance(documents, str):
            raise TypeError(
                f"expected an iterable of documents or strings, found the string {documents[:40]!r}; "
                "for one text use `process`, or a list of it"
            )
        self._remaining = iter(documents)
        self._number = 0
        self._error: Exception | None = None

    def batch(self, size: int) -> list[Document]:
        """
        Return the next documents: at most `size`, fewer if they arrive slowly, none at the end.

        Raises:
            Exception: What the iterable raised, after the documents before it have been returned.
        """
        batch: list[Document] = []
        while len(batch) < size and self._error is None:
            started = perf_counter()
            try:
                batch.append(_document(next(self._remaining), self._number))
            except StopIteration:
                break
            except Exception as error:  # noqa: BLE001  # raised after the documents before it
                self._error = error
                break
            self._number += 1
            if perf_counter() - started > SLOW:
                break
        if self._error is not None and not batch:
            raise self._error
        return batch


async def _numbered(documents: AsyncIterable[Document | str]) -> AsyncIterator[Document]:
    number = 0
    async for item in documents:
        yield _document(item, number)
        number += 1


def _document(item: Document | str, number: int) -> Document:
    if isinstance(item, Document):
        return item
    if isinstance(item, str):
        return Document.from_text(item, str(number))
    raise TypeError(f"expected a Document or a string as number {number}, found {item!r}")
