"""What makes two documents alike."""

from __future__ import annotations

from pydantic import Field

from hookline import Options

__all__ = ["Likeness"]


class Likeness(Options):
    """What makes two documents alike."""

    near: float | None = Field(
        0.8,
        gt=0.0,
        le=1.0,
        description="Estimated similarity (Jaccard, of runs of words) from which on a document is a "
        "near duplicate of an earlier one; null looks for equal texts only.",
    )
    run: int = Field(5, ge=1, description="Words in such a run.")
