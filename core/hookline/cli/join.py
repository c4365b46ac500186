"""`hookline join`."""

from __future__ import annotations

from typing import Any

import click

from hookline.cli.log import Log
from hookline.cli.options import log_options, plan_options, run_options
from hookline.cli.summary import show_summary
from hookline.runner.join import join
from hookline.runner.report_file import save_report

__all__ = ["command"]


@click.command(
    "join",
    short_help="Join the outputs of shards to the output of one run.",
    epilog="""\b
Examples:
  hookline run configs/news.yaml --shard 1/2
  hookline run configs/news.yaml --shard 2/2
  hookline join out/news.jsonl
  hookline join a/news.1-of-2.jsonl b/news.2-of-2.jsonl -o news.jsonl""",
)
@click.argument("outputs", nargs=-1, required=True, metavar="OUTPUT...")
@click.option("-o", "--output", help="Write here instead of to the output of the whole run.")
@plan_options("plugins")
@run_options("fresh", "report")
@log_options()
def command(
    outputs: tuple[str, ...],
    output: str | None,
    plan_options: dict[str, Any],
    run_options: dict[str, Any],
    log_options: dict[str, Any],
) -> int:
    """
    Join the OUTPUTs of all shards of a run, and their dead letters, to what one run would have written.

    OUTPUT can also be the output of the whole run, to join the shards beside it. The outputs of the
    shards are kept.
    """
    report = join(outputs, output, fresh=run_options["fresh"], **plan_options)
    if run_options["report"]:
        save_report(report, run_options["report"])
    log = Log(**log_options)
    if not log.quiet:
        show_summary(log, report, resumed=0, again=False)
    return 1 if report.failed else 0
