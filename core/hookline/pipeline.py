"""Use the stages of a config from Python, without files and without a run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import TracebackType
from typing import Any

from hookline.document import Document
from hookline.errors import DocumentError
from hookline.plan import Plan, read_plan
from hookline.registry import Registry
from hookline.runner import Dropped, Failure, Worker

__all__ = ["Pipeline"]

NOWHERE = {"source": {"use": "jsonl", "path": "-"}, "sink": {"use": "jsonl", "path": "-"}}


class Pipeline:
    """
    The open stages of a config, in this process.

    A context manager: leaving it closes the stages. Not safe for use by several threads at once.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._worker = Worker(plan)

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
        return cls(read_plan(config, Registry.discover(plugins)))

    def stream(self, documents: Iterable[Document | str]) -> Iterator[Document | Dropped | Failure]:
        """
        Yield one outcome for each document, in order, reading a bounded number ahead.

        A string stands for a document with that text, named by its number.
        """
        left = iter(documents)
        number = 0
        while batch := list(islice(left, self.plan.unit_size)):
            docs = [_document(given, number + at) for at, given in enumerate(batch)]
            number += len(docs)
            outcomes, _ = self._worker.through(docs)
            yield from outcomes

    def process(self, text: str) -> Document:
        """
        Return the document that the stages make of a text.

        Raises:
            DocumentError: a stage dropped it or failed on it; the message says which, and why.
        """
        outcome = next(self.stream([text]))
        if isinstance(outcome, Document):
            return outcome
        if isinstance(outcome, Dropped):
            raise DocumentError(f"the stage `{outcome.stage}` dropped it: {outcome.reason}")
        raise DocumentError(
            f"the stage `{outcome.stage}` failed: {outcome.error}: {outcome.message}"
        )

    def close(self) -> None:
        """Close the stages."""
        self._worker.close()

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _document(given: Document | str, number: int) -> Document:
    if isinstance(given, Document):
        return given
    if isinstance(given, str):
        return Document.from_text(given, str(number))
    raise TypeError(f"expected a Document or a string as number {number}, found {given!r}")
