"""The messages of a run on standard error, all in one format: text for people, or JSON lines."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

from hookline.cli.visible_text import visible
from hookline.errors import ConfigError, HooklineError, bounded, message_of

__all__ = ["FORMATS", "Log", "print_line"]

FORMATS = ("auto", "text", "json")
COLOURS = {"warning": "yellow", "error": "red"}


class Log:
    """
    Write messages to standard error, as text or as JSON lines.

    The format `auto` is text on a terminal and JSON lines otherwise, but text for the problems of a
    call that is refused before a run begins. A message has an event, which JSON lines show with the
    fields, and a text, by default the event. `quiet` leaves out what is neither a warning nor an error.
    """

    def __init__(self, format_: str = "auto", quiet: bool = False) -> None:
        self.on_terminal = sys.stderr.isatty()
        self.is_json = format_ == "json" or (format_ == "auto" and not self.on_terminal)
        self.quiet = quiet
        self._asked = format_
        self._early: list[tuple[str, str, str, dict[str, Any]]] | None = None
        if format_ == "auto" and self.is_json:
            self._early = []  # messages before it is clear whether a run begins
        self.print: Callable[[str], None] = print_line
        """Print a line; replaced while a progress line is shown, so that it stays below."""
        self.hide: Callable[[str], str] = str
        """Hide the secrets of the config in a warning of Python."""

    def info(self, event: str, text: str = "", **fields: Any) -> None:
        """Write a message unless the log is quiet."""
        if not self.quiet:
            self._write("info", event, text, fields)

    def warning(self, event: str, text: str = "", **fields: Any) -> None:
        """Write a warning."""
        self._write("warning", event, text, fields)

    def error(self, event: str, text: str = "", **fields: Any) -> None:
        """Write an error."""
        self._write("error", event, text, fields)

    def begin(self) -> None:
        """Write the messages so far, as a run begins, or as there was nothing to do."""
        early, self._early = self._early, None
        for message in early or ():
            self._write(*message)

    def refuse(self, error: HooklineError) -> None:
        """Write why a call cannot run."""
        self.is_json = self._asked == "json"
        self.begin()
        self.show(error)

    def show(self, error: HooklineError) -> None:
        """Write an error that ends a run: all problems of a config, or one message."""
        if not isinstance(error, ConfigError):
            self.error(message_of(error), f"hookline: {message_of(error)}")
            return
        for problem in error.problems:
            write = self.warning if problem.warning else self.error
            write(str(problem), file=problem.file, line=problem.line, column=problem.column)

    @contextmanager
    def warnings_shown(self) -> Iterator[None]:
        """Write the warnings of Python as messages, without the line of code that they come from."""
        with warnings.catch_warnings():
            for kind in (UserWarning, RuntimeWarning):
                warnings.simplefilter("default", kind)

            def show(message: Warning | str, *_: object, **__: object) -> None:
                words = self.hide(str(message))
                self.warning(words, f"warning: {words}")

            warnings.showwarning = show
            yield

    def _write(self, level: str, event: str, text: str, fields: dict[str, Any]) -> None:
        if self._early is not None:
            self._early.append((level, event, text, fields))
            return
        event, text = bounded(event), bounded(text)
        if self.is_json:
            line = _as_json(level, event, fields)
        elif self.on_terminal and level in COLOURS:
            line = click.style(visible(text or event), COLOURS[level])
        else:
            line = visible(text or event)
        self.print(line)


def print_line(line: str) -> None:
    """Print a line on standard error, whose reader may have gone."""
    with suppress(OSError):
        click.echo(line, err=True)


def _as_json(level: str, event: str, fields: dict[str, Any]) -> str:
    from structlog.processors import JSONRenderer, TimeStamper

    values = {"event": event, "level": level, **fields}
    values = dict(TimeStamper("iso", utc=True)(None, level, values))
    return str(JSONRenderer(sort_keys=False, ensure_ascii=False)(None, level, values))
