"""The options that all tasks have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Call:
    """The common options of a call. `config` is None for the task's own stages."""

    config: str | None = None
    changes: tuple[str, ...] = ()
    limit: int | None = None
    json: bool = False
    resamples: int = 1000
    seed: int = 0


_OPTIONS = (
    click.option(
        "--config",
        metavar="CONFIG",
        help="The config to measure; the task's own stages without it.",
    ),
    click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Override a key."),
    click.option("--limit", type=click.IntRange(1), help="Stop after this many documents."),
    click.option("--json", "json_", is_flag=True, help="Print JSON in place of tables."),
    click.option(
        "--resamples",
        type=click.IntRange(0),
        default=1000,
        show_default=True,
        help="Of the documents, for the intervals; 0 for none.",
    ),
    click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of these."),
)


def common(function: Callable[..., int]) -> Callable[..., int]:
    """Add the common options to a task, which gets them as `call`, a `Call`."""

    @wraps(function)
    def task(
        *arguments: Any,
        config: str | None,
        changes: tuple[str, ...],
        limit: int | None,
        json_: bool,
        resamples: int,
        seed: int,
        **own: Any,
    ) -> int:
        call = Call(config, changes, limit, json_, resamples, seed)
        return function(*arguments, call=call, **own)

    decorated: Callable[..., int] = task
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
