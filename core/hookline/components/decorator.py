"""Make a stage class from a function."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from inspect import getdoc, iscoroutinefunction
from typing import Any

from hookline.components.async_stage import AsyncStage
from hookline.components.component import Options
from hookline.components.stage import BATCH_SIZE, Failed, Outcome, Stage
from hookline.document.document import Document
from hookline.errors import TransientError

__all__ = ["stage"]


def stage(
    name: str,
    *,
    options: type[Options] = Options,
    requires: Iterable[str] = (),
    provides: Iterable[str] = (),
    labels: Iterable[str] | None = None,
    uses_labels: Iterable[str] = (),
    edits_text: bool = False,
    private: bool = False,
    batch_size: int = BATCH_SIZE,
    cost: str = "cpu",
    optional: Mapping[str, str] | None = None,
) -> Callable[[Callable[..., Outcome | Awaitable[Outcome]]], type[Stage]]:
    """
    Make a stage class from a function of one document.

    The function takes a document, and the options if an `options` model is given, and returns an
    outcome. A coroutine function makes an `AsyncStage`. The other keywords are class attributes of
    `Stage`.
    """

    def make(function: Callable[..., Any]) -> type[Stage]:
        def arguments(self: Stage, doc: Document) -> tuple[Any, ...]:
            return (doc,) if options is Options else (doc, self.options)

        def process(self: Stage, docs: Sequence[Document]) -> Iterator[Outcome]:
            for doc in docs:
                try:
                    outcome = function(*arguments(self, doc))
                except TransientError:
                    raise  # the host keeps earlier outcomes and retries from this document
                except Exception as error:
                    outcome = Failed(error)
                yield outcome

        async def process_one(self: Stage, doc: Document) -> Outcome:
            outcome: Outcome = await function(*arguments(self, doc))
            return outcome

        base: Any = Stage
        method: dict[str, Any] = {"process": process}
        if iscoroutinefunction(function):
            base, method = AsyncStage, {"process_one": process_one}
        body = {
            **method,
            "name": name,
            "Options": options,
            "requires": requires,
            "provides": provides,
            "labels": labels,
            "uses_labels": uses_labels,
            "edits_text": edits_text,
            "private": private,
            "batch_size": batch_size,
            "cost": cost,
            "optional": optional or {},
            "__doc__": getdoc(function),
            "__module__": function.__module__,
            "__qualname__": function.__qualname__,
        }
        return type(function.__name__, (base,), body)

    return make
