"""Hide secret option values in messages, dead letters and reports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from pydantic import BaseModel, SecretBytes, SecretStr

from hookline.errors import ConfigError, PluginError, Problem, message_of

__all__ = ["MASK", "Secrets", "mask_addresses", "secret_values"]

MASK = "***"
SHORTEST = 4  # characters; hiding shorter values would make messages unreadable
# The password of an address, and query parameters with credentials.
PASSWORD = re.compile(r"(?<=://)([^/?#\s:@]*):([^/?#\s]*)(?=@)")
PARAMETER = re.compile(
    r"(?i)(?<=[?&;])(password|passwd|pwd|token|secret|api_?key|access_?key|signature|sig)=([^&;#\s]+)"
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """
    The secret values of a plan, each with the label that replaces it.

    The label is `${NAME}` for a value that the config took from the environment variable NAME, and
    `***` with a number otherwise. Values of fewer than four characters are not replaced.
    """

    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, values: Iterable[str], environment: Mapping[str, str]) -> Secrets:
        """Return the secrets of a plan; `environment` has the variables that its config refers to."""
        names = {value: name for name, value in environment.items()}
        labels: dict[str, str] = {}
        for value in values:
            if len(value) >= SHORTEST and value not in labels:
                number = sum(label.startswith(MASK) for label in labels.values())
                other = f"{MASK}{number + 1}" if number else MASK
                labels[value] = f"${{{names[value]}}}" if value in names else other
        return cls.labelled({label: value for value, label in labels.items()})

    @classmethod
    def labelled(cls, values: Mapping[str, str]) -> Secrets:
        """Return secrets from labels and values, longer values first."""
        longest_first = sorted(values.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return cls(tuple(pair for pair in longest_first if len(pair[1]) >= SHORTEST))

    def hide(self, text: str) -> str:
        """Return a text with values replaced by labels, in quoted and escaped forms as well."""
        for label, value in self.values:
            for form in _forms(value):
                text = text.replace(form, label)
        return text

    def hide_all(self, value: Any) -> Any:
        """Return plain values with secrets replaced in all strings."""
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, Mapping):
            return {key: self.hide_all(item) for key, item in value.items()}
        return [self.hide_all(item) for item in value] if isinstance(value, list) else value

    def reveal(self, text: str) -> str:
        """Return a text with the labels of `hide` replaced by their values."""
        for label, value in sorted(self.values, key=lambda pair: -len(pair[0])):
            text = text.replace(label, value)
        return text

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Hide the values in an exception raised by the block, and in its causes."""
        try:
            yield
        except Exception as error:
            if self.values:
                self._clear(error, set())
                if (text := message_of(error)) != self.hide(text):
                    kind = type(error).__name__  # its text cannot be changed
                    raise PluginError(f"{kind}: {self.hide(text)}") from None
            raise

    def _clear(self, error: BaseException, seen: set[int]) -> None:
        """Hide the values in an exception and its causes."""
        if id(error) in seen:
            return
        seen.add(id(error))
        error.args = tuple(self.hide_all(part) for part in error.args)
        if isinstance(error, OSError):
            for name in ("strerror", "filename", "filename2"):
                setattr(error, name, self.hide_all(getattr(error, name)))
        if isinstance(error, ConfigError):
            error.problems = [self.hide_problem(problem) for problem in error.problems]
        if notes := getattr(error, "__notes__", None):
            error.__notes__ = self.hide_all(list(notes))
        for attribute in ("__cause__", "__context__"):
            other = getattr(error, attribute)
            if other is None:
                continue
            self._clear(other, seen)
            if (text := message_of(other)) != self.hide(text):
                setattr(error, attribute, None)

    def hide_problem(self, problem: Problem) -> Problem:
        """Return a problem with secrets hidden in its texts."""
        return problem.with_words(self.hide)


def secret_values(value: Any) -> Iterator[str]:
    """
    Yield the secret strings in options: `SecretStr` fields, and passwords in addresses.

    A percent-encoded password is yielded decoded as well.
    """
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, SecretBytes):
        yield value.get_secret_value().decode("utf-8", "replace")
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from secret_values(getattr(value, name, None))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from secret_values(item)
    elif isinstance(value, str):
        for pattern in (PASSWORD, PARAMETER):
            for match in pattern.finditer(value):
                yield from dict.fromkeys((match[2], unquote(match[2])))
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from secret_values(item)


def mask_addresses(text: str) -> str:
    """Return a text with the passwords of addresses replaced by `***`."""
    for pattern, between in ((PASSWORD, ":"), (PARAMETER, "=")):
        text = pattern.sub(
            lambda match, between=between: (  # type: ignore[misc]  # mypy: default of a lambda
                match[0] if "${" in match[2] else f"{match[1]}{between}{MASK}"
            ),
            text,
        )
    return text


def _forms(value: str) -> dict[str, None]:
    """Return the forms of a value in messages: plain, quoted, JSON, percent-encoded."""
    quoted = (quote(value, safe, errors="surrogateescape") for safe in ("/", ""))
    return dict.fromkeys((value, repr(value)[1:-1], json.dumps(value)[1:-1], *quoted))
