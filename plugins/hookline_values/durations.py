"""Read durations ("two weeks")."""

from __future__ import annotations

import re

from hookline_values.numerals import cardinal

__all__ = ["duration"]

_DURATION = re.compile(
    r".*?\b(?P<n>\d+(?:,\d{3})*(?:\.\d+)?|[a-z]+(?:-[a-z]+)?)[ \t-]+"
    r"(?P<u>minute|hour|day|week|month|year|decade|centur(?:y|ie))s?\b.*",
    re.IGNORECASE | re.DOTALL,
)
_DURATION_UNITS = {
    "minute": ("PT", 1, "M"),
    "hour": ("PT", 1, "H"),
    "day": ("P", 1, "D"),
    "week": ("P", 1, "W"),
    "month": ("P", 1, "M"),
    "year": ("P", 1, "Y"),
    "decade": ("P", 10, "Y"),
    "century": ("P", 100, "Y"),
    "centurie": ("P", 100, "Y"),
}


def duration(text: str) -> str | None:
    """Return the duration that an entity states ("two weeks": `P2W`), or None if it states none."""
    match = _DURATION.fullmatch(text)
    number = cardinal(match["n"]) if match else None
    if match is None or number is None:
        return None
    prefix, factor, letter = _DURATION_UNITS[match["u"].lower()]
    return f"{prefix}{number * factor}{letter}"
