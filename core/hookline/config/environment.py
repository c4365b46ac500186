"""Replace references to environment variables in a config: `${NAME}` and `${NAME:-default}`."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

__all__ = ["Expanded", "expand", "mentions_environment"]

REFERENCE = re.compile(r"\$(\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|(\$\{)")


class Expanded(NamedTuple):
    """
    A text with its references replaced.

    `unset` are variables that are not set and have no default, `values` those that were substituted;
    `malformed` means that a `${` does not begin a reference.
    """

    text: str
    unset: list[str]
    values: dict[str, str]
    malformed: bool = False

    def problems(self) -> list[tuple[str, str]]:
        """Return the messages for invalid references, each with a hint."""
        problems = [
            (
                f"the environment variable {name} is not set",
                f"set it, or give a default: ${{{name}:-value}}",
            )
            for name in self.unset
        ]
        if self.malformed:
            hint = "close the brace; a literal `${` is written `$${`"
            problems.append(("expected ${NAME} or ${NAME:-default} after `${`", hint))
        return problems


def mentions_environment(text: object) -> bool:
    """Return whether a scalar contains a reference or an escaped one."""
    return isinstance(text, str) and "${" in text


def expand(text: str) -> Expanded:
    """Return `text` with its references replaced; `$${` is a literal `${`."""
    unset: list[str] = []
    values: dict[str, str] = {}
    malformed = False

    def replace(match: re.Match[str]) -> str:
        nonlocal malformed
        escaped, name, default, opening = match.groups()
        if escaped:
            return "${"
        if opening:
            malformed = True
            return opening
        value = os.environ.get(name)
        if value:
            values[name] = value
            return value
        if default is None and value is None:
            unset.append(name)
        return default or ""

    return Expanded(REFERENCE.sub(replace, text), unset, values, malformed)
