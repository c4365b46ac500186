"""Say what is wrong with a call, in the words of hookline's other messages."""

from __future__ import annotations

from typing import Any

import click
from click.types import FloatParamType, FloatRange, IntParamType, IntRange

from hookline.errors import Problem

__all__ = ["problem_of"]


def problem_of(error: click.UsageError) -> Problem:
    """Return what click found wrong with a call: where, what was expected and found, what to try."""
    context = error.ctx
    call = context.command_path if context else "hookline"
    hint = f"see `{call} --help`"
    usage = context.get_usage().removeprefix("Usage: ") if context else call
    if isinstance(error, click.NoSuchOption):
        names = " or ".join(f"`{name}`" for name in error.possibilities or ())
        message = f"`{call}` has no such option"
        return Problem(message, error.option_name, hint=f"did you mean {names}?" if names else hint)
    if isinstance(error, click.BadOptionUsage):  # which has no context
        words = "no value" if "does not take" in error.message else "a value, found none"
        return Problem(f"expected {words}", error.option_name, hint="see `hookline COMMAND --help`")
    if isinstance(error, click.MissingParameter):
        place = _name(error)
        return Problem(f"expected {place}, found none", call, hint=f"usage: {usage}")
    if isinstance(error, click.BadParameter):
        return Problem(_expectation(error), _name(error) or call, hint=hint)
    message = error.format_message().rstrip(".")
    if message.startswith("Got unexpected extra argument"):
        return Problem(f"g{message[1:]}", call, hint=f"usage: {usage}")
    return Problem(message, call, hint=hint)


def _name(error: click.BadParameter) -> str:
    """Return the option or argument that an error is about, as a call has it."""
    if isinstance(error.param_hint, str):
        return error.param_hint
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.human_readable_name if error.param else ""


def _expectation(error: click.BadParameter) -> str:
    """Return what was expected and found; what click says, if that is not known."""
    # click keeps the value in its message alone
    value, is_known, _ = error.message.rpartition(" is not ")
    expected = _expected(error.param.type) if error.param else ""
    return f"expected {expected}, found {value}" if is_known and expected else error.message


def _expected(kind: Any) -> str:
    """Return what values a type of click allows, empty if it is none of those that commands use."""
    if isinstance(kind, click.Choice):
        *others, last = map(str, kind.choices)
        return f"{', '.join(others)} or {last}" if others else last
    if not isinstance(kind, IntParamType | FloatParamType):
        return ""
    number = "a whole number" if isinstance(kind, IntParamType) else "a number"
    if not isinstance(kind, IntRange | FloatRange):
        return number
    if kind.min is not None and kind.max is not None:
        return f"{number} from {kind.min} to {kind.max}"
    if kind.min is not None:
        return f"{number} {'greater than' if kind.min_open else 'of at least'} {kind.min}"
    return f"{number} {'less than' if kind.max_open else 'of at most'} {kind.max}"
