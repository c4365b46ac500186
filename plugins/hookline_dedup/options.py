"""Options of similarity, which the stage and its index share."""

from __future__ import annotations

from pydantic import Field

from hookline import Options

__all__ = ["SimilarityOptions"]


class SimilarityOptions(Options):
    """When two documents are duplicates."""

    near: float | None = Field(
        0.8,
        gt=0.0,
        le=1.0,
        description="Minimum estimated similarity (Jaccard, of runs of words) of near duplicates; "
        "null finds equal texts only.",
    )
    run: int = Field(5, ge=1, description="Words in a run.")
