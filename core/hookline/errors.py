"""
Exception hierarchy and exit codes.

* HooklineError: shown as a message, never as a traceback
    * ConfigError: a config or a call that cannot run; has every problem found
    * PluginError: a plugin that violates its contract
    * SourceError: input that cannot be opened or listed
    * SinkError: output that cannot be written
    * ModelError: a model that cannot be found, verified or loaded
    * ResumeError: an existing output that this run must not touch
    * LimitReached: more failed documents than the config allows
    * BalanceError: the counts of a run do not add up
    * TransientError: may succeed when retried after a pause
* DocumentError: a failure of one document
    * EditError: an edit that does not fit the text, or cuts a span
    * LayerError: a layer with spans that do not fit the text
    * MetaError: metadata that JSON cannot represent
    * OutcomeError: a stage that did not return one outcome per document
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

__all__ = [
    "PLUGIN_FAULTS",
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
    "blaming",
    "bounded",
    "described",
    "message_of",
    "number_of",
    "refused_by_system",
    "with_article",
]

LONGEST = 20_000  # characters of a message or a traceback
MARKER = 60  # characters for the count of what is left out

REMEDIES = {
    errno.EMFILE: "raise the limit of open files, such as with `ulimit -n 1024`",
    errno.ENFILE: "close other programs: too many files are open on this machine",
    errno.EAGAIN: "use fewer workers, or raise the limit of processes (`ulimit -u`)",
    errno.ENOMEM: "use fewer workers, or free memory",
}


class HooklineError(Exception):
    """
    An error that the user can act on; the CLI shows the message and exits with `exit_code`.

    `report` has the counts of the run that it ended, or None if no run had started.
    """

    exit_code = 2
    report: Any = None


@dataclass(frozen=True, slots=True)
class Problem:
    """
    A problem of a config: its position, a message, and a hint.

    `line` and `column` count from 1; both are 0 if the problem has no position in a file. A warning
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
        """Whether the config can run nevertheless."""
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
    """A config or a call that cannot run; `problems` has all problems and warnings."""

    def __init__(self, problems: list[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems, file="hookline")
        self.problems = [problems] if isinstance(problems, Problem) else problems
        super().__init__("\n".join(map(str, self.problems)))


class PluginError(HooklineError):
    """A plugin that violates its contract."""


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


PLUGIN_FAULTS = (Exception, SystemExit, GeneratorExit)
"""What the code of a plugin may raise; a KeyboardInterrupt is Ctrl-C."""


def message_of(error: BaseException) -> str:
    """Return the message of an exception, whose `__str__` may raise."""
    try:
        return str(error)
    except BaseException:  # code of a plugin
        return "(its message cannot be shown)"


def described(error: BaseException) -> str:
    """Return the type and the message of an exception, whose `__str__` may raise."""
    return f"{type(error).__name__}: {message_of(error)}"


@contextmanager
def blaming(what: str) -> Iterator[None]:
    """
    Raise a `PluginError` that begins with `what` for an exception of a plugin in the block.

    Errors of hookline and of the operating system, which have messages of their own, stay.
    """
    try:
        yield
    except (HooklineError, OSError):
        raise
    except PLUGIN_FAULTS as error:
        raise PluginError(f"{what}: {described(error)}") from error


def number_of(count: int, noun: str) -> str:
    """Return a count with its noun, which takes an s in the plural: "1 document", "2,000 documents"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def bounded(text: str) -> str:
    """
    Return a message for people and logs, of 20,000 characters at most.

    The middle of a longer one is replaced by the number of characters left out. A plugin can raise
    the whole text of a document, or more.
    """
    if len(text) <= LONGEST:
        return text
    tail = LONGEST // 4
    head = LONGEST - tail - MARKER
    left_out = len(text) - head - tail
    return f"{text[:head]}… [{left_out:,} characters left out] …{text[-tail:]}"


def refused_by_system(error: OSError) -> HooklineError:
    """
    Return the error to raise for what the operating system refuses, with what to try.

    Raise it from `error`, so that the exit code can tell a full disk.
    """
    where = f" ({error.filename})" if error.filename else ""
    what = error.strerror or message_of(error) or type(error).__name__
    remedy = REMEDIES.get(error.errno or 0, "fix the cause")
    return HooklineError(
        f"the operating system refused a request: {what}{where}; {remedy}, then run the same "
        "command again"
    )


class TransientError(HooklineError):
    """
    A temporary error; the host retries a limited number of times.

    It waits `after` seconds, or a growing time if that is None. The call that raises it must be safe
    to repeat.
    """

    def __init__(self, *args: object, after: float | None = None) -> None:
        super().__init__(*args)
        self.after = after


class DocumentError(ValueError):
    """
    A failure of one document, which does not affect other documents.

    If a `Pipeline` raises it, `stage` is the name of the stage that dropped the document or failed,
    `error` the type of the exception in the stage, and `cause` the exception itself.
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
    """An edit that does not fit the text, or that cuts a span of a layer."""


class LayerError(DocumentError):
    """A layer with spans that do not fit the text of its document."""


class OutcomeError(DocumentError):
    """A stage that did not return exactly one outcome per document, in order."""


class MetaError(DocumentError):
    """Metadata of a document that JSON cannot represent."""


def with_article(kind: type) -> str:
    """Return the name of a type with its article, as in `an int` or `a str`."""
    name = kind.__name__
    return f"{'an' if name[0] in 'aeiouAEIO' else 'a'} {name}"
