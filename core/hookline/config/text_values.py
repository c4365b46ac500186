"""Values that are not text in UTF-8, such as names of files from the command line."""

from __future__ import annotations

import re

__all__ = ["problem_of_text"]

SURROGATE = re.compile(
    "[\ud800-\udfff]"
)  # Python has one for each byte of a name that is not UTF-8


def problem_of_text(value: str) -> tuple[str, str] | None:
    """Return a message and a hint for a string that cannot be written as UTF-8, else None."""
    if not SURROGATE.search(value):
        return None
    shown = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return (
        f"expected text in UTF-8, found '{shown}'",
        "rename the file, or read it by the name of its folder or a pattern, such as 'caf?.txt'",
    )
