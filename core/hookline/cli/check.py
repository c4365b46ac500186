"""`hookline check`."""

from __future__ import annotations

from typing import Any

import click

from hookline.cli.options import default_config, plan_options
from hookline.errors import ConfigError, Problem
from hookline.plan import read_plan

__all__ = ["command"]


@click.command(
    "check",
    short_help="Check configs and report every problem with its position.",
    epilog="""\b
Examples:
  hookline check configs/news.yaml mine.yaml
  hookline check mine.yaml --set stages.stanza.lang=de
  hookline check mine.yaml --without-input     # where the files are not, as in CI
  hookline check mine.yaml --set check.ignore=[missing-label]""",
)
@click.argument("configs", nargs=-1, metavar="[CONFIG]...")
@plan_options("overrides", "engine", "plugins")
@click.option(
    "--without-input", is_flag=True, help="Do not look for the files that the sources name."
)
def command(configs: tuple[str, ...], plan_options: dict[str, Any], without_input: bool) -> int:
    """
    Check CONFIGs, or hookline.yaml, without loading a model; exit with 0 if they can run, 2 if not.

    The files that the sources name must exist; they are not read. A warning ends in its code in
    brackets; `check: {ignore: [CODE]}` in the config silences it.
    """
    failed = False
    printed: set[str] = set()
    for config in configs or [default_config()]:
        problems = _problems(config, {**plan_options, "find_input": not without_input})
        for line in map(str, problems):
            if line not in printed:  # a wrong override is wrong for every config
                click.echo(line)
            printed.add(line)
        if all(problem.warning for problem in problems):
            click.echo(f"{config}: ok")
        else:
            failed = True
    return 2 if failed else 0


def _problems(config: str, options: dict[str, Any]) -> tuple[Problem, ...]:
    try:
        return read_plan(config, **options).warnings
    except ConfigError as error:
        return tuple(error.problems)
