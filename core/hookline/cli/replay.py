"""`hookline replay`."""

from __future__ import annotations

import os
from typing import Any

import click

from hookline.cli.options import log_options, plan_options, run_options
from hookline.cli.run import execute
from hookline.errors import SourceError
from hookline.runner.replay import config_of, replay_plan

__all__ = ["command"]


@click.command("replay", short_help="Run the documents of a dead-letter file again.")
@click.argument("failures")
@click.option("-o", "--output", required=True, help="Write the records here; - is standard output.")
@click.option("--config", help="The config to run; by default the one named in the dead letters.")
@plan_options("overrides", "engine", "plugins")
@run_options("workers", "fresh", "report")
@log_options()
def command(
    failures: str,
    output: str,
    config: str | None,
    plan_options: dict[str, Any],
    run_options: dict[str, Any],
    log_options: dict[str, Any],
) -> int:
    """
    Run the documents of the dead-letter file FAILURES again, with the current config.

    Documents that fail again go to a dead-letter file beside OUTPUT.
    """
    named = config_of(failures)
    config = config or named
    if not os.path.exists(config):
        raise SourceError(
            f"the dead letters name the config {config}, which no longer exists: use --config"
        )
    plan_options |= {"output": output}
    return execute(
        config, plan_options, run_options, log_options, lambda plan: replay_plan(plan, failures)
    )
