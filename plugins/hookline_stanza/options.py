"""Options of the stage `stanza`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Literal

from pydantic import DirectoryPath, Field, model_validator

from hookline import Options

EMBEDDED = "embedded"
"""The value of `package` for the model that comes with hookline."""


class StanzaOptions(Options):
    """Options of the stage `stanza`."""

    lang: str = Field("en", description="Language code, as Stanza names it.")
    package: str = Field(
        EMBEDDED,
        description="`embedded` for the English model that comes with hookline, else the name of "
        "one of Stanza's packages, such as `default`, which is downloaded once.",
    )
    model: DirectoryPath | None = Field(
        None, description="Folder of a model to use: one made by hookline or downloaded by Stanza."
    )
    ner: str | None = Field(
        None, description="Another Stanza package for the entities alone, e.g. ontonotes-ww-multi."
    )
    tokens: Literal["make", "given"] = Field(
        "make",
        description="`make` finds sentences and tokens; `given` keeps those that documents already "
        "have, from a reader of annotated files, and adds tags, lemmas, heads and entities.",
    )
    layers: list[Literal["syntax", "entities"]] = Field(
        ["syntax", "entities"],
        description="Layers to add to sentences and tokens; those left out take no time.",
    )
    precision: Literal["auto", "fp32", "bf16", "int8"] = Field(
        "auto",
        description="Number format of the embedded model; `auto` uses int8 on a CPU that has AVX2, "
        "else bf16 where the CPU computes in it, else fp32. A few words in 10,000 differ from fp32 "
        "with bf16, and a few in 1,000 with int8, at the same accuracy.",
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", description="Device to compute on; `auto` uses a GPU if there is one."
    )
    consistent: bool = Field(
        True,
        description="Whether all mentions of a name in a document get the same label, and missed "
        "mentions are added (embedded model).",
    )
    labels: dict[str, str] = Field(
        default_factory=dict,
        description="Entity labels to rename, in addition to the built-in map (GPE: LOC, ...).",
    )
    keep: list[str] | None = Field(
        None, description="Entity labels to keep, after renaming; all if absent."
    )
    download: bool = Field(True, description="Whether a missing model may be downloaded.")

    @model_validator(mode="after")
    def _check_combination(self) -> StanzaOptions:
        if self.is_embedded and self.lang != "en":
            raise ValueError(
                f"the embedded model is English (en), found lang {self.lang!r}: "
                "set `package: default` to use Stanza's own model"
            )
        if self.is_embedded and self.ner is not None:
            raise ValueError(
                "`ner` names one of Stanza's packages: set `package` (default) as well"
            )
        if self.package != EMBEDDED and get_close_matches(self.package, [EMBEDDED], cutoff=0.8):
            raise ValueError(f"unknown package {self.package!r}: did you mean `{EMBEDDED}`?")
        return self

    @property
    def is_embedded(self) -> bool:
        """Whether the options select the embedded model."""
        return self.model is None and self.package == EMBEDDED
