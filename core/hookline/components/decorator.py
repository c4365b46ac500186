"""Make a stage class from a function."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from inspect import (
    getdoc,
    isasyncgenfunction,
    iscoroutinefunction,
    isgeneratorfunction,
    signature,
)
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

    Raises:
        TypeError: The name is missing (`@stage` instead of `@stage("name")`), or the function is a
            generator or does not take these arguments.
    """
    if not isinstance(name, str):
        raise TypeError(f'expected the name of the stage, as in `@stage("shout")`, found {name!r}')
    taken = ("doc",) if options is Options else ("doc", "options")

    def make(function: Callable[..., Any]) -> type[Stage]:
        _check_function(function, taken)

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


def _check_function(function: Callable[..., Any], arguments: tuple[str, ...]) -> None:
    """Refuse a function that cannot be called with a document, or yields instead of returning."""
    label = getattr(function, "__qualname__", repr(function))
    if isgeneratorfunction(function) or isasyncgenfunction(function):
        raise TypeError(
            f"{label} yields; expected a function that returns the outcome of one document (a class "
            "derived from `Stage` yields one for each document of a batch)"
        )
    call = f"{label}({', '.join(arguments)})"
    try:
        signature(function).bind(*arguments)
    except TypeError as error:
        hint = "" if "options" in arguments else "; for options, pass their model as `options=`"
        raise TypeError(f"expected a function to call as {call}: {error}{hint}") from error
