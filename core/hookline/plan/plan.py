"""A plan: components with validated options, ready to open in any process."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from pluggy import PluginManager

from hookline.components.component import Component
from hookline.components.engine import Engine
from hookline.components.plugin_code import LoadedCode
from hookline.components.sink import Sink
from hookline.components.source import Source
from hookline.components.stage import Declaration, Stage
from hookline.config.secrets import Secrets
from hookline.config.settings import CacheSettings, FailureSettings, PartSettings
from hookline.document.layers import BUILT_IN_LAYERS, LayerTable
from hookline.errors import (
    PLUGIN_FAULTS,
    HooklineError,
    PluginError,
    Problem,
    TransientError,
    blaming,
    described,
    message_of,
)
from hookline.files.file_sink import FileSink
from hookline.plan.canonical import digest
from hookline.plan.parts_sink import PartsSink
from hookline.plan.shard import Shard

__all__ = ["BoundComponent", "Plan"]

UNIT = 512  # documents, if no stage loads a model
BATCH = 64  # documents per call, by default


@dataclass(frozen=True, slots=True)
class BoundComponent:
    """
    A component class with validated options.

    `written` has the options as written in the config, with environment references; `batch_size` is in
    documents, `timeout` in seconds per batch; `in_flight` and `per_second` are limits of a stage of
    coroutines. A sink with `parts` is opened as a `PartsSink`.
    """

    component: type[Component]
    options: Any
    name: str
    written: Any = None
    batch_size: int = BATCH
    timeout: float | None = None
    in_flight: int | None = None
    per_second: float | None = None
    parts: PartSettings | None = None

    def open(self) -> Any:
        """Open the component by constructing it."""
        if self.parts:
            assert issubclass(self.component, FileSink)
            return PartsSink(self.component, self.options, self.parts)
        return self.component(self.options)

    def declaration(self) -> Declaration:
        """
        Return what a stage declares.

        Raises:
            PluginError: It raised an exception.
        """
        assert issubclass(self.component, Stage)
        with blaming(f"the stage `{self.name}` cannot declare its layers"):
            return self.component.declare(self.options)

    def model_digest(self) -> str:
        """
        Return the digest of the model of a stage.

        Raises:
            HooklineError: The model cannot be found.
        """
        assert issubclass(self.component, Stage)
        with blaming(f"the stage `{self.name}` cannot tell its model"):
            return self.component.model_digest(self.options)


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A validated config, bound to components that are not open yet.

    A plan can be pickled if the other process can import the modules of its components. Hooks are not
    pickled, as they are called only in the process that runs the plan.

    Attributes:
        name: The path of the config.
        sink: The sink; a `TeeSink` if the config names several.
        warnings: The warnings of `hookline check`.
        hooks: The plugins with hooks to call, or None in another process.
        code: Files and a folder with components that are not in installed packages.
        recalls: Whether the cache also holds the outcome of all stages together, as an update needs.
        shard: Which part of the input to read; None for all of it.
    """

    name: str
    sources: tuple[BoundComponent, ...]
    stages: tuple[BoundComponent, ...]
    sink: BoundComponent
    failures: FailureSettings
    engine: BoundComponent
    cache: CacheSettings | None = None
    secrets: Secrets = field(default_factory=Secrets)
    layers: LayerTable = BUILT_IN_LAYERS
    warnings: tuple[Problem, ...] = ()
    hooks: PluginManager | None = field(default=None, repr=False, compare=False)
    code: LoadedCode = field(default_factory=LoadedCode)
    shard: Shard | None = None
    recalls: bool = False

    def __getstate__(self) -> tuple[LoadedCode, dict[str, Any]]:
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return self.code, {**values, "hooks": None}  # code first: it defines the classes

    def __setstate__(self, state: tuple[LoadedCode, dict[str, Any]]) -> None:
        for name, value in state[1].items():
            object.__setattr__(self, name, value)

    @property
    def unit_size(self) -> int:
        """Documents in a unit of work: enough to fill the largest batch of a stage."""
        return self.largest_batch if self.has_model else max(UNIT, self.largest_batch)

    @property
    def has_model(self) -> bool:
        """Whether a stage loads a model, which takes seconds."""
        return any(getattr(stage.component, "cost", "") == "model" for stage in self.stages)

    @property
    def private_step(self) -> int | None:
        """The index of the last stage that makes private edits, or None."""
        for step in reversed(range(len(self.stages))):
            if self.stages[step].declaration().private:
                return step
        return None

    @property
    def has_large_batches(self) -> bool:
        """Whether a stage asks for more documents per call than usual, from the first call on."""
        return self.largest_batch > BATCH

    @property
    def largest_batch(self) -> int:
        """The largest batch size of the stages, in documents."""
        return max((stage.batch_size for stage in self.stages), default=1)

    @property
    def sinks(self) -> tuple[BoundComponent, ...]:
        """The sinks of the config."""
        return getattr(self.sink.options, "parts", (self.sink,))

    def digest(self) -> str:
        """
        Return a short digest of the config as written, for reports and dead letters.

        A resumed run compares its identity instead, which includes defaults, code and versions.
        """
        parts: list[list[Any]] = [
            [kind, item.component.name, item.name, item.written]
            for kind, items in (("source", self.sources), ("stage", self.stages))
            for item in items
        ]
        for sink in self.sinks:
            written = {key: value for key, value in (sink.written or {}).items() if key != "path"}
            parts.append(["sink", sink.component.name, written])
        return digest(parts)[:16]

    def model_digests(self) -> dict[str, str]:
        """
        Return the model digests of the stages that have one, by stage name.

        Raises:
            HooklineError: A model cannot be found.
        """
        digests: dict[str, str] = {}
        for stage in self.stages:
            digest = stage.model_digest()
            digests |= {stage.name: digest} if digest else {}
        return digests

    def open_sources(self) -> list[Source]:
        """
        Open the sources.

        Raises:
            HooklineError: A source could not be opened.
        """
        sources: list[Source] = [self._open(bound, "source") for bound in self.sources]
        return sources

    def open_stages(self) -> list[Stage]:
        """
        Open the stages; models are loaded here.

        Raises:
            HooklineError: A stage could not be opened.
        """
        opened: list[Stage] = []
        try:
            opened.extend(self._open(bound, "stage") for bound in self.stages)
        except BaseException:
            for stage in opened:
                stage.close()
            raise
        return opened

    def open_stage(self, step: int) -> Stage:
        """
        Open a stage by its index.

        Raises:
            HooklineError: The stage could not be opened.
        """
        stage: Stage = self._open(self.stages[step], "stage")
        return stage

    def open_engine(self) -> Engine:
        """Construct the engine."""
        engine: Engine = self._open(self.engine, "engine")
        return engine

    def open_sink(self) -> Sink:
        """Construct the sink, without opening its output."""
        sink: Sink = self._open(self.sink, "sink")
        sink.layers = self.layers
        return sink

    def _open(self, bound: BoundComponent, kind: str) -> Any:
        with self.secrets.kept():
            try:
                return bound.open()
            except TransientError as error:
                text = f"the {kind} `{bound.name}` could not be opened: {message_of(error)}"
                raise TransientError(text, after=error.after) from error
            except HooklineError:
                raise
            except PLUGIN_FAULTS as error:
                what = described(error)
                raise PluginError(
                    f"the {kind} `{bound.name}` could not be opened: {what}"
                ) from error
