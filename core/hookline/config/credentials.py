"""Find the passwords and tokens in addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

__all__ = ["MASK", "REFERENCE_MARK", "credentials", "mask_addresses", "referred_credentials"]

MASK = "***"
REFERENCE_MARK = "\0"  # stands for a reference to a variable; YAML has no such character
OPAQUE = 8  # characters; shorter values in a path or query are more likely dates or names
# What a URL has between user and host, and what database drivers read there: all up to the first
# `@`. The port of a web address is no password, even if an `@` comes after it.
NO_PORT = (
    r"(?!(?:(?<=http://)|(?<=https://)|(?<=ws://)|(?<=wss://))[^/?#\s:]*:\d{1,5}(?:[/?#\s]|$))"
)
PASSWORDS = (
    re.compile(r"(?<=://)([^/?#\s:@]*):([^/?#\s]*)(?=@)"),
    re.compile(rf"(?<=://){NO_PORT}([^/?#\s:]*):((?:[^@\n`:]|:(?!//))*+)(?=@)"),
)
# In a query, or the password of a connection string such as `host=db password=…`.
PARAMETER = re.compile(
    r"(?i)(?:(?<=[?&;])|(?<!\S)(?=password|passwd|pwd))"
    r"(password|passwd|pwd|token|secret|api_?key|access_?key|signature|sig)=([^&;#\s]+)"
)
WEB = ("http://", "https://", "ws://", "wss://")
ADDRESS = re.compile(
    r"(?<=://)(?:(?P<user>[^/?#\s:@]*)@)?[^/?#\s]*(?P<path>[^?#\s]*)(?P<query>\S*)"
)


def credentials(text: str) -> Iterator[str]:
    """Yield the passwords and tokens in addresses of a text; percent-encoded ones decoded as well."""
    for pattern in (*PASSWORDS, PARAMETER):
        for match in pattern.finditer(text):
            yield from dict.fromkeys((match[2], unquote(match[2])))


def referred_credentials(template: str, values: Sequence[str]) -> Iterator[str]:
    """
    Yield the values of references that are credentials in addresses, whatever characters they have.

    These are passwords and, from eight characters on, as they may be tokens, values in user
    information without a password, in the query, in the fragment and in the path of a web address.

    Args:
        template: A text in which each `REFERENCE_MARK` stands for a reference.
        values: The value of each reference.
    """

    def values_in(start: int, end: int) -> Sequence[str]:
        first = template.count(REFERENCE_MARK, 0, start)
        return values[first : first + template.count(REFERENCE_MARK, start, end)]

    for pattern in (*PASSWORDS, PARAMETER):
        for match in pattern.finditer(template):
            if parts := values_in(*match.span(2)):
                rest = iter(parts)
                whole = "".join(next(rest) if char == REFERENCE_MARK else char for char in match[2])
                for value in (whole, *parts):
                    yield from dict.fromkeys((value, unquote(value)))
    for match in ADDRESS.finditer(template):
        groups = ["user", "query"]
        if template[: match.start()].lower().endswith(WEB):
            groups.append("path")
        for group in groups:
            yield from (value for value in values_in(*match.span(group)) if len(value) >= OPAQUE)
        for value in values_in(*match.span("user")):  # `user:password`
            password = value.partition(":")[2]
            yield from dict.fromkeys((password, unquote(password)))


def mask_addresses(text: str) -> str:
    """Return a text with the passwords and tokens of addresses replaced by `***`."""
    for pattern, between in (*((pattern, ":") for pattern in PASSWORDS), (PARAMETER, "=")):
        text = pattern.sub(
            lambda match, between=between: (  # type: ignore[misc]  # mypy: default of a lambda
                match[0] if "${" in match[2] else f"{match[1]}{between}{MASK}"
            ),
            text,
        )
    return text
