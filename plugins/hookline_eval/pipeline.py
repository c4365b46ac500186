"""Run the stages of a config over annotated documents, and account for every one of them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, TypeVar

from hookline import (
    ConfigError,
    Document,
    Dropped,
    Failure,
    Pipeline,
    Plan,
    Stage,
    read_plan,
)

from .options import Call

Case = TypeVar("Case")

NOWHERE = {"source": {"use": "jsonl", "path": "-"}, "sink": {"use": "jsonl", "path": "-"}}
EXAMPLES = 3  # failures whose messages are shown


@dataclass(slots=True)
class Account:
    """What became of the documents: how many, and why some have not come out."""

    config: str
    stages: tuple[str, ...]
    read: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    failures: list[str] = field(default_factory=list)
    """What the first failures say."""


class Trial:
    """
    The stages of a config that annotated documents go through.

    Args:
        call: The common options.
        layer: What is measured: the config must provide it, and stages behind the last that does are
            left out. None for what the text itself has become.
        default: The stages where `--config` names no config: names, or mappings as in a config.
        given_tokens: Whether the documents have sentences and tokens already. Stages that edit the
            text are then left out, and a stage that makes tokens is set to take the given ones.

    Raises:
        ConfigError: The config is wrong, or cannot do what the task asks for.
    """

    def __init__(
        self,
        call: Call,
        layer: str | None,
        default: Iterable[str | Mapping[str, Any]] = ("stanza",),
        *,
        given_tokens: bool = False,
    ) -> None:
        self._limit = call.limit
        plan = _plan(call, default)
        if layer is not None:
            plan = _until(plan, layer)
        if given_tokens:
            plan = _with_given_tokens(plan)
        self._plan = plan
        name = call.config or "the embedded model"
        self.account = Account(name, tuple(stage.name for stage in plan.stages))

    def over(
        self, cases: Iterable[tuple[Case, Document]]
    ) -> Iterator[tuple[Case, Document | None]]:
        """
        Yield every case with the document that the stages have made of its own, in order.

        None stands for a document that a stage failed on or dropped; the account has it.
        """
        waiting: list[Case] = []

        def documents() -> Iterator[Document]:
            for case, document in islice(cases, self._limit):
                waiting.append(case)
                yield document

        with Pipeline(self._plan) as pipeline, _Progress() as progress:
            for outcome in pipeline.stream(documents()):
                self.account.read += 1
                progress.advance()
                yield waiting.pop(0), self._kept(outcome)

    def _kept(self, outcome: Document | Dropped | Failure) -> Document | None:
        if isinstance(outcome, Document):
            return outcome
        if isinstance(outcome, Dropped):
            self.account.dropped[f"{outcome.stage}: {outcome.reason}"] += 1
            return None
        self.account.failed += 1
        if len(self.account.failures) < EXAMPLES:
            what = f"{outcome.error}: {outcome.message}".split("\n")[0]
            self.account.failures.append(f"{outcome.id}: the stage `{outcome.stage}`: {what}")
        return None


def _plan(call: Call, default: Iterable[str | Mapping[str, Any]]) -> Plan:
    if call.config is not None:
        return read_plan(call.config, overrides=call.changes)
    stages = [{"use": stage} if isinstance(stage, str) else dict(stage) for stage in default]
    values = {**NOWHERE, "stages": stages}
    return read_plan(values, overrides=call.changes)


def _until(plan: Plan, layer: str) -> Plan:
    """Return the plan without the stages behind the last that provides a layer."""
    last = [at for at, stage in enumerate(plan.stages) if layer in _declared(stage).provides]
    if not last:
        stages = ", ".join(stage.name for stage in plan.stages) or "none"
        raise ConfigError(
            f"{plan.name}: no stage provides {layer}, which this task measures (stages: {stages})"
        )
    return replace(plan, stages=plan.stages[: last[-1] + 1])


def _with_given_tokens(plan: Plan) -> Plan:
    kept = []
    for stage in plan.stages:
        declared = _declared(stage)
        if declared.edits_text:
            continue
        if "tokens" in declared.provides:
            if "tokens" not in stage.component.Options.model_fields:
                raise ConfigError(
                    f"the stage `{stage.name}` makes tokens of its own and has no option `tokens` to "
                    "take given ones: measure it from raw text, with --tokens raw"
                )
            stage = replace(stage, options=stage.options.model_copy(update={"tokens": "given"}))
        kept.append(stage)
    return replace(plan, stages=tuple(kept))


def _declared(stage: Any) -> Any:
    component: type[Stage] = stage.component
    return component.declare(stage.options)


class _Progress:
    """A bar on a terminal, and nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> _Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

            self._bar = Progress(
                SpinnerColumn(),
                MofNCompleteColumn(),
                "documents",
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=None)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self) -> None:
        """Count one document."""
        if self._bar:
            self._bar.advance(self._task)
