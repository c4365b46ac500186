"""`hookline replay`."""

from __future__ import annotations

import os

import click

from hookline.cli.run import Stop, execute
from hookline.components.registry import Registry
from hookline.config import override, read_file
from hookline.errors import SourceError
from hookline.plan import build
from hookline.plan.inputs import replace_output
from hookline.runner.attempt import RunSettings
from hookline.runner.replay import config_of, replay_plan

__all__ = ["command"]


@click.command("replay", short_help="Run the documents of a dead-letter file again.")
@click.argument("failures")
@click.option("-o", "--output", required=True, help="Write the records here; - is standard output.")
@click.option("--config", help="The config to run; by default the one that the letters name.")
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Override a key.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Processes to compute in; by default as many as the cores and the memory allow.",
)
@click.option("--fresh", is_flag=True, help="Start again and replace what is there.")
@click.option("--report", metavar="FILE", help="Write the account of the run as JSON.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def command(
    failures: str,
    output: str,
    config: str | None,
    changes: tuple[str, ...],
    workers: int,
    fresh: bool,
    report: str | None,
    quiet: bool,
) -> int:
    """
    Run the documents of the dead-letter file FAILURES again, through the config as it is now.

    What fails again goes to a dead-letter file beside OUTPUT.
    """
    named = config_of(failures)
    config = config or named
    if not os.path.exists(config):
        raise SourceError(f"the letters name the config {config}, which is gone: use --config")
    registry = Registry.discover()
    tree = read_file(config)
    override(tree, changes)
    replace_output(tree, registry, output)
    plan = replay_plan(build(tree, registry), failures)
    return execute(plan, registry, RunSettings(workers, None, fresh, report, Stop()), report, quiet)
