"""Keep what came from the environment out of whatever is shown or written about a run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from hookline.errors import ConfigError, PluginError, Problem

__all__ = ["Secrets"]

SHORTEST = 4  # characters; hiding a `1` or an `en` would hide half of every message


@dataclass(frozen=True, slots=True)
class Secrets:
    """
    The values that a config took from the environment, by their variables' names.

    In a text, a value becomes the reference that stands for it in the config, `${NAME}`. Values of
    fewer than four characters are left alone.
    """

    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Secrets:
        """Return the secrets of variables and their values, those that hold others first."""
        found = [(name, value) for name, value in values.items() if len(value) >= SHORTEST]
        return cls(tuple(sorted(found, key=lambda pair: (-len(pair[1]), pair[0]))))

    def hide(self, text: str) -> str:
        """Return a text with references in the place of values, also of quoted and escaped ones."""
        for name, value in self.values:
            for form in _forms(value):
                text = text.replace(form, f"${{{name}}}")
        return text

    def hide_all(self, value: Any) -> Any:
        """Return plain values with references in their strings; equal to `value` if it has none."""
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, Mapping):
            return {key: self.hide_all(item) for key, item in value.items()}
        return [self.hide_all(item) for item in value] if isinstance(value, list) else value

    def reveal(self, text: str) -> str:
        """Return a text with values in the place of the references that `hide` put there."""
        for name, value in self.values:
            text = text.replace(f"${{{name}}}", value)
        return text

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Let no exception out whose message, or that of one behind it, has a value in it."""
        try:
            yield
        except Exception as error:
            if self.values:
                self._clear(error, set())
                if (text := _message(error)) != self.hide(text):
                    kind = type(error).__name__  # one that keeps its text where none can reach it
                    raise PluginError(f"{kind}: {self.hide(text)}") from None
            raise

    def _clear(self, error: BaseException, seen: set[int]) -> None:
        """Hide the values in an exception and in those that it came from."""
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
        for behind in ("__cause__", "__context__"):
            other = getattr(error, behind)
            if other is None:
                continue
            self._clear(other, seen)
            if (text := _message(other)) != self.hide(text):
                setattr(error, behind, None)

    def hide_problem(self, problem: Problem) -> Problem:
        """Return a problem with references in its words."""
        return Problem(
            self.hide(problem.message),
            self.hide(problem.file),
            problem.line,
            problem.column,
            self.hide(problem.hint),
            problem.warning,
        )


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # an exception whose own text raises
        return ""


def _forms(value: str) -> dict[str, None]:
    """Return how a value may stand in a message: plain, in quotes, in JSON, in an address."""
    forms = (value, repr(value)[1:-1], json.dumps(value)[1:-1], quote(value), quote(value, ""))
    return dict.fromkeys(forms)
