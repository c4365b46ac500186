"""The options that all tasks share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any

import click

Task = Callable[..., int]


def grouped_options(
    parameter: str, group: type[Any], options: Sequence[Callable[[Task], Task]]
) -> Callable[[Task], Task]:
    """
    Return a decorator that adds click options to a task, which receives them as one object.

    Args:
        parameter: The parameter of the task.
        group: The dataclass of the object; its fields have the names of the options.
        options: The decorators that click makes.
    """

    def decorate(task: Task) -> Task:
        @wraps(task)
        def wrapper(*args: Any, **kwargs: Any) -> int:
            values = {field.name: kwargs.pop(field.name) for field in fields(group)}
            return task(*args, **kwargs, **{parameter: group(**values)})

        decorated: Task = wrapper
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


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


common_options = grouped_options(
    "options",
    EvalOptions,
    (
        click.option(
            "--config",
            metavar="CONFIG",
            help="The config to measure; by default, the stages of the task.",
        ),
        click.option(
            "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override a key."
        ),
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
    ),
)
