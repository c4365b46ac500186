"""The shape of a config, apart from the options that belong to its components."""

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
)

__all__ = ["ComponentSettings", "FailureSettings", "Settings"]


class ComponentSettings(BaseModel):
    """The keys of a component that the host reserves; all others are the component's own options."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    use: str = Field(description="the component, by the name it is registered under")
    name: str | None = Field(None, description="what to call it in reports; `use` by default")
    batch_size: PositiveInt | None = Field(None, description="documents per call")
    timeout: PositiveFloat | None = Field(
        None, allow_inf_nan=False, description="seconds that one batch may take"
    )

    @property
    def options(self) -> dict[str, Any]:
        """The component's own options, as written."""
        return dict(self.model_extra or {})


class FailureSettings(BaseModel):
    """What becomes of failed documents."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    path: str | None = Field(None, description="the dead-letter file; beside the output by default")
    limit: NonNegativeInt | None = Field(
        None, description="stop the run when more documents than this have failed"
    )

    @field_validator("path")
    @classmethod
    def _plain_file(cls, value: str | None) -> str | None:
        if value in ("", "-"):
            raise ValueError("expected the path of a plain file, which letters are appended to")
        return value


class CacheSettings(BaseModel):
    """Where outcomes of stages are kept for later runs."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    path: str = Field(min_length=1, description="a folder, which several runs may share")
    size: ByteSize = Field(
        ByteSize(10**10), description="what it may hold, such as 10GB; the oldest goes first"
    )


class Settings(BaseModel):
    """A whole config."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    source: ComponentSettings | Annotated[list[ComponentSettings], Field(min_length=1)] = Field(
        description="where documents come from; a list is read in order"
    )
    stages: list[ComponentSettings] = Field(description="what is done to them, in order")
    sink: ComponentSettings | Annotated[list[ComponentSettings], Field(min_length=1)] = Field(
        description="where they go; a list is written to all at once"
    )
    engine: ComponentSettings = Field(
        default_factory=lambda: ComponentSettings(
            use="local", name=None, batch_size=None, timeout=None
        ),
        description="where it is computed; this machine by default",
    )
    failures: FailureSettings = Field(
        default_factory=lambda: FailureSettings(path=None, limit=None),
        description="what becomes of failed documents",
    )
    batch_size: PositiveInt | None = Field(None, description="documents per call, for every stage")
    cache: CacheSettings | None = Field(
        None, description="a folder for what stages made of documents, or its `path` and `size`"
    )

    @field_validator("cache", mode="before")
    @classmethod
    def _folder(cls, value: Any) -> Any:
        return {"path": value} if isinstance(value, str) else value
