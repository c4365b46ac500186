"""Put environment variables where a config refers to them: `${NAME}` and `${NAME:-default}`."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

__all__ = ["Expanded", "expand", "mentions_environment"]

REFERENCE = re.compile(r"\$(\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")


class Expanded(NamedTuple):
    """A text with its references replaced, the names that are not set, and the values put in."""

    text: str
    unset: list[str]
    found: dict[str, str]


def mentions_environment(text: object) -> bool:
    """Tell whether a scalar has a reference, or an escaped one, in it."""
    return isinstance(text, str) and "${" in text


def expand(text: str) -> Expanded:
    """
    Return `text` with its references replaced; `unset` are the names that have no default either.

    `$${` stands for a literal `${`.
    """
    unset: list[str] = []
    values: dict[str, str] = {}

    def value(match: re.Match[str]) -> str:
        escaped, name, default = match.groups()
        if escaped:
            return "${"
        if given := os.environ.get(name):
            values[name] = given
        found = given or default
        if found is None:
            found = given
        if found is None:
            unset.append(name)
            return ""
        return found

    return Expanded(REFERENCE.sub(value, text), unset, values)
