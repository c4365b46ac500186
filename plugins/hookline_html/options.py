"""The options of extraction, and what an extractor returns."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Literal, NamedTuple, Self

from pydantic import Field, field_validator, model_validator

from hookline import Options

__all__ = ["Extracted", "ExtractionOptions"]


class Extracted(NamedTuple):
    """The main text of a page, empty if it has none, and the meta data that the page states."""

    text: str
    meta: Mapping[str, str]


class ExtractionOptions(Options):
    """What counts as the main text of a page."""

    extractor: Literal["trafilatura", "resiliparse"] = Field(
        "trafilatura",
        description="What finds the main text; `resiliparse` is several times as fast and keeps more "
        "furniture, and needs hookline[resiliparse].",
    )
    favor: Literal["balanced", "precision", "recall"] = Field(
        "balanced",
        description="In doubt: remove more furniture (`precision`) or keep more text (`recall`).",
    )
    comments: bool = Field(False, description="Keep the comments of readers, after the text.")
    tables: bool = Field(True, description="Keep tables.")

    @field_validator("extractor")
    @classmethod
    def _check_installed(cls, extractor: str) -> str:
        if extractor == "resiliparse" and find_spec("resiliparse") is None:
            raise ValueError(
                "resiliparse is not installed; run: pip install 'hookline[resiliparse]'"
            )
        return extractor

    @model_validator(mode="after")
    def _check_favor(self) -> Self:
        if self.extractor == "resiliparse" and self.favor != "balanced":
            raise ValueError(
                f"`favor: {self.favor}` is a setting of trafilatura; resiliparse has none like it: "
                "leave out `favor` or `extractor`"
            )
        return self
