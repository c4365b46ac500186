"""Replace references to environment variables in a config: `${NAME}` and `${NAME:-default}`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from hookline.config.credentials import REFERENCE_MARK, credentials, referred_credentials

__all__ = ["Expanded", "expand", "mentions_environment"]

REFERENCE = re.compile(r"\$(\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|(\$\{)")


class Expanded(NamedTuple):
    """
    A text with its references replaced.

    `unset` are variables that are not set and have no default, `values` those that were substituted,
    `secrets` the values that are credentials in an address; `malformed` means that a `${` does not
    begin a reference.
    """

    text: str
    unset: list[str]
    values: dict[str, str]
    secrets: tuple[str, ...] = ()
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
    substituted: list[str] = []  # for each reference
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
        elif default is None and value is None:
            unset.append(name)
        substituted.append(value or default or "")
        return substituted[-1]

    expanded = REFERENCE.sub(replace, text)
    secrets = (*_referred(text, substituted), *credentials(expanded))
    return Expanded(expanded, unset, values, secrets, malformed)


def _referred(text: str, values: list[str]) -> Iterator[str]:
    """Yield the values of references that are credentials in addresses of `text`."""
    plain = text.replace(REFERENCE_MARK, "")
    template = REFERENCE.sub(lambda match: REFERENCE_MARK if match[2] else match[0], plain)
    yield from referred_credentials(template, values)
