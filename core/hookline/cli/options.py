"""
The options that commands share, each declared once.

A command receives them as one mapping and passes it on: `plan_options` to `read_plan`, `run_options` to
`run`, `log_options` to `Log`. To add an option, add an entry here and a parameter there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from hookline.cli.log import FORMATS
from hookline.errors import ConfigError, Problem

__all__ = ["log_options", "plan_options", "run_options"]

PLAN: dict[str, Callable[[Any], Any]] = {
    "inputs": click.argument("inputs", nargs=-1, metavar="[INPUT]..."),
    "output": click.option(
        "-o", "--output", help="Write here instead of to the sink's path; - is standard output."
    ),
    "overrides": click.option(
        "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override a key."
    ),
    "engine": click.option("--engine", help="The engine to use instead of the config's."),
    "shard": click.option(
        "--shard", metavar="I/N", help="Read the I-th of N parts of the input; see `hookline join`."
    ),
    "plugins": click.option(
        "--plugins",
        multiple=True,
        metavar="FILE.py",
        help="Load a plugin, or classes for `use: module:Class`; may be repeated.",
    ),
}
RUN: dict[str, Callable[[Any], Any]] = {
    "workers": click.option(
        "--workers",
        type=click.IntRange(1),
        help="Number of worker processes; by default as many as cores and memory allow.",
    ),
    "limit": click.option(
        "--limit", type=click.IntRange(0), help="Stop after this many documents."
    ),
    "linger": click.option(
        "--linger",
        type=click.FloatRange(0),
        default=0.2,
        show_default=True,
        metavar="SECONDS",
        help="Longest wait for a batch to fill while a worker is idle.",
    ),
    "fresh": click.option("--fresh", is_flag=True, help="Start again and replace existing output."),
    "update": click.option(
        "--update",
        is_flag=True,
        help="Make the output anew if input or config changed; unchanged documents are cached.",
    ),
    "report": click.option(
        "--report",
        metavar="FILE",
        help="Write the counts of the run to a file: JSON, or .prom for Prometheus.",
    ),
}
LOG: dict[str, Callable[[Any], Any]] = {
    "format_": click.option(
        "--log-format",
        "format_",
        type=click.Choice(FORMATS),
        default="auto",
        help="Messages as text or as JSON lines; auto is text on a terminal, JSON elsewhere.",
    ),
    "quiet": click.option("--quiet", is_flag=True, help="Print only warnings and errors."),
}

Command = Callable[..., int]


DEFAULT_CONFIG = "hookline.yaml"


def default_config() -> str:
    """
    Return the config of a call that names none: hookline.yaml in the working directory.

    Raises:
        ConfigError: There is none.
    """
    if os.path.isfile(DEFAULT_CONFIG):
        return DEFAULT_CONFIG
    hint = "name a config, or write one with `hookline init`"
    raise ConfigError(Problem("expected a config, found none", DEFAULT_CONFIG, hint=hint))


def plan_options(*names: str) -> Callable[[Command], Command]:
    """Add all or the named options of `read_plan` to a command, as the mapping `plan_options`."""
    return _shared("plan_options", {name: PLAN[name] for name in names or PLAN})


def run_options(*names: str) -> Callable[[Command], Command]:
    """Add all or the named options of `run` to a command, as the mapping `run_options`."""
    return _shared("run_options", {name: RUN[name] for name in names or RUN})


def log_options() -> Callable[[Command], Command]:
    """Add the options of `Log` to a command, as the mapping `log_options`."""
    return _shared("log_options", LOG)


def _shared(
    parameter: str, options: dict[str, Callable[[Any], Any]]
) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        @wraps(command)
        def collect(**values: Any) -> int:
            collected = {name: values.pop(name) for name in options}
            return command(**values, **{parameter: collected})

        for option in reversed(options.values()):
            option(collect)
        return collect

    return decorate
