"""`hookline check`."""

from __future__ import annotations

import click

from hookline.components.registry import Registry
from hookline.config import override, read_file
from hookline.errors import ConfigError, Problem
from hookline.plan import check_tree

__all__ = ["command"]


@click.command(
    "check",
    short_help="Check configs and report every problem, with its place.",
    epilog="""\b
Examples:
  hookline check configs/news.yaml mine.yaml
  hookline check mine.yaml --set stages.stanza.lang=de""",
)
@click.argument("configs", nargs=-1, required=True, metavar="CONFIG...")
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Override a key.")
def command(configs: tuple[str, ...], changes: tuple[str, ...]) -> int:
    """Check CONFIGs whole, without loading a model: exit code 0 if they can run, 2 if not."""
    registry = Registry.discover()
    wrong = False
    said: set[str] = set()
    for config in configs:
        problems = _problems(config, changes, registry)
        for line in map(str, problems):
            if line not in said:  # an override that is wrong is wrong for every config
                click.echo(line)
            said.add(line)
        errors = sum(not problem.warning for problem in problems)
        wrong = wrong or bool(errors)
        if not errors:
            click.echo(f"{config}: ok")
    return 2 if wrong else 0


def _problems(config: str, changes: tuple[str, ...], registry: Registry) -> list[Problem]:
    try:
        tree = read_file(config)
    except ConfigError as error:
        return error.problems
    override(tree, changes)
    check_tree(tree, registry)
    return sorted(tree.problems, key=lambda problem: (problem.line, problem.column))
