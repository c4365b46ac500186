"""Run the stages of a config over annotated documents and count what became of each."""

from __future__ import annotations

from collections import Counter, deque
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
    shown,
)
from hookline_eval.evaluation.options import EvalOptions
from hookline_eval.evaluation.overrides import check_overrides
from hookline_eval.evaluation.progress import ProgressBar

Case = TypeVar("Case")

_MAX_FAILURE_MESSAGES = 3


@dataclass(slots=True)
class EvalSummary:
    """
    How many documents were read, dropped (by stage and reason) and failed.

    `failures` are the messages of the first few failures.
    """

    config: str
    stages: tuple[str, ...]
    read: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: EvalSummary) -> None:
        """Add the counts of another run, of other documents by the same stages."""
        self.read += other.read
        self.dropped += other.dropped
        self.failed += other.failed
        self.failures = [*self.failures, *other.failures][:_MAX_FAILURE_MESSAGES]


class EvalRun:
    """
    Run the stages of a config over annotated documents.

    Args:
        options: The common options.
        layer: The layer that is measured. The config must provide it; stages after the last that
            provides it are left out. None to measure the text itself.
        default_stages: The stages without `--config`: names, or mappings as in a config.
        gold_tokens: Whether the documents already have sentences and tokens. Stages that edit the
            text are then left out, and a stage that makes tokens is set to use the given ones.

    Raises:
        ConfigError: The config is wrong, or does not provide what the task needs.
    """

    def __init__(
        self,
        options: EvalOptions,
        layer: str | None,
        default_stages: Iterable[str | Mapping[str, Any]] = ("stanza",),
        *,
        gold_tokens: bool = False,
    ) -> None:
        self._limit = options.limit
        config = plan = _read_plan(options, default_stages)
        if layer is not None:
            plan = _up_to_layer(plan, layer)
        if gold_tokens:
            plan = _with_gold_tokens(plan)
        check_overrides(options.overrides, config.stages, plan.stages)
        self._plan = plan
        name = options.config or "the embedded model"
        self.summary = EvalSummary(name, tuple(stage.name for stage in plan.stages))

    def process(
        self, cases: Iterable[tuple[Case, Document]]
    ) -> Iterator[tuple[Case, Document | None]]:
        """
        Yield every case with the document that the stages made of its document, in order.

        The document is None if a stage failed on it or dropped it; `summary` counts these.

        Raises:
            ConfigError: A stage splits a document.
        """
        pending: deque[tuple[Case, str]] = deque()

        def documents() -> Iterator[Document]:
            for case, document in islice(cases, self._limit):
                pending.append((case, document.id))
                yield document

        with Pipeline(self._plan) as pipeline, ProgressBar() as progress:
            for outcome in pipeline.stream(documents()):
                self.summary.read += 1
                progress.advance()
                case, document_id = pending.popleft()
                if isinstance(outcome, Document) and outcome.id != document_id:
                    raise ConfigError(
                        f"{self._plan.name}: a stage splits documents, such as {shown(document_id)}: "
                        "parts cannot be compared with the file; leave the stage out"
                    )
                yield case, self._document(outcome)

    def _document(self, outcome: Document | Dropped | Failure) -> Document | None:
        if isinstance(outcome, Document):
            return outcome
        if isinstance(outcome, Dropped):
            self.summary.dropped[f"{outcome.stage}: {outcome.reason}"] += 1
            return None
        self.summary.failed += 1
        if len(self.summary.failures) < _MAX_FAILURE_MESSAGES:
            message = f"{outcome.error}: {outcome.message}".split("\n")[0]
            self.summary.failures.append(f"{outcome.id}: the stage `{outcome.stage}`: {message}")
        return None


def _read_plan(options: EvalOptions, default_stages: Iterable[str | Mapping[str, Any]]) -> Plan:
    if options.config is not None:
        return read_plan(options.config, overrides=options.overrides)
    stages = [{"use": item} if isinstance(item, str) else dict(item) for item in default_stages]
    unused = {"use": "jsonl", "path": "-"}  # a plan needs a source and a sink; neither is opened
    values = {"source": unused, "sink": unused, "stages": stages}
    return read_plan(values, overrides=options.overrides)


def _up_to_layer(plan: Plan, layer: str) -> Plan:
    """Return the plan without the stages after the last that provides a layer."""
    providers = [i for i, stage in enumerate(plan.stages) if layer in _declaration(stage).provides]
    if not providers:
        stages = ", ".join(stage.name for stage in plan.stages) or "none"
        raise ConfigError(
            f"{plan.name}: no stage provides {layer}, which this task measures (stages: {stages})"
        )
    return replace(plan, stages=plan.stages[: providers[-1] + 1])


def _with_gold_tokens(plan: Plan) -> Plan:
    """Return the plan without stages that edit the text, its tokenizers set to given tokens."""
    stages = []
    for stage in plan.stages:
        declaration = _declaration(stage)
        if declaration.edits_text:
            continue
        if "tokens" in declaration.provides:
            if "tokens" not in stage.component.Options.model_fields:
                raise ConfigError(
                    f"the stage `{stage.name}` makes its own tokens and has no option `tokens` to "
                    "use given ones: measure it from raw text, with --tokens raw"
                )
            stage = replace(stage, options=stage.options.model_copy(update={"tokens": "given"}))
        stages.append(stage)
    return replace(plan, stages=tuple(stages))


def _declaration(stage: Any) -> Any:
    component: type[Stage] = stage.component
    return component.declare(stage.options)
