"""
Exception hierarchy and exit codes.

* HooklineError: shown as a message, never as a traceback
    * ConfigError: a config or a call that cannot run; carries every problem found
    * PluginError: a plugin that broke its side of the contract
    * SourceError: input that cannot be opened or listed
    * SinkError: output that cannot be written
    * ModelError: a model that cannot be found, verified or loaded
    * ResumeError: an existing output that this run must not touch
    * LimitReached: more failed documents than the config allows
    * BalanceError: the counts of a run do not add up
    * TransientError: worth trying again after a pause
* DocumentError: something is wrong with one document; costs that document
    * EditError: an edit that does not fit the text, or comes too late
    * LayerError: a layer whose spans do not fit the text
    * MetaError: meta data that JSON cannot hold
    * OutcomeError: a stage that did not return one outcome per document
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

__all__ = [
    "BalanceError",
    "ConfigError",
    "DocumentError",
    "EditError",
    "HooklineError",
    "LayerError",
    "LimitReached",
    "MetaError",
    "ModelError",
    "OutcomeError",
    "PluginError",
    "Problem",
    "ResumeError",
    "SinkError",
    "SourceError",
    "TransientError",
]


class HooklineError(Exception):
    """
    Report something a user can act on; the shell shows the message and `exit_code`.

    `report` holds the counts of the run that it ended, None where no run had started.
    """

    exit_code = 2
    report: Any = None


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing wrong with a config: where it is, what it is, and what to try.

    `line` and `column` count from 1; both are 0 where the problem has no place in a file. A warning
    has a `code`, by which a config can ignore it.
    """

    message: str
    file: str = "config"
    line: int = 0
    column: int = 0
    hint: str = ""
    code: str = ""

    @property
    def warning(self) -> bool:
        """Whether the config can run all the same."""
        return bool(self.code)

    def with_words(self, change: Callable[[str], str]) -> Problem:
        """Return the problem with its texts changed."""
        return replace(
            self,
            message=change(self.message),
            file=change(self.file),
            hint=change(self.hint),
        )

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        kind = "warning" if self.warning else "error"
        hint = f" ({self.hint})" if self.hint else ""
        code = f" [{self.code}]" if self.code else ""
        return f"{place}: {kind}: {self.message}{hint}{code}"


class ConfigError(HooklineError):
    """A config or a call that cannot run; `problems` has every problem and warning of it."""

    def __init__(self, problems: list[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems, file="hookline")
        self.problems = [problems] if isinstance(problems, Problem) else problems
        super().__init__("\n".join(map(str, self.problems)))


class PluginError(HooklineError):
    """A plugin that broke its side of the contract."""


class SourceError(HooklineError):
    """Input that cannot be opened or listed."""


class SinkError(HooklineError):
    """Output that cannot be written."""


class ModelError(HooklineError):
    """A model that cannot be found, verified or loaded."""


class ResumeError(HooklineError):
    """An existing output that this run must not touch."""


class LimitReached(HooklineError):
    """More failed documents than the config allows."""

    exit_code = 3


class BalanceError(HooklineError):
    """The counts of a run do not add up: a document was lost or counted twice."""

    exit_code = 1


class TransientError(HooklineError):
    """
    A fault that may be gone after a pause; the host tries again, a bounded number of times.

    It waits `after` seconds, or a growing time where that is None. The call that raises it must have
    had no effect that a second call would repeat.
    """

    def __init__(self, *args: object, after: float | None = None) -> None:
        super().__init__(*args)
        self.after = after


class DocumentError(ValueError):
    """
    Something is wrong with one document; it costs that document and no other.

    Where a `Pipeline` raises it, `stage` is the name of the stage that dropped the document or failed
    on it, `error` the type of what it raised, and `cause` the exception itself.
    """

    def __init__(
        self,
        *args: object,
        stage: str = "",
        error: str = "",
        cause: BaseException | None = None,
    ) -> None:
        super().__init__(*args)
        self.stage = stage
        self.error = error
        self.cause = cause


class EditError(DocumentError):
    """An edit that does not fit the text, or that comes after a layer of spans exists."""


class LayerError(DocumentError):
    """A layer whose spans do not fit the text of its document."""


class OutcomeError(DocumentError):
    """A stage that did not return exactly one outcome per document, in order."""


class MetaError(DocumentError):
    """Meta data of a document that JSON cannot hold."""
