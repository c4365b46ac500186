"""The options that all tasks share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class EvalOptions:
    """
    The common options of a task.

    `config` is None for the default stages of the task, `overrides` are `KEY=VALUE` items. `limit` is
    the maximum number of documents. `resamples` is the number of bootstrap samples, 0 for none.
    """

    config: str | None = None
    overrides: tuple[str, ...] = ()
    limit: int | None = None
    json: bool = False
    resamples: int = 1000
    seed: int = 0


_OPTIONS = (
    click.option(
        "--config",
        metavar="CONFIG",
        help="The config to measure; by default, the stages of the task.",
    ),
    click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override a key."),
    click.option("--limit", type=click.IntRange(1), help="Stop after this many documents."),
    click.option("--json", is_flag=True, help="Print JSON instead of tables."),
    click.option(
        "--resamples",
        type=click.IntRange(0),
        default=1000,
        show_default=True,
        help="Number of resamples of the documents for the intervals; 0 for no intervals.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(0),
        default=0,
        show_default=True,
        help="Seed of the resamples.",
    ),
)
_NAMES = ("config", "overrides", "limit", "json", "resamples", "seed")


def common_options(task: Callable[..., int]) -> Callable[..., int]:
    """Add the common options to a task, which receives them as `options`, an `EvalOptions`."""

    @wraps(task)
    def wrapper(*args: Any, **kwargs: Any) -> int:
        options = EvalOptions(**{name: kwargs.pop(name) for name in _NAMES})
        return task(*args, options=options, **kwargs)

    decorated: Callable[..., int] = wrapper
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
