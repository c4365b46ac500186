"""The schema of a config, except the options of components."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ByteSize,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    field_validator,
    model_validator,
)

__all__ = [
    "CacheSettings",
    "CheckSettings",
    "ComponentSettings",
    "FailureSettings",
    "PartSettings",
    "Settings",
    "SinkSettings",
    "StageSettings",
]


class ComponentSettings(BaseModel):
    """The keys of a component that the host reads; all other keys are its options."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    use: str = Field(
        min_length=1, description="the component: its registered name, or module:Class"
    )
    name: str | None = Field(None, description="its name in reports; `use` by default")

    @property
    def options(self) -> dict[str, Any]:
        """The component's options, as written."""
        return dict(self.model_extra or {})


class StageSettings(ComponentSettings):
    """The keys of a stage that the host reads."""

    batch_size: PositiveInt | None = Field(None, description="documents per call")
    timeout: PositiveFloat | None = Field(
        None, allow_inf_nan=False, description="time limit for one batch, in seconds"
    )
    in_flight: PositiveInt | None = Field(
        None,
        description="documents that a stage of coroutines has in process at the same time, in each "
        "worker process",
    )
    per_second: PositiveFloat | None = Field(
        None,
        allow_inf_nan=False,
        description="documents that a stage of coroutines begins per second, in all worker processes "
        "of a machine together",
    )


class PartSettings(BaseModel):
    """When a part of an output is complete: after documents or seconds, whichever is first."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    documents: PositiveInt | None = Field(None, description="documents in a part")
    seconds: PositiveFloat | None = Field(
        None, allow_inf_nan=False, description="seconds after the first document of a part"
    )

    @model_validator(mode="after")
    def _bounded(self) -> PartSettings:
        if self.documents is None and self.seconds is None:
            raise ValueError("expected `documents`, `seconds` or both")
        return self


class SinkSettings(ComponentSettings):
    """The keys of a sink that the host reads."""

    parts: PartSettings | None = Field(
        None,
        description="write a folder of files, each published when it has so many `documents` or is so "
        "many `seconds` old",
    )


class FailureSettings(BaseModel):
    """What to do with failed documents."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    path: str | None = Field(None, description="the dead-letter file; beside the output by default")
    limit: NonNegativeInt | None = Field(
        None, description="stop the run when more documents than this have failed"
    )

    @field_validator("path")
    @classmethod
    def _plain_file(cls, value: str | None) -> str | None:
        if value in ("", "-"):
            raise ValueError("expected the path of a plain file to append dead letters to")
        return value


class CheckSettings(BaseModel):
    """Warnings of `hookline check` to ignore."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    ignore: list[str] = Field(
        [], description="codes of warnings, as `hookline check` shows them in brackets"
    )


class CacheSettings(BaseModel):
    """Where to cache outcomes of stages."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    path: str = Field(min_length=1, description="a folder; several runs can share it")
    size: ByteSize = Field(
        ByteSize(10**10),
        description="its largest size, such as 10GB; old entries are deleted",
    )


class Settings(BaseModel):
    """A whole config."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    source: ComponentSettings | Annotated[list[ComponentSettings], Field(min_length=1)] = Field(
        description="where to read documents; a list is read in order"
    )
    stages: list[StageSettings] = Field(description="what to do with documents, in order")
    sink: SinkSettings | Annotated[list[SinkSettings], Field(min_length=1)] = Field(
        description="where to write documents; with a list, to all of them"
    )
    engine: ComponentSettings = Field(
        default_factory=lambda: ComponentSettings(use="local", name=None),
        description="where to compute; this machine by default",
    )
    failures: FailureSettings = Field(
        default_factory=lambda: FailureSettings(path=None, limit=None),
        description="what to do with failed documents",
    )
    batch_size: PositiveInt | None = Field(None, description="documents per call, for every stage")
    cache: CacheSettings | None = Field(
        None, description="a folder for outcomes of stages, or its `path` and `size`"
    )

    check: CheckSettings = Field(
        default_factory=lambda: CheckSettings(ignore=[]), description="which warnings to ignore"
    )

    @field_validator("cache", mode="before")
    @classmethod
    def _folder(cls, value: Any) -> Any:
        return {"path": value} if isinstance(value, str) else value
