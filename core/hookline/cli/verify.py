"""`hookline verify`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from hookline.cli.options import plan_options
from hookline.errors import ConfigError, Problem, number_of
from hookline.plan import Plan, read_plan
from hookline.runner.verification import SeedTrial, Trial

__all__ = ["command"]

SAMPLE = 100  # documents


@click.command(
    "verify",
    short_help="Check that a config gives the same bytes however it is run.",
    epilog="""\b
Exit codes: 0 all outputs are equal; 1 outputs or counts differ; 2 invalid
config or call.""",
)
@click.argument("config")
@plan_options("inputs", "overrides", "engine", "plugins")
@click.option(
    "--limit", type=click.IntRange(1), default=SAMPLE, show_default=True, help="Documents to run."
)
def command(config: str, limit: int, plan_options: dict[str, Any]) -> int:
    """
    Run a sample of CONFIG's input with different batch sizes, numbers of workers, engines (--engine)
    and hash seeds, and an interruption, and compare the outputs byte by byte.

    The runs use a temporary folder; the config's own output is neither read nor written.
    """
    engine = plan_options.pop("engine")
    first = read_plan(config, **plan_options)
    _check_repeatable(first)
    larger = 2 * first.largest_batch + 1
    trials = [
        Trial("one worker", first, workers=1),
        Trial("a batch for each document", _in_batches(first, 1), workers=1),
        Trial(f"batches of {larger}", _in_batches(first, larger), workers=1),
        Trial("two workers", first, workers=2),
        Trial("interrupted and resumed", first, workers=2, interruptions=2),
        SeedTrial(
            "new processes with other hash seeds",
            first,
            workers=1,
            interruptions=1,
            hint="does a stage write a set without sorting it?",
            config=config,
            plan_options=plan_options,
        ),
    ]
    if engine:
        other = read_plan(config, engine=engine, **plan_options)
        trials.append(Trial(f"the engine {engine}", other, workers=None))
    expected, failed = None, 0
    for trial in trials:
        outcome = trial.run(limit)
        expected = expected or outcome
        problem = expected.difference(outcome)
        failed += bool(problem)
        mark = "differs" if problem else "agrees" if outcome is not expected else "is the reference"
        hint = f" ({trial.hint})" if trial.hint else ""
        click.echo(f"{trial.name}: {mark}{f': {problem}{hint}' if problem else ''}")
    assert expected is not None
    verdict = "the same bytes every time"
    if failed:
        verdict = f"{failed} of {len(trials) - 1} ways {'differs' if failed == 1 else 'differ'}"
    click.echo(
        f"{number_of(expected.read, 'document')}, {expected.written:,} written, "
        f"{expected.failed:,} failed; {verdict}"
    )
    return 1 if failed else 0


def _in_batches(plan: Plan, size: int) -> Plan:
    return replace(plan, stages=tuple(replace(stage, batch_size=size) for stage in plan.stages))


def _check_repeatable(plan: Plan) -> None:
    sources = plan.open_sources()
    try:
        with plan.secrets.kept():
            inputs = [name for source in sources for name in source.inputs()]
        if "-" in inputs:
            raise ConfigError(Problem("standard input can be read only once; give a file", "INPUT"))
    finally:
        for source in sources:
            source.close()
