"""The families of boilerplate, which are the reasons that removals are recorded with."""

from __future__ import annotations

from typing import Final, Literal, get_args

__all__ = ["FAMILIES_WITH_PHRASES", "OTHER", "Family"]

Family = Literal[
    "newsletter",
    "subscription",
    "share",
    "related",
    "advertisement",
    "navigation",
    "comments",
    "byline",
    "caption",
    "legal",
    "cookies",
    "tags",
    "author",
    "contact",
    "other",
]

# The family of lines that neither phrases, shape nor position name.
OTHER: Final = "other"
FAMILIES_WITH_PHRASES: tuple[str, ...] = tuple(
    family for family in get_args(Family) if family != OTHER
)
