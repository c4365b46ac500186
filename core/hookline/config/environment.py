"""Put environment variables where a config refers to them: `${NAME}` and `${NAME:-default}`."""

from __future__ import annotations

import os
import re

__all__ = ["expand", "mentions_environment"]

REFERENCE = re.compile(r"\$(\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")


def mentions_environment(text: object) -> bool:
    """Tell whether a scalar has a reference, or an escaped one, in it."""
    return isinstance(text, str) and "${" in text


def expand(text: str) -> tuple[str, list[str]]:
    """
    Return `text` with its references replaced, and the names that are not set and have no default.

    `$${` stands for a literal `${`.
    """
    unset: list[str] = []

    def value(match: re.Match[str]) -> str:
        escaped, name, default = match.groups()
        if escaped:
            return "${"
        found = os.environ.get(name) or default
        if found is None:
            found = os.environ.get(name)
        if found is None:
            unset.append(name)
            return ""
        return found

    return REFERENCE.sub(value, text), unset
