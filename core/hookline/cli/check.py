"""`hookline check`."""

from __future__ import annotations

from typing import Any

import click

from hookline.cli.options import default_config, plan_options
from hookline.plan import find_problems

__all__ = ["command"]


@click.command(
    "check",
    short_help="Check configs and report every problem with its position.",
    epilog="""\b
Examples:
  hookline check configs/news.yaml mine.yaml
  hookline check mine.yaml --set stages.stanza.lang=de
  hookline check mine.yaml --set check.ignore=[missing-label]""",
)
@click.argument("configs", nargs=-1, metavar="[CONFIG]...")
@plan_options("overrides", "engine", "plugins")
def command(configs: tuple[str, ...], plan_options: dict[str, Any]) -> int:
    """
    Check CONFIGs, or hookline.yaml, without loading a model; exit with 0 if they can run, 2 if not.

    Files that the sources name and that are not there are warnings. A warning ends in its code in
    brackets; `check: {ignore: [CODE]}` in the config silences it.
    """
    failed = False
    printed: set[str] = set()
    for config in configs or [default_config()]:
        problems = find_problems(config, **plan_options)
        for line in map(str, problems):
            if line not in printed:  # a wrong override is wrong for every config
                click.echo(line)
            printed.add(line)
        if all(problem.warning for problem in problems):
            click.echo(f"{config}: ok")
        else:
            failed = True
    return 2 if failed else 0
